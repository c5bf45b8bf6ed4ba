package web_test

import (
	"net/url"
	"regexp"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

func picturesOfTheFrame(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	camera.take("welcome", "/")
	camera.take("sign-in", "/sign-in")
	camera.take("sign-in-sent", "/sign-in/sent")
	camera.show("sign-in-wrong", w.post("/sign-in/password", nil))
	w.signIn("Ada Lovelace", true)
	camera.take("account", "/account")
	camera.press("account-wrong", "/account", "Set password")
	w.enrolled()
	camera.take("passkey-remove", "/account/passkeys/"+between(w.get("/account").Body.String(), "/account/passkeys/", "/remove")+"/remove")
	camera.take("home-empty", "/")
	camera.take("nothing-here", "/certificates/none")
}

// Nothing is there yet: every list is empty.
func picturesOfNothing(t *testing.T) {
	w := newEmptyWorld(t)
	camera := w.camera(t)
	w.signIn("Ada Lovelace", true)
	for name, path := range map[string]string{
		"empty-home": "/", "empty-programmes": "/programmes", "empty-people": "/people?search=nobody", "empty-tokens": "/tokens", "empty-events": "/events?operation=none",
		"empty-assessing": "/assessing", "empty-year": "/my-year",
	} {
		camera.take(name, path)
	}
	programmePath := w.made(w.post("/programmes/new", url.Values{"name": {"Coaching"}}), "programmes")
	camera.take("empty-programme", programmePath)
	camera.take("empty-themes", programmePath+"/themes")
	cohort := w.made(w.post(programmePath+"/cohorts/new", url.Values{"name": {"2016"}}), "cohorts")
	camera.take("empty-board", cohort)
	w.post(cohort+"/enrol", url.Values{"new": {"yes"}, "name": {"Ana Reis"}})
	m := regexp.MustCompile(`/enrolments/[^"#]+`).FindString(w.get(cohort).Body.String())
	camera.take("empty-enrolment", m)
}

// Forms of the office as they open, and as they come back when something is wrong.
func picturesOfStaffForms(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.signIn("Ada Lovelace", true)
	programmePath, cohort, seat := "/programmes/"+w.enrolment.ProgrammeID.String(), "/cohorts/"+w.enrolment.CohortID.String(), "/enrolments/"+w.enrolment.ID.String()
	for name, c := range map[string]struct{ path, button string }{
		"programme-new": {"/programmes/new", "Add the programme"}, "cohort-new": {programmePath + "/cohorts/new", "Add the cohort"},
		"cohort-edit": {cohort + "/edit", ""}, "cohort-state": {cohort + "/state", ""}, "enrol": {cohort + "/enrol", "Enrol 1 participant"},
		"person-new": {"/people/new", "Add the person"}, "enrolment": {seat, ""}, "themes": {programmePath + "/themes", "Add the theme"},
		"tokens": {"/tokens", "Make 1 token"},
	} {
		camera.take("form-"+name, c.path)
		if c.button != "" {
			camera.press("form-"+name+"-wrong", c.path, c.button)
		}
	}
	camera.show("form-assessor-wrong", w.post(seat+"/assessors", url.Values{"new": {"yes"}}))
	made := w.post("/tokens", url.Values{"name": {"Mirror"}, "role": {"staff"}})
	camera.show("token-made", made)
	m := regexp.MustCompile(`/tokens/[0-9a-f-]+/revoke`).FindString(w.get("/tokens").Body.String())
	camera.take("token-revoke", m)
	_, path := w.begun()
	for _, below := range []string{"/facts", "/text", "/signatories"} {
		camera.take("form-certificate"+below[1:], path+below)
	}
	facts := w.asIs(path + "/facts")
	facts.Set("title", " ")
	camera.show("form-facts-wrong", w.post(path+"/facts", facts))
}

func picturesOfAnAssessor(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	fb, _ := w.takenDown()
	w.signedIn()
	camera.take("assessor-home", "/")
	camera.take("assessing", "/assessing")
	path := "/assessing/" + w.enrolment.ID.String()
	camera.take("assessing-conflict", path)
	camera.press("assessing-conflict-wrong", path, "Answer")
	w.goes(w.post(path+"/conflict", url.Values{"conflict": {"none"}}), path)
	for _, heading := range []string{"Persistence", "Boundary crossing", "Care for people"} {
		_, err := w.programmes.CreateTheme(t.Context(), office, w.enrolment.ProgrammeID, uuid.Nil, programme.ThemeFields{Heading: heading, Guidance: "What did you see? One example is better than three judgements."})
		w.must(err)
	}
	camera.take("desk-empty", path)
	camera.take("submit-empty", path+"/submit")
	_, err := w.programmes.AddLogEntry(t.Context(), office, w.enrolment.ID, programme.LogEntryFields{On: civil.Date{Year: 2015, Month: 6, Day: 2}, Text: "I tried\n\n- to ask\n- to *listen*"})
	w.must(err)
	w.post(path+"/texts", w.text(path, "She does not give up.\n\n- She asks.\n- She *listens*."))
	camera.take("desk-full", path)
	camera.take("submit", path+"/submit")
	typed := w.text(path, "Another text")
	typed.Set("revision", "7")
	camera.show("desk-stale", w.post(path+"/texts", typed))
	w.post(path+"/confirm", url.Values{"feedback": {fb.ID.String()}, "revision": {"2"}})
	camera.take("withdraw", path+"/withdraw/"+fb.ID.String())
	camera.take("assessing-done", "/assessing")
}

func picturesOfAParticipant(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	path := w.atTheYear()
	camera.take("participant-home", "/")
	camera.take("year", path)
	camera.take("my-year", "/my-year")
	camera.take("project", path+"/project")
	typed := w.form(path + "/project")
	typed.Set("title", "")
	camera.show("project-wrong", w.post(path+"/project", typed))
	camera.take("entry-new", path+"/log/new")
	camera.show("entry-wrong", w.post(path+"/log/new", url.Values{"on": {""}}))
	w.goes(w.post(path+"/log/new", url.Values{"on": {"2015-12-01"}, "text": {"I tried to listen."}}), path+"?done=entry#log")
	entry := regexp.MustCompile(`href="(/log/[^"]+)"`).FindStringSubmatch(w.get(path).Body.String())
	camera.take("entry", entry[1])
	c := w.issued()
	camera.take("year-issued", path)
	camera.take("share-make", path+"/share")
	camera.show("share-wrong", w.post(path+"/share", url.Values{"what": {"some"}}))
	camera.show("share-made", w.post(path+"/share", url.Values{"what": {"whole"}, "days": {"30"}}))
	l, _ := w.share(c, part(c))
	camera.take("unshare", path+"/unshare/"+l.ID.String())
	camera.take("my-data", "/my-data")
	camera.show("my-data-wrong", w.post("/my-data", url.Values{"revision": {"1"}, "private_email": {"nowhere"}}))
	w.cookie = ""
	camera.show("signed-out-meanwhile", w.post(path+"/project", typed))
}

func picturesOfASignatory(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	camera.take("enter", "/l/"+w.invited(w.assessor, false))
	camera.take("link-ended", "/l/none")
	_, confirming := w.takenDown()
	camera.take("confirming", "/l/"+confirming)
	camera.take("confirming-answer", "/l/"+confirming+"/answer")
	camera.press("confirming-wrong", "/l/"+confirming+"/answer", "Yes, these are my words")
	c, secret := w.sent()
	camera.take("signing", "/l/"+secret)
	camera.take("signing-answer", "/l/"+secret+"/answer")
	camera.press("signing-wrong", "/l/"+secret+"/answer", "Send my answer")
	w.post("/l/"+secret+"/code", nil)
	w.post("/l/"+secret+"/answer", w.filled(secret, map[string]string{"code": w.code(), "decision": "declined", "reason": "The year is wrong."}))
	camera.take("declined", "/l/"+secret)
	w.post("/l/"+secret+"/code", nil)
	w.post("/l/"+secret+"/answer", w.filled(secret, map[string]string{"code": w.code(), "decision": "approved", "conflict": "none"}))
	camera.take("signed", "/l/"+secret)
	w.resend(c)
	again := w.link(access.LetterSigning)
	camera.take("signing-changed", "/l/"+again)
}

func picturesOfAReviewer(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	_, secret := w.reviewed()
	camera.take("reviewing", "/l/"+secret)
	camera.press("reviewing-wrong", "/l/"+secret, "Send my answer")
	typed, _ := w.asked(secret)
	typed.Set("answer", "right")
	w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret)
	camera.take("reviewed", "/l/"+secret)
}

