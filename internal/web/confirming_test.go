package web_test

import (
	"net/http"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"
)

func (w *world) feedback(fb programme.Feedback) programme.Feedback {
	w.t.Helper()
	fb, err := w.programmes.Feedback(w.t.Context(), access.Actor{Kind: access.KindToken, ID: newID(), Role: access.RoleAdmin}, fb.ID)
	w.must(err)
	return fb
}

func TestFromAMailedLinkToConfirmedWords(t *testing.T) {
	w := newWorld(t)
	fb, secret := w.takenDown()
	w.says(w.get("/l/"+secret), http.StatusOK, "Karsten Ehms, are these your words?", "<p>She does not give up.</p>", "Opening this page confirms nothing")
	w.goes(w.post("/l/"+secret+"/code", nil), "/l/"+secret+"/answer")
	typed := w.filled(secret, map[string]string{"code": w.code()[:3] + " " + w.code()[3:]})
	for range 2 {
		w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret)
	}
	w.says(w.get("/l/"+secret), http.StatusOK, "Thank you. You have confirmed these words.", "14 December 2015, 09:00 UTC")
	if !w.feedback(fb).Quotable() {
		t.Error("what was confirmed cannot be quoted")
	}
}

func TestWithoutTheCodeNothingIsConfirmed(t *testing.T) {
	w := newWorld(t)
	fb, secret := w.takenDown()
	w.post("/l/"+secret+"/code", nil)
	for typed, says := range map[string]string{"": "Type the code that was mailed to you.", "x": "This is not the code."} {
		w.says(w.post("/l/"+secret+"/answer", w.filled(secret, map[string]string{"code": typed})), http.StatusUnprocessableEntity, says, `href="#code"`)
	}
	if !w.feedback(fb).ConfirmedAt.IsZero() {
		t.Error("it is confirmed")
	}
}

// Nobody confirms words that they have not read.
func TestWordsThatWereChangedAreReadAgain(t *testing.T) {
	w := newWorld(t)
	fb, secret := w.takenDown()
	w.post("/l/"+secret+"/code", nil)
	typed := w.filled(secret, map[string]string{"code": w.code()})
	_, err := w.programmes.ChangeFeedback(t.Context(), office, fb.ID, record.Match(fb.Revision), func(f *programme.FeedbackFields) { f.Text = "She gives up easily." })
	w.must(err)
	w.says(w.post("/l/"+secret+"/answer", typed), http.StatusConflict, "The words were changed after you read them.", "She gives up easily.")
	if !w.feedback(fb).ConfirmedAt.IsZero() {
		t.Error("it is confirmed")
	}
}

func TestWithdrawnWordsNeedNoConfirming(t *testing.T) {
	w := newWorld(t)
	fb, secret := w.takenDown()
	_, err := w.programmes.WithdrawFeedback(t.Context(), office, fb.ID, record.Match(fb.Revision))
	w.must(err)
	for _, path := range []string{"", "/answer"} {
		r := w.get("/l/" + secret + path)
		w.says(r, http.StatusOK, "There is nothing to confirm just now")
		if strings.Contains(r.Body.String(), "give up") {
			t.Error("withdrawn words are shown")
		}
	}
	w.goes(w.post("/l/"+secret+"/code", nil), "/l/"+secret)
}
