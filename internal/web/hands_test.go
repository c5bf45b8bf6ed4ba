package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/browsertest"
	"testamur/internal/record"
)

// hands are somebody before a browser: with a mouse, or with a keyboard alone.
type hands interface {
	Open(path string)
	Press(name string)
	Type(label, text string)
	Choose(label string)
	Says(words ...string)
	Path() string
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

// parts are what each kind of person comes for most.
var parts = map[string]func(t *testing.T, w *world, h hands){
	"a stranger verifies": func(t *testing.T, w *world, h hands) {
		v, err := w.certificates.Version(t.Context(), office, w.issued().IssuedID)
		w.must(err)
		h.Open("/")
		h.Type("Verification code", v.Code.String())
		h.Press("Verify the certificate")
		h.Says("still valid", "Olga Vtorushina")
	},
	"a signatory signs": func(_ *testing.T, w *world, h hands) {
		_, secret := w.sent()
		h.Open("/l/" + secret)
		h.Press("Send me a code")
		h.Type("Code", w.code())
		h.Choose("Yes, I sign this certificate")
		h.Choose("No, I have none")
		h.Press("Send my answer")
		h.Says("Thank you. You have signed.")
	},
	"a participant checks the text": func(_ *testing.T, w *world, h hands) {
		_, secret := w.reviewed()
		h.Open("/l/" + secret)
		h.Choose("This is right")
		h.Press("Send my answer")
		h.Says("This is what was recorded.")
	},
	"a participant keeps the log": func(t *testing.T, w *world, h hands) {
		olga, err := w.access.Person(t.Context(), office, w.enrolment.PersonID)
		w.must(err)
		olga, err = w.access.ChangePerson(t.Context(), office, olga.ID, record.Any, func(p *access.PersonFields) { p.Email = "olga@example.org" })
		w.must(err)
		w.comes(h, olga)
		h.Open("/my-year")
		h.Press("Write an entry")
		h.Type("What happened", "I asked, and listened.")
		h.Press("Keep the entry")
		h.Says("It is in your learning log.", "I asked, and listened.")
	},
	"an assessor writes": func(_ *testing.T, w *world, h hands) {
		w.comes(h, w.assessor)
		h.Open("/assessing")
		h.Press("Olga Vtorushina")
		h.Choose("There is none")
		h.Press("Answer, and go on to write")
		h.Type("Anything else", "She does not give up.")
		h.Press("Keep as a draft")
		h.Press("Go on to submit")
		h.Press("Submit 1 text")
		h.Says("Submitted. Thank you")
	},
	"staff enrol": func(t *testing.T, w *world, h hands) {
		stella := w.person("Stella Staff", "stella@office.example")
		w.must(w.access.AddStaff(t.Context(), office, w.enrolment.ProgrammeID, stella.ID))
		w.comes(h, stella)
		h.Press("Programmes")
		h.Press("Social learning leadership")
		h.Press("2015")
		h.Press("Enrol a participant")
		h.Choose("They are not known here yet")
		h.Type("Name", "Ana Reis")
		h.Press("Enrol 1 participant")
		h.Says("They are enrolled.", "Ana Reis")
	},
}

// Everybody can do what they come for by keys alone, and sees at every step what has the focus.
func TestEverybodyDoesTheirPartByKeysAlone(t *testing.T) {
	play(t, func(window *browsertest.Window) hands { return browsertest.Keys{Window: window} })
}

// Everybody can do what they come for in a browser that runs no scripts.
func TestEverybodyDoesTheirPartWithoutScripts(t *testing.T) {
	play(t, func(window *browsertest.Window) hands {
		window.Scripts(false)
		return window
	})
}

func play(t *testing.T, with func(*browsertest.Window) hands) {
	browser := browsertest.Start(t)
	for name, part := range parts {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			window := browser.Profile(t, w.served(t))
			part(t, w, with(window))
			window.Content()
		})
	}
}