// resend takes a certificate back, changes a passage and sends it again.
func (w *world) resend(c certificate.Certificate) {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.certificates.Certificate(ctx, office, c.ID)
	w.must(err)
	c, err = w.certificates.Revise(ctx, office, c.ID, record.Match(c.Revision))
	w.must(err)
	c.Sections[0].Passages[0].Text += " It took her a year."
	c, err = w.certificates.PutSections(ctx, office, c.ID, record.Match(c.Revision), c.Sections)
	w.must(err)
	_, err = w.certificates.SendForSigning(ctx, office, c.ID, record.Match(c.Revision))
	w.must(err)
}

func picturesOfStrangers(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	c := w.issued()
	v, err := w.certificates.Version(t.Context(), office, c.IssuedID)
	w.must(err)
	verify := "/v/" + v.Code.String()
	camera.take("genuine", verify)
	camera.take("unknown", "/v/00000-00000-00000-00000-00000")
	_, whole := w.share(c, certificate.ShareFields{WithFile: true})
	camera.take("share-whole", whole)
	_, some := w.share(c, part(c))
	camera.take("share-part", some)
	w.later(time.Minute)
	_, err = w.certificates.Revoke(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonError, "")
	w.must(err)
	camera.take("revoked", verify)
	camera.take("share-revoked", whole)
}
