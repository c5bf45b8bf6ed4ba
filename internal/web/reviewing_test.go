package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
)

// reviewed has the participant asked to check the text, and gives the certificate and the secret of their link.
func (w *world) reviewed() (certificate.Certificate, string) {
	w.t.Helper()
	ctx := w.t.Context()
	p, err := w.db.Programmes().Get(ctx, w.enrolment.ProgrammeID)
	w.must(err)
	_, err = w.programmes.ChangeProgramme(ctx, office, p.ID, record.Match(p.Revision), func(f *programme.Fields) { f.ParticipantCheckDays = 7 })
	w.must(err)
	w.addressed()
	c, err := w.certificates.Propose(ctx, office, w.enrolment.ID)
	w.must(err)
	c, err = w.certificates.SendForSigning(ctx, office, c.ID, record.Match(c.Revision))
	w.must(err)
	return c, w.link(access.LetterCheck)
}

// asked gives the fields of the form as the page has them.
func (w *world) asked(secret string) (url.Values, string) {
	w.t.Helper()
	page := w.get("/l/" + secret).Body.String()
	text := regexp.MustCompile(`name="text" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	passage := regexp.MustCompile(`name="kind-([0-9a-f-]+)"`).FindStringSubmatch(page)
	if text == nil || passage == nil {
		w.t.Fatalf("the page has no form: %s", page)
	}
	return url.Values{"text": {text[1]}}, passage[1]
}

func (w *world) state(c certificate.Certificate) certificate.State {
	w.t.Helper()
	c, err := w.certificates.Certificate(w.t.Context(), office, c.ID)
	w.must(err)
	return c.State
}

func TestFromAMailedLinkToACheckedText(t *testing.T) {
	w := newWorld(t)
	c, secret := w.reviewed()
	for range 3 { // a mail scanner uses nothing up
		w.says(w.get("/l/"+secret), http.StatusOK, "is this text about you right?", "She set out to change how a department thinks.", "21 December 2015",
			"not as an approval", "Opening this page answers nothing")
	}
	typed, _ := w.asked(secret)
	typed.Set("answer", "right")
	w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret)
	w.says(w.get("/l/"+secret), http.StatusOK, "Thank you. Your answer was recorded.", "This is right")
	if s := w.state(c); s != certificate.Signing {
		t.Errorf("the certificate is %s", s)
	}
	w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret) // sent twice, it is thanked
}

func TestRemarksArriveAtTheirPassage(t *testing.T) {
	w := newWorld(t)
	c, secret := w.reviewed()
	typed, passage := w.asked(secret)
	typed.Set("answer", "remarks")
	typed.Set("kind-"+passage, "leave_out")
	typed.Set("comment-"+passage, "My employer's affair.")
	typed.Set("comment-all", "It was in May.")
	w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret)
	w.says(w.get("/l/"+secret), http.StatusOK, "My employer&#39;s affair.", "It was in May.", "answer anew")
	standing, err := w.certificates.Review(t.Context(), office, c.ID)
	w.must(err)
	remarks := standing.Reviews[0].Requests[0].Remarks
	if len(remarks) != 2 || remarks[0].PassageID.String() != passage || remarks[0].Kind != certificate.LeaveOut || remarks[1].Kind != certificate.Wrong {
		t.Errorf("recorded: %+v", remarks)
	}
	w.says(w.get("/l/"+secret+"/answer"), http.StatusOK, "Send my answer")
}

func TestMistakesInARemarkAreSaidWhereTheyAre(t *testing.T) {
	for name, c := range map[string]struct {
		typed func(passage string) url.Values
		says  string
	}{
		"nothing chosen":  {func(string) url.Values { return url.Values{} }, `id="answer-mistake"`},
		"no remark":       {func(string) url.Values { return url.Values{"answer": {"remarks"}} }, `id="answer-mistake"`},
		"right, and not":  {func(string) url.Values { return url.Values{"answer": {"right"}, "comment-all": {"x"}} }, `id="answer-mistake"`},
		"no reason":       {func(p string) url.Values { return url.Values{"answer": {"remarks"}, "kind-" + p: {"wrong"}} }, `-mistake"`},
		"nothing said of": {func(p string) url.Values { return url.Values{"answer": {"remarks"}, "comment-" + p: {"Kept words."}} }, "Kept words."},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			certificateSent, secret := w.reviewed()
			typed, passage := w.asked(secret)
			maps.Copy(typed, c.typed(passage))
			w.says(w.post("/l/"+secret+"/answer", typed), http.StatusUnprocessableEntity, "Mistake:", c.says)
			if s := w.state(certificateSent); s != certificate.InReview {
				t.Errorf("the certificate is %s", s)
			}
		})
	}
}

func TestWhatWasTakenBackNeedsNoAnswer(t *testing.T) {
	w := newWorld(t)
	c, secret := w.reviewed()
	typed, _ := w.asked(secret)
	_, err := w.certificates.Revise(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	typed.Set("answer", "right")
	w.says(w.post("/l/"+secret+"/answer", typed), http.StatusNotFound, "This link does not work any more")
}
