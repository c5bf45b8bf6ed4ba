package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"testamur/internal/certificate"
)

// check sends a file to be verified.
func (w *world) check(file []byte) *httptest.ResponseRecorder {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "certificate.pdf")
	w.must(err)
	_, err = part.Write(file)
	w.must(err)
	w.must(form.Close())
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "/verify", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return w.send(r)
}

// issuedFile is a certificate that was issued, and its file.
func (w *world) issuedFile() (certificate.Version, []byte) {
	w.t.Helper()
	c, _ := w.sent()
	w.must(w.signEverything(c))
	c, err := w.certificates.Certificate(w.t.Context(), office, c.ID)
	w.must(err)
	v, err := w.certificates.Version(w.t.Context(), office, c.IssuedID)
	w.must(err)
	return v, w.files[v.File]
}

func TestAFileIsJudgedByWhatWasIssued(t *testing.T) {
	w := newWorld(t)
	v, file := w.issuedFile()
	for name, c := range map[string]struct {
		file           []byte
		status         int
		says, saysNone []string
	}{
		"genuine":     {file, 200, []string{"still valid.", "Olga Vtorushina", "byte for byte", "Karsten Ehms"}, nil},
		"saved again": {append(bytes.Clone(file), ' '), 200, []string{"This file differs from the one that was issued", "/v/" + v.Code.String()}, []string{"Olga", "still valid", "byte for byte"}},
		"another’s":   {[]byte("%PDF-1.7 nothing of ours"), 200, []string{"This file bears no identifier of ours.", "School of Leadership alone"}, []string{"still valid"}},
		"none chosen": {nil, 422, []string{"Choose the PDF of a certificate first.", `href="#check-file"`}, []string{"valid."}},
		"too large":   {make([]byte, 27<<20), 413, []string{"more than 25 MB", `href="#check-file"`}, []string{"valid."}},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.check(c.file)
			w.says(r, c.status, c.says...)
			for _, s := range c.saysNone {
				if strings.Contains(r.Body.String(), s) {
					t.Errorf("it says %q", s)
				}
			}
		})
	}
}

func TestFilesOfOneAddressAreCheckedOnlySoOften(t *testing.T) {
	w := newWorld(t)
	for range filesAtOnce {
		w.check([]byte("%PDF-1.7 nothing of ours"))
	}
	w.says(w.check([]byte("%PDF-1.7 nothing of ours")), http.StatusTooManyRequests, "Too many files from your address.", `href="#check-file"`)
}

func TestACodeIsFoundHoweverItIsTyped(t *testing.T) {
	w := newWorld(t)
	v, _ := w.issuedFile()
	code := v.Code.String()
	for _, typed := range []string{code, strings.ToLower(code), " " + strings.ReplaceAll(code, "-", " "), publicURL + "/v/" + code} {
		w.goes(w.get("/verify?"+url.Values{"code": {typed}}.Encode()), "/v/"+code)
	}
	w.says(w.get("/verify?code="), http.StatusUnprocessableEntity, "Type the code", `href="#code"`)
	w.says(w.get("/verify?code=ABCD%3C"), http.StatusUnprocessableEntity, "This is not a verification code", `value="ABCD&lt;"`)
}

func TestThePageOfAVerificationSaysWhenItWasChecked(t *testing.T) {
	body := visit(t, books{status: issued()}, code).Body.String()
	for _, s := range []string{"<dt>Checked</dt><dd>21 November 2026, 12:00 UTC", `href="mailto:office@example.org"`} {
		if !strings.Contains(body, s) {
			t.Errorf("it does not say %q:\n%s", s, body)
		}
	}
}
