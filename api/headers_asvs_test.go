package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// anywhere are requests to every kind of address that the program answers, with what they are answered.
var anywhere = []struct {
	as, method, path string
	status           int
}{
	{"admin", "GET", "/v1/people", 200},
	{"admin", "GET", "/v1/people/" + noSuch, 404},
	{"", "GET", "/v1/people", 401},
	{"ana.session", "GET", "/v1/events", 403},
	{"", "GET", "/v1/verifications/hello", 200},
	{"", "OPTIONS", "/v1/verifications/hello", 204},
	{"", "PATCH", "/v1/people", 405},
	{"", "GET", "/nothing", 404},
	{"", "GET", "/healthz", 200},
	{"", "GET", "/readyz", 200},
	{"", "GET", "/docs", 200},
	{"", "GET", "/docs/style.css", 200},
	{"", "GET", "/openapi.yaml", 200},
}

func TestEveryAnswerTellsBrowsersToDoNothingElseWithIt(t *testing.T) {
	w := newWorld(t)
	for _, a := range anywhere {
		r := w.send(a.as, a.method, a.path, nil, "")
		if r.Code != a.status {
			t.Errorf("%s %s: %d, not %d", a.method, a.path, r.Code, a.status)
		}
		h := r.Header()
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "base-uri 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s %s: policy %q", a.method, a.path, policy)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s %s: %v", a.method, a.path, h)
		}
		if h.Get("Strict-Transport-Security") != "max-age=63072000; includeSubDomains" {
			t.Errorf("%s %s: browsers may come back without TLS", a.method, a.path)
		}
		media := h.Get("Content-Type")
		if r.Body.Len() > 0 && media == "" {
			t.Errorf("%s %s: the body has no type", a.method, a.path)
		}
		if strings.HasPrefix(media, "text/") && !strings.HasSuffix(media, "; charset=utf-8") {
			t.Errorf("%s %s: %q names no character set", a.method, a.path, media)
		}
	}
}

func TestNoAnswerSendsAnybodyElsewhere(t *testing.T) {
	w := newWorld(t)
	forwarded := map[string]string{"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
	for _, a := range anywhere {
		for _, path := range []string{a.path, a.path + "/", "/" + a.path} {
			r := httptest.NewRequestWithContext(t.Context(), a.method, "http://example.org"+path, nil)
			for name, value := range forwarded {
				r.Header.Set(name, value)
			}
			answer := httptest.NewRecorder()
			w.handler.ServeHTTP(answer, r)
			if answer.Code >= 300 && answer.Code < 400 || answer.Header().Get("Location") != "" {
				t.Errorf("%s %s: %d to %s", a.method, path, answer.Code, answer.Header().Get("Location"))
			}
		}
	}
}

func TestThereIsNothingBesideTheRoutes(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/.git/config", "/assets/", "/docs/", "/v1/", "/debug/pprof/", "/metrics", "/testamur.db", "/../go.mod"} {
		if r := w.send("", "GET", path, nil, ""); r.Code != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, r.Code, r.Body)
		}
	}
	for _, path := range []string{"/v1/people", "/docs"} {
		r := w.send("", http.MethodTrace, path, map[string]string{"X-Echo": "canary"}, "")
		if r.Code != http.StatusMethodNotAllowed || strings.Contains(r.Body.String(), "canary") {
			t.Errorf("TRACE %s: %d %s", path, r.Code, r.Body)
		}
	}
}

func TestPagesOfOtherOriginsReadNothingButTheStatusOfACode(t *testing.T) {
	reading := func(method, _ string, _ *openapi3.Operation) bool { return method == http.MethodGet }
	each(t, reading, func(t *testing.T, w *world, method, path string, op *openapi3.Operation) {
		for _, as := range []string{"", "admin", "ana.session"} {
			h := w.send(as, method, path, map[string]string{"Origin": "https://evil.example"}, "").Header()
			want := ""
			if op.OperationID == "getVerification" {
				want = "*"
			}
			if got := h.Get("Access-Control-Allow-Origin"); got != want || h.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("as %q: %v", as, h)
			}
		}
	})
}

// Whoever is believed about addresses is set by the operator: here nobody is.
func TestAClientDoesNotSayWhereItComesFrom(t *testing.T) {
	w := newWorld(t)
	codes := map[int]int{}
	for i := range 40 {
		address := "203.0.113." + string(rune('0'+i%10))
		r := w.send("", "POST", "/v1/verifications", map[string]string{
			"Content-Type": "application/pdf", "X-Forwarded-For": address, "X-Real-Ip": address, "Forwarded": "for=" + address,
		}, "%PDF-1.4")
		codes[r.Code]++
	}
	if codes[http.StatusTooManyRequests] == 0 {
		t.Errorf("another address each time is another visitor: %v", codes)
	}
}

func TestEverythingPersonalIsKeptOutOfCaches(t *testing.T) {
	w := newWorld(t)
	issued(w)
	for _, path := range []string{"/v1/people", "/v1/people/<ana>", "/v1/certificates/<certificate>", "/v1/versions/<version>/document", "/v1/verifications/<code>"} {
		if got := w.send("staff", "GET", path, nil, "").Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: %q", path, got)
		}
	}
}
