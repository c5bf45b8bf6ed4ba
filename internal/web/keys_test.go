package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/browsertest"
	"testamur/internal/record"
)

// hands are somebody before a browser: with a mouse, or with a keyboard alone.
type hands interface {
	Open(path string)
	Press(name string)
}

// served gives where a real browser finds the world's pages. Browsers keep secure cookies for localhost.
func (w *world) served(t *testing.T) string {
	server := httptest.NewServer(w.handler)
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

// comes has somebody sign in by an invitation, in a real browser.
func (w *world) comes(h hands, p access.Person) {
	w.t.Helper()
	h.Open("/l/" + w.invited(p, false))
	h.Press("Sign in as " + p.Name)
}

// addressed is the world's participant, with an address of their own.
func (w *world) addressed() access.Person {
	w.t.Helper()
	olga, err := w.access.ChangePerson(w.t.Context(), office, w.enrolment.PersonID, record.Any, func(p *access.PersonFields) { p.Email = "olga@example.org" })
	w.must(err)
	return olga
}

// Everybody goes their whole stretch of the year by keys alone, and sees at every step what has the focus.
func TestEverybodyDoesTheirPartByKeysAlone(t *testing.T) {
	browser := browsertest.Start(t)
	for name, part := range map[string]func(*world, browsertest.Keys){
		"an administrator begins a programme": administratorByKeys, "staff run a cohort": staffByKeys, "an assessor writes": assessorByKeys,
		"a participant works, checks and shares": participantByKeys, "a signatory reads and signs": signatoryByKeys, "a stranger verifies": strangerByKeys,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			window := browser.Profile(t, w.served(t))
			part(w, browsertest.Keys{Window: window})
			window.Content()
		})
	}
}

func administratorByKeys(w *world, k browsertest.Keys) {
	ada := w.person("Ada Lovelace", "ada@office.example")
	k.Open("/l/" + w.invited(ada, true))
	k.Press("Sign in as Ada Lovelace")
	k.Press("Programmes")
	k.Press("Add a programme")
	k.Type("Name of the programme", "Coaching")
	k.Press("Add the programme")
	k.Press("Themes")
	k.Type("Heading", "Persistence")
	k.Press("Add the theme")
	k.Says("The theme is in the catalogue.", "Persistence")
	k.Press("Coaching")
	k.Press("Add a cohort")
	k.Type("Name of the cohort", "2016")
	k.Press("Add the cohort")
	k.Press("Enrol a participant")
	k.Choose("They are not known here yet")
	k.Type("Name", "Ana Reis")
	k.Press("Enrol 1 participant")
	k.Says("They are enrolled.", "Ana Reis")
	k.Press("Ana Reis")
	k.Type("Name or e-mail address", "karsten@example.org")
	k.Press("Add 1 assessor")
	k.Says("They are assessor of this participant now.", "Karsten Ehms")
}

func staffByKeys(w *world, k browsertest.Keys) {
	stella := w.person("Stella Staff", "stella@office.example")
	w.must(w.access.AddStaff(w.t.Context(), office, w.enrolment.ProgrammeID, stella.ID))
	w.comes(k, stella)
	k.Type("New password", goodPassword)
	k.Press("Set password")
	k.Press("School of Leadership") // home
	k.Press("2015")
	k.Press("Olga Vtorushina")
	k.Press("Begin the certificate")
	k.Press("Change the text")
	k.Type("Heading", "From within")
	k.Tab("Write a passage in section 1")
	k.Hold(browsertest.Enter)
	k.WaitFor("Passage 2")
	k.Hold("She asks before she answers.") // the new passage has the focus
	k.Press("Keep the text")
	k.Says("The text is kept.")
	k.Press("Back to the certificate")
	k.Press("Send for signing")
	k.Press("Send to 2 signatories")
	k.Says("It is sent.", "She asks before she answers.")
	certificate, _, _ := strings.Cut(k.Path(), "?")
	w.approves(certificate)
	w.later(time.Hour)
	k.Press("School of Leadership")
	k.Press("Issue 1 certificate that is signed")
	k.Press("Olga Vtorushina")
	k.Press("Open the certificate")
	k.Press("Issue the certificate")
	k.Press("Prove that it is you")
	k.Type("Password", goodPassword)
	k.Press("Prove that it is me")
	k.Press("Issue 1 certificate")
	k.Says("The certificate is issued.")
}

func assessorByKeys(w *world, k browsertest.Keys) {
	w.comes(k, w.assessor)
	k.Press("School of Leadership")
	k.Press("Write your feedback on Olga Vtorushina")
	k.Choose("There is none")
	k.Press("Answer, and go on to write")
	k.Type("Anything else", "She does not give up.")
	k.Press("Keep as a draft")
	k.Press("Go on to submit")
	k.Says("She does not give up.")
	k.Press("Submit 1 text")
	k.Says("Submitted. Thank you")
}

func participantByKeys(w *world, k browsertest.Keys) {
	c, _ := w.reviewed()
	w.comes(k, w.addressed())
	k.Open("/my-year")
	k.Press("Write an entry")
	k.Type("What happened", "I asked, and listened.")
	k.Press("Keep the entry")
	k.Says("It is in your learning log.", "I asked, and listened.")
	k.Press("Change your project")
	k.Type("What you are trying to do", "That nobody is left out.")
	k.Press("Keep your project")
	k.Press("Check the text about you")
	k.Choose("This is right")
	k.Press("Send my answer")
	k.Says("This is what was recorded.")
	w.must(w.signEverything(w.stored(c)))
	k.Open("/my-year")
	k.Press("Make a link")
	k.Choose("The PDF may be downloaded, too")
	k.Press("Make 1 link")
	k.Says("Copy the link now")
	k.Press("I have copied it")
	k.Says("The whole text, with the PDF")
}

func signatoryByKeys(w *world, k browsertest.Keys) {
	_, secret := w.sent()
	k.Open("/l/" + secret)
	k.Press("Read the text")
	k.Says("She set out to change how a department thinks.")
	k.Press("I have read it: send me a code")
	k.Choose("Yes, I sign this certificate")
	k.Tab("No picture: my name stands alone")
	k.Hold(browsertest.Up + browsertest.Up)
	k.Type("Type your name as you sign", "Karsten Ehms")
	k.Choose("No, I have none")
	k.Type("Code", w.code())
	k.Press("Send my answer")
	k.Says("Thank you. You have signed.")
}

func strangerByKeys(w *world, k browsertest.Keys) {
	v, err := w.certificates.Version(w.t.Context(), office, w.issued().IssuedID)
	w.must(err)
	k.Open("/")
	k.Type("Verification code", v.Code.String())
	k.Press("Verify the certificate")
	k.Says("still valid", "Olga Vtorushina")
	k.Press("Check another certificate")
	k.Type("Verification code", "00000-00000-00000-00000-00000")
	k.Press("Check the code")
	k.Says("Nothing was ever issued here under it.")
}
