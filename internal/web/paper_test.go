package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// onPaper is where a signature of the first signatory is recorded that was given on paper.
func (w *world) onPaper() (c certificate.Certificate, path string) {
	w.t.Helper()
	c, _ = w.sent()
	return c, "/certificates/" + c.ID.String() + "/paper/" + c.Signatories[0].ID.String()
}

func TestASignatureOnPaperIsRecordedAndSaysByWhom(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, path := w.onPaper()
	page := "/certificates/" + c.ID.String()
	name := c.Signatories[0].Name
	w.says(w.get(page), http.StatusOK, path, "signature on paper of "+name)
	w.says(w.get(path), http.StatusOK, "Has "+name+" signed on paper?", "version 1", "no digital signature of "+name, "/versions/"+c.VersionID.String()+"/document", "Record 1 signature")
	typed := url.Values{"text": {w.hidden(path, "text")}, "note": {"On 12 December, in the folder of the year."}}
	w.goes(w.upload(path, typed, stroke(t)), page+"?done=paper#signing")
	w.goes(w.upload(path, typed, stroke(t)), page+"?done=meanwhile")
	w.goes(w.get(path), page+"?done=meanwhile")
	w.says(w.get(page), http.StatusOK, "signed on 14 December 2015, recorded by Stella Staff", "in the folder of the year")
	answers := w.signOffs(c)
	if len(answers) != 1 || answers[0].Decision != certificate.Approved || answers[0].SignatoryID != c.Signatories[0].ID ||
		answers[0].Recorder.Person == uuid.Nil || answers[0].SignatureFile == uuid.Nil {
		t.Errorf("recorded: %+v", answers)
	}
}

func TestAPictureThatIsNoneIsNotRecorded(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, path := w.onPaper()
	typed := url.Values{"text": {w.hidden(path, "text")}, "note": {"On 12 December."}}
	w.says(w.upload(path, typed, []byte("no picture")), http.StatusUnprocessableEntity, `href="#signature"`, "On 12 December.")
	if answers := w.signOffs(c); len(answers) != 0 {
		t.Errorf("recorded: %+v", answers)
	}
}

// What was on the sheet is the text that the page named, not the one that took its place.
func TestASignatureOnPaperIsForTheTextThatWasShown(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, path := w.onPaper()
	typed := url.Values{"text": {w.hidden(path, "text")}}
	c = w.stored(c)
	c, err := w.certificates.Revise(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	w.goes(w.post(path, typed), "/certificates/"+c.ID.String()+"?done=meanwhile")
	c, err = w.certificates.Change(t.Context(), office, c.ID, record.Match(c.Revision), func(f *certificate.Fields) { f.Title = "Another title" })
	w.must(err)
	c, err = w.certificates.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	w.says(w.post(path, typed), http.StatusConflict, "another text", w.digest(c))
	if answers := w.signOffs(c); len(answers) != 0 {
		t.Errorf("recorded: %+v", answers)
	}
}

func TestSigningOnPaperIsRecordedByStaffAndNotInOnesOwnName(t *testing.T) {
	w := newWorld(t)
	c, path := w.onPaper()
	for name, enter := range map[string]func(){"a signatory": w.signedIn, "a stranger": func() { w.signIn("Otto Other", false) }} {
		w.cookie = ""
		enter()
		if got, posted := w.get(path).Code, w.post(path, url.Values{"text": {w.digest(c)}}).Code; got != http.StatusNotFound || posted != http.StatusNotFound {
			t.Errorf("%s gets %d, posts %d", name, got, posted)
		}
	}
	w.cookie = ""
	stella := w.staff()
	w.says(w.get("/certificates/"+c.ID.String()+"/paper/"+newID().String()), http.StatusNotFound)
	signatories := slices.Concat(w.stored(c).Signatories, []certificate.Signatory{{PersonID: stella.ID, Name: stella.Name}})
	c, err := w.certificates.PutSignatories(t.Context(), office, c.ID, record.Match(w.stored(c).Revision), signatories)
	w.must(err)
	own := "/certificates/" + c.ID.String() + "/paper/" + c.Signatories[len(c.Signatories)-1].ID.String()
	w.goes(w.get(own), "/signing/"+c.ID.String())
	w.later(1e12)
	if r := w.post(own, url.Values{"text": {w.digest(c)}}); r.Code == http.StatusSeeOther || !strings.Contains(r.Body.String(), "Prove that it is you") {
		t.Errorf("their own is recorded as on paper: %d", r.Code)
	}
	if len(w.signOffs(c)) != 0 {
		t.Error("something is recorded")
	}
}

func picturesOfPaper(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.staff()
	c, path := w.onPaper()
	camera.take("paper", path)
	camera.show("paper-wrong", w.upload(path, url.Values{"note": {"On 12 December."}}, []byte("no picture")))
	w.post(path, url.Values{"text": {w.hidden(path, "text")}, "note": {"On 12 December."}})
	camera.take("paper-recorded", "/certificates/"+c.ID.String())
}
