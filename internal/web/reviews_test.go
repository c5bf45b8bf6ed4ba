package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
)

// readBack has a certificate read back to the assessor whom it quotes, and gives the path on which they answer signed in.
func (w *world) readBack() (certificate.Certificate, string) {
	w.t.Helper()
	ctx := w.t.Context()
	_, err := w.programmes.ChangeProgramme(ctx, office, w.enrolment.ProgrammeID, record.Any, func(f *programme.Fields) { f.ReadBackDays = 7 })
	w.must(err)
	c, _ := w.begun()
	c, err = w.certificates.SendForReview(ctx, office, c.ID, record.Match(c.Revision))
	w.must(err)
	w.signedIn()
	path := regexp.MustCompile(`/reviews/[0-9a-f-]+`).FindString(w.get("/").Body.String())
	if path == "" {
		w.t.Fatalf("home does not lead to what is asked: %s", w.get("/").Body)
	}
	return c, path
}

func TestAnAssessorWhoIsSignedInReadsBackTheirWords(t *testing.T) {
	w := newWorld(t)
	c, path := w.readBack()
	w.says(w.get("/"), http.StatusOK, "See how your words on Olga Vtorushina are used")
	w.says(w.get("/assessing"), http.StatusOK, "How your words are used", "The certificate of Olga Vtorushina", "please answer by", path)
	r := w.get(path)
	w.says(r, http.StatusOK, "Karsten Ehms, is this how your words may be used?", "She does not <em>give up</em>.", `action="`+path+`/answer"`)
	if strings.Contains(r.Body.String(), "link is meant for you") {
		t.Error("it speaks of a link")
	}
	typed := url.Values{"text": {w.hidden(path, "text")}}
	w.says(w.post(path+"/answer", typed), http.StatusUnprocessableEntity, `href="#answer"`)
	typed.Set("answer", "agree")
	w.goes(w.post(path+"/answer", typed), path)
	w.goes(w.post(path+"/answer", typed), path)
	w.says(w.get(path), http.StatusOK, "Thank you. Your answer was recorded.", "I agree")
	if s := w.state(c); s != certificate.Composing {
		t.Errorf("the certificate is %s", s)
	}
	if strings.Contains(w.get("/").Body.String(), path) {
		t.Error("home still asks")
	}
}

func TestAParticipantChecksTheTextFromTheirYear(t *testing.T) {
	w := newWorld(t)
	c, _ := w.reviewed()
	olga, err := w.db.People().Get(t.Context(), w.enrolment.PersonID)
	w.must(err)
	w.goes(w.post("/l/"+w.invited(olga, false), nil), "/account")
	r := w.get("/my-year")
	w.says(r, http.StatusOK, "Check the text about you", "a text waits for your check", "21 December 2015", "not as an approval")
	path := regexp.MustCompile(`/reviews/[0-9a-f-]+`).FindString(r.Body.String())
	w.says(w.get("/"), http.StatusOK, `href="`+path+`"`)
	w.says(w.get(path), http.StatusOK, "is this text about you right?", "She set out to change how a department thinks.")
	typed := url.Values{"text": {w.hidden(path, "text")}}
	typed.Set("answer", "right")
	w.goes(w.post(path+"/answer", typed), path)
	w.says(w.get(path), http.StatusOK, "This is right")
	if s := w.state(c); s != certificate.Signing {
		t.Errorf("the certificate is %s", s)
	}
	if strings.Contains(w.get("/my-year").Body.String(), "/reviews/") {
		t.Error("the year still asks")
	}
}

func TestAReviewIsTheReviewersAlone(t *testing.T) {
	w := newWorld(t)
	_, path := w.readBack()
	typed := url.Values{"answer": {"agree"}}
	for _, admin := range []bool{false, true} {
		w.signIn(map[bool]string{false: "Sina Stranger", true: "Ada Admin"}[admin], admin)
		for _, p := range []string{path, path + "/answer", "/reviews/" + newID().String(), "/reviews/none"} {
			w.says(w.get(p), http.StatusNotFound, "There is nothing for you here")
		}
		w.says(w.post(path+"/answer", typed), http.StatusNotFound)
	}
}

func TestStaffSendForReviewAloneAndMoveTheLastDay(t *testing.T) {
	w := newWorld(t)
	_, err := w.programmes.ChangeProgramme(t.Context(), office, w.enrolment.ProgrammeID, record.Any, func(f *programme.Fields) { f.ReadBackDays = 7 })
	w.must(err)
	w.staff()
	_, path := w.begun()
	w.says(w.get(path), http.StatusOK, "Send for review, and decide afterwards")
	w.says(w.get(path+"/do/review"), http.StatusOK, "Karsten Ehms", "how their words are used", "Nobody is asked to sign before.")
	w.goes(w.post(path+"/do/review", w.form(path+"/do/review")), path+"?done=reviewing")
	deadline := path + "/do/deadline"
	w.says(w.get(deadline), http.StatusOK, "Karsten Ehms", "has not answered yet")
	typed := w.form(deadline)
	typed.Set("deadline_on", "2015-12-01")
	w.says(w.post(deadline, typed), http.StatusUnprocessableEntity, `href="#deadline_on"`)
	typed.Set("deadline_on", "2015-12-30")
	w.goes(w.post(deadline, typed), path+"?done=deadline")
	w.says(w.get(path), http.StatusOK, "30 December 2015")
	if s := w.letter(access.LetterReadBack); s.Kind != access.LetterReadBack {
		t.Error("the assessor was not asked")
	}
}

func picturesOfReviewsSignedIn(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	_, path := w.readBack()
	camera.take("review-assessing", "/assessing")
	camera.take("review-readback", path)
	camera.take("review-answer", path+"/answer")
	camera.take("review-help", "/help")
	typed := url.Values{"text": {w.hidden(path, "text")}}
	typed.Set("answer", "agree")
	w.post(path+"/answer", typed)
	camera.take("review-answered", path)
}
