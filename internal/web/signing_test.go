package web_test

import (
	"bytes"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/record"
)

// hidden gives the values of the hidden fields of a page.
func hidden(r *httptest.ResponseRecorder) url.Values {
	values := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`).FindAllStringSubmatch(r.Body.String(), -1) {
		values.Set(m[1], m[2])
	}
	return values
}

// filled gives the form of an answer as it stands on its page, with what somebody types.
func (w *world) filled(secret string, typed map[string]string) url.Values {
	w.t.Helper()
	values := hidden(w.get("/l/" + secret + "/answer"))
	for name, value := range typed {
		values.Set(name, value)
	}
	return values
}

// upload sends a form with a picture.
func (w *world) upload(path string, typed url.Values, picture []byte) *httptest.ResponseRecorder {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		w.must(form.WriteField(name, typed.Get(name)))
	}
	part, err := form.CreateFormFile("signature", "me.png")
	w.must(err)
	_, err = part.Write(picture)
	w.must(err)
	w.must(form.Close())
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return w.send(r)
}

func (w *world) signOffs(c certificate.Certificate) []certificate.SignOff {
	w.t.Helper()
	answers, err := w.certificates.SignOffs(w.t.Context(), office, c.ID)
	w.must(err)
	return answers
}

func TestFromAMailedLinkToASignature(t *testing.T) {
	w := newWorld(t)
	c, secret := w.sent()
	w.says(w.get("/l/"+secret), http.StatusOK, "Social learning leadership certificate", "Olga Vtorushina", "14 December 2015",
		"Karsten Ehms, Researcher, Example Energy", "Beverly Wenger-Trayner", "PDF, 3 pages", "Opening this page signs nothing")

	document := w.get("/l/" + secret + "/document")
	w.says(document, http.StatusOK, " of Olga Vtorushina")
	if h := document.Header(); h.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(h.Get("Content-Disposition"), "inline;") {
		t.Errorf("the document comes as %v", h)
	}

	w.goes(w.post("/l/"+secret+"/code", nil), "/l/"+secret+"/answer")
	typed := w.filled(secret, map[string]string{"code": w.code(), "decision": "approved", "conflict": "none"})
	w.goes(w.upload("/l/"+secret+"/answer", typed, stroke(t)), "/l/"+secret)
	w.says(w.get("/l/"+secret), http.StatusOK, "Thank you. You have signed.", c.Title, typed.Get("text"))

	answers := w.signOffs(c)
	if len(answers) != 1 || answers[0].Decision != certificate.Approved || answers[0].SignatureFile == [16]byte{} {
		t.Fatalf("recorded: %+v", answers)
	}
	if r := answers[0].Recorder; r.Kind != access.KindGuest || r.Person != w.assessor.ID {
		t.Errorf("recorded by %+v", r)
	}
}

func TestAnAnswerSentTwiceIsRecordedOnceAndThanked(t *testing.T) {
	w := newWorld(t)
	c, secret := w.sent()
	w.post("/l/"+secret+"/code", nil)
	typed := w.filled(secret, map[string]string{"code": w.code(), "decision": "approved", "conflict": "none"})
	for range 2 {
		w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret)
	}
	for _, path := range []string{"", "/answer"} {
		w.says(w.get("/l/"+secret+path), http.StatusOK, "Thank you. You have signed.")
	}
	w.goes(w.post("/l/"+secret+"/code", nil), "/l/"+secret)
	if n := len(w.signOffs(c)); n != 1 {
		t.Errorf("%d answers are recorded", n)
	}
}

func TestDecliningSaysWhyAndCanBeThoughtOver(t *testing.T) {
	w := newWorld(t)
	c, secret := w.sent()
	w.post("/l/"+secret+"/code", nil)
	typed := w.filled(secret, map[string]string{"code": w.code(), "decision": "declined"})
	w.says(w.post("/l/"+secret+"/answer", typed), http.StatusUnprocessableEntity, "Say why, so that the text can be mended.", `href="#reason"`, `value="`+w.code()+`"`)
	typed.Set("reason", "Her name is misspelt.")
	w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret)
	w.says(w.get("/l/"+secret), http.StatusOK, "Thank you. You have declined to sign.", "answer anew")
	if last := w.signOffs(c)[0]; last.Decision != certificate.Declined || last.Reason != "Her name is misspelt." {
		t.Errorf("recorded: %+v", last)
	}
	w.post("/l/"+secret+"/code", nil)
	w.goes(w.post("/l/"+secret+"/answer", w.filled(secret, map[string]string{"code": w.code(), "decision": "approved", "conflict": "none"})), "/l/"+secret)
	w.says(w.get("/l/"+secret), http.StatusOK, "Thank you. You have signed.")
}

func TestMistakesInAnAnswerAreSaidWhereTheyAreAndNothingTypedIsLost(t *testing.T) {
	for name, c := range map[string]struct {
		typed   map[string]string
		picture []byte
		says    []string
	}{
		"nothing":             {nil, nil, []string{`href="#code"`, `href="#decision"`, "Choose what you answer."}},
		"no code":             {map[string]string{"decision": "approved", "conflict": "none"}, nil, []string{`href="#code"`, `value="approved" checked`}},
		"another code":        {map[string]string{"decision": "approved", "conflict": "none", "code": "abc", "reason": "None <of> it"}, nil, []string{"This is not the code.", `value="abc"`, `value="approved" checked`, "None &lt;of&gt; it</textarea>"}},
		"no such decision":    {map[string]string{"decision": "perhaps", "code": "?"}, nil, []string{"Something needs to be mended"}},
		"a picture of words":  {map[string]string{"decision": "approved", "conflict": "none", "code": "abc"}, []byte("Karsten"), []string{"Upload a PNG or a JPEG.", `href="#signature"`, `value="abc"`}},
		"a picture is kept":   {map[string]string{"decision": "approved", "conflict": "none", "code": "abc"}, stroke(t), []string{"Your picture is kept.", "This is not the code."}},
		"a picture too large": {map[string]string{"decision": "approved", "conflict": "none", "code": "abc"}, make([]byte, 5<<20+1), []string{"more than 5 MB", `href="#signature"`}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			sent, secret := w.sent()
			w.post("/l/"+secret+"/code", nil)
			var page *httptest.ResponseRecorder
			if typed := w.filled(secret, c.typed); c.picture == nil {
				page = w.post("/l/"+secret+"/answer", typed)
			} else {
				page = w.upload("/l/"+secret+"/answer", typed, c.picture)
			}
			w.says(page, http.StatusUnprocessableEntity, append(c.says, "<title>Mistake: ", `role="alert"`)...)
			if n := len(w.signOffs(sent)); n != 0 {
				t.Errorf("%d answers are recorded", n)
			}
		})
	}
}

// The picture that was sent with a wrong code stands in the certificate without being chosen again.
func TestAPictureIsChosenOnce(t *testing.T) {
	w := newWorld(t)
	c, secret := w.sent()
	w.post("/l/"+secret+"/code", nil)
	again := w.upload("/l/"+secret+"/answer", w.filled(secret, map[string]string{"code": "none", "decision": "approved", "conflict": "none"}), stroke(t))
	typed := hidden(again)
	typed.Set("decision", "approved")
	typed.Set("conflict", "none")
	typed.Set("code", w.code())
	w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret)
	if answers := w.signOffs(c); len(answers) != 1 || answers[0].SignatureFile.String() != typed.Get("picture") {
		t.Errorf("recorded: %+v", answers)
	}
}

func TestANewCodeKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	_, secret := w.sent()
	w.post("/l/"+secret+"/code", nil)
	old := w.code()
	typed := w.filled(secret, map[string]string{"code": old, "decision": "declined", "reason": "Her name is misspelt."})
	w.says(w.post("/l/"+secret+"/code", typed), http.StatusOK, "A new code is on its way.", `value="declined" checked`, "Her name is misspelt.</textarea>")
	if w.code() == old {
		t.Skip("the new code is the old one, once in a million")
	}
	w.says(w.post("/l/"+secret+"/answer", typed), http.StatusUnprocessableEntity, "This is not the code.")
}

func TestCodesAreNotSentOverAndOver(t *testing.T) {
	w := newWorld(t)
	_, secret := w.sent()
	var last *httptest.ResponseRecorder
	for range 6 {
		last = w.post("/l/"+secret+"/code", nil)
	}
	w.says(last, http.StatusTooManyRequests, "Codes were sent often enough.")
}

func TestOfWhatIsNotOutForSigningThePageSaysSo(t *testing.T) {
	t.Run("taken back", func(t *testing.T) {
		w := newWorld(t)
		c, secret := w.sent()
		c, err := w.certificates.Certificate(t.Context(), office, c.ID)
		w.must(err)
		_, err = w.certificates.Revise(t.Context(), office, c.ID, record.Match(c.Revision))
		w.must(err)
		for _, path := range []string{"", "/answer", "/document"} {
			w.says(w.get("/l/"+secret+path), http.StatusNotFound, "This link does not work any more")
		}
	})
	t.Run("issued", func(t *testing.T) {
		w := newWorld(t)
		c, secret := w.sent()
		w.must(w.signEverything(c))
		for _, path := range []string{"", "/answer", "/document"} {
			w.says(w.get("/l/"+secret+path), http.StatusOK, "There is nothing to sign just now")
		}
	})
	t.Run("another text", func(t *testing.T) {
		w := newWorld(t)
		_, secret := w.sent()
		w.post("/l/"+secret+"/code", nil)
		now := w.filled(secret, nil).Get("text")
		typed := w.filled(secret, map[string]string{"code": w.code(), "decision": "approved", "conflict": "none", "text": strings.Repeat("0", 64)})
		r := w.post("/l/"+secret+"/answer", typed)
		w.says(r, http.StatusConflict, "This answer is for another text than the one that is out for signing.", "The code is used up.")
		if got := hidden(r).Get("text"); got != now {
			t.Errorf("the form goes on about the text %s, not %s", got, now)
		}
	})
}

// signEverything records all answers and issues.
func (w *world) signEverything(c certificate.Certificate) error {
	ctx := w.t.Context()
	v, err := w.certificates.Version(ctx, office, c.VersionID)
	w.must(err)
	hand := access.Actor{Kind: access.KindToken, ID: newID(), Name: "panel", Role: access.RoleStaff}
	for _, s := range c.Signatories {
		_, err := w.certificates.RecordSignOff(ctx, hand, c.ID, certificate.Answer{SignatoryID: s.ID, Decision: certificate.Approved, TextDigest: v.TextDigest})
		w.must(err)
	}
	c, err = w.certificates.Certificate(ctx, office, c.ID)
	w.must(err)
	w.later(time.Minute)
	_, err = w.certificates.Issue(ctx, office, c.ID, record.Match(c.Revision))
	return err
}
