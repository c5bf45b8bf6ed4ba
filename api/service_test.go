package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTheLogTellsNoSecrets(t *testing.T) {
	w := newWorld(t)
	issued(w)
	w.send("", "GET", "/v1/verifications/<code>", nil, "")
	w.send("staff", "GET", "/v1/people?email=ana@example.org", nil, "")
	w.send("staff", "PUT", "/v1/people/external/lms-secret", jsonHeader, `{"name": "Hidden Name"}`)
	w.send("", "GET", "/v1/people", map[string]string{"Authorization": "Bearer testamur_guess"}, "")
	invited(w)
	w.send("", "POST", "/v1/links/read", jsonHeader, `{"link": "<link>"}`)
	w.signIn("password", map[string]string{"email": "ana@example.org", "password": goodPassword})
	w.send("ana.session", "GET", "/v1/session", nil, "")
	w.silence()
	w.send("ana.session", "GET", "/v1/session", nil, "") // fails, and says why
	log := w.log.String()
	for _, secret := range []string{
		w.names["code"], w.names["staff"], w.names["ana.session"], w.names["link"], goodPassword,
		"ana@example.org", "lms-secret", "Hidden Name", "testamur_guess",
	} {
		if strings.Contains(log, secret) {
			t.Errorf("the log tells %s", secret)
		}
	}
	if !strings.Contains(log, "route=/v1/verifications/:code") || !strings.Contains(log, "status=200") {
		t.Errorf("the log does not say what was asked:\n%s", log)
	}
}

func TestWhatWentWrongInsideIsLoggedAndNotSent(t *testing.T) {
	w := newWorld(t)
	w.silence()
	r := w.send("staff", "GET", "/v1/people", map[string]string{"X-Request-Id": "find-me"}, "")
	if r.Code < 500 || strings.Contains(r.Body.String(), "sql") || strings.Contains(r.Body.String(), "closed") {
		t.Errorf("%d %s", r.Code, r.Body)
	}
	if log := w.log.String(); !strings.Contains(log, "database is closed") || !strings.Contains(log, "request_id=find-me") {
		t.Errorf("the log does not help:\n%s", log)
	}
}

func TestWhoeverHasFilesVerifiedWithoutEndIsSlowedDown(t *testing.T) {
	w := newWorld(t)
	pdf := map[string]string{"Content-Type": "application/pdf"}
	limited := false
	for range 40 {
		r := w.send("", "POST", "/v1/verifications", pdf, "%PDF-1.4")
		if r.Code == 429 {
			limited = r.Header().Get("Retry-After") != ""
		}
	}
	if !limited {
		t.Error("nobody was slowed down")
	}
	if r := w.send("", "GET", "/v1/verifications/hello", nil, ""); r.Code != 200 {
		t.Errorf("codes are looked up nevertheless: %d", r.Code)
	}
}

func TestWhoeverHasPreviewsRenderedWithoutEndIsSlowedDown(t *testing.T) {
	w := newWorld(t)
	w.previews = 2
	w.serve()
	const path = "/v1/layouts/classic/preview"
	for i, want := range []int{200, 200, 429} {
		if r := w.send("staff", "GET", path, nil, ""); r.Code != want || want == 429 && r.Header().Get("Retry-After") == "" {
			t.Errorf("preview %d: %d, not %d", i+1, r.Code, want)
		}
	}
	if r := w.send("staff", "GET", "/v1/layouts", nil, ""); r.Code != 200 {
		t.Errorf("layouts are listed nevertheless: %d", r.Code)
	}
	w.later(time.Second)
	if r := w.send("staff", "GET", path, nil, ""); r.Code != 200 {
		t.Errorf("a second later: %d", r.Code)
	}
}

func TestStrangersCannotFillTheMemoryWithFiles(t *testing.T) {
	w := newWorld(t)
	ask := func(address int, body io.Reader) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/verifications", body)
		r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1", address)
		r.Header.Set("Content-Type", "application/pdf")
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		return answer.Code
	}
	const atOnce = 16
	var slow sync.WaitGroup
	var ends []*io.PipeWriter
	for i := range atOnce {
		body, end := io.Pipe()
		slow.Go(func() { ask(i, body) })
		if _, err := end.Write([]byte("%")); err != nil { // returns when it is read: the request is being served
			t.Fatal(err)
		}
		ends = append(ends, end)
	}
	if code := ask(atOnce, strings.NewReader("%PDF-1.4")); code != http.StatusTooManyRequests {
		t.Errorf("one more file: %d", code)
	}
	for _, end := range ends {
		w.must(end.Close())
	}
	slow.Wait()
	if code := ask(atOnce, strings.NewReader("%PDF-1.4")); code == http.StatusTooManyRequests {
		t.Error("nobody gets in any more")
	}
}

func TestPagesFollowOneAnotherWithoutGapOrRepetition(t *testing.T) {
	w := newWorld(t)
	seen := map[string]int{}
	path := "/v1/people?limit=2"
	for range 10 {
		page := w.make("staff", "", "GET", path, "")
		for _, item := range page["items"].([]any) {
			seen[item.(map[string]any)["id"].(string)]++
		}
		next, ok := page["next_cursor"].(string)
		if !ok {
			break
		}
		path = "/v1/people?limit=2&cursor=" + next
	}
	for _, name := range []string{"ana", "etta", "luis"} {
		if seen[w.names[name]] != 1 {
			t.Errorf("%s was listed %d times", name, seen[w.names[name]])
		}
	}
}

func TestAFileIsJudgedByItsBytes(t *testing.T) {
	w := newWorld(t)
	issued(w)
	pdf := map[string]string{"Content-Type": "application/pdf"}
	file := w.send("staff", "GET", "/v1/versions/<version>/document", nil, "").Body.String()
	if r := w.send("", "POST", "/v1/verifications", pdf, file); !strings.Contains(r.Body.String(), `"verdict":"genuine"`) || !strings.Contains(r.Body.String(), `"exact":true`) {
		t.Errorf("the issued file: %s", r.Body)
	}
	r := w.send("", "POST", "/v1/verifications", pdf, file+"x")
	if !strings.Contains(r.Body.String(), `"verdict":"altered"`) || strings.Contains(r.Body.String(), "Ana") || strings.Contains(r.Body.String(), "exact") {
		t.Errorf("a file that differs: %s", r.Body)
	}
	if !strings.Contains(r.Body.String(), "it may only have been saved again") {
		t.Errorf("the sentence: %s", r.Body)
	}
}

func TestAReplacedCertificateSaysSoAndNamesNobody(t *testing.T) {
	w := newWorld(t)
	issued(w)
	old := w.names["code"]
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/correct", `{"reason_class": "change_of_name"}`)
	w.make("staff", "certificate", "PATCH", "/v1/certificates/<certificate>", `{"name": "Ana Lind"}`)
	w.remember(w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/send-for-signing", ""))
	w.make("panel", "signoff", "POST", "/v1/certificates/<certificate>/sign-offs", `{"signatory_id": "<signatory>", "decision": "approved", "text_digest": "<digest>"}`)
	w.make("staff", "", "GET", "/v1/certificates/<certificate>", "")
	w.names["certificate.tag"] = w.names[".tag"]
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/issue", "")
	r := w.send("", "GET", "/v1/verifications/"+old, nil, "").Body.String()
	if !strings.Contains(r, `"verdict":"superseded"`) || !strings.Contains(r, `"message":"Replaced by a newer certificate."`) || strings.Contains(r, "Ana") {
		t.Errorf("the old code: %s", r)
	}
}
