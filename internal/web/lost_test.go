package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWhatCannotBeDoneLeadsOn(t *testing.T) {
	w := newWorld(t)
	w.signIn("Ada Lovelace", true)
	w.says(w.get("/programmes/none"), http.StatusNotFound, "There is nothing for you here", `<a href="/">Home</a>`, `aria-label="Main"`, "Ada Lovelace")

	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/account/sign-out", strings.NewReader(""))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w.says(w.send(r), http.StatusForbidden, "This did not come from our pages", `<a href="/sign-in">`)
}

// A database that is gone breaks the page and what says so must not need it.
func TestWithoutADatabaseAPageSaysSoAndWhereToGoOn(t *testing.T) {
	w := newWorld(t)
	w.signIn("Ada Lovelace", true)
	w.must(w.db.Close())
	r := httptest.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, "/programmes", nil)
	r.Header.Set("Referer", "http://"+r.Host+"/people?page=2")
	w.says(w.send(r), http.StatusInternalServerError, "Something went wrong on our side", "Nothing was changed.", `<a href="/people?page=2">Back to the page before</a>`)
}

func TestTheWayBackStaysHere(t *testing.T) {
	w := newWorld(t)
	w.signIn("Ada Lovelace", true)
	w.must(w.db.Close())
	for _, from := range []string{"", "https://evil.example/people", "http://example.com//evil.example", "http://example.com/programmes", "::"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/programmes", nil)
		r.Header.Set("Referer", from)
		if body := w.send(r).Body.String(); strings.Contains(body, "evil") || !strings.Contains(body, `<a href="/">Home</a>`) {
			t.Errorf("from %q it leads on to:\n%s", from, body)
		}
	}
}

func TestWhatPagesLoadComesCompressedToThoseWhoTakeIt(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ takes, encoding string }{
		{"", ""}, {"br", ""}, {"gzip;q=0", ""}, {"gzip", "gzip"}, {"deflate, GZIP;q=0.5, br", "gzip"}, {"gzip; q=none", "gzip"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/assets/pages.css", nil)
		r.Header.Set("Accept-Encoding", c.takes)
		if got := w.send(r).Header(); got.Get("Content-Encoding") != c.encoding || got.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %v", c.takes, got)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/sign-in?to=/account", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	if got := w.send(r).Header().Get("Content-Encoding"); got != "" {
		t.Errorf("a page comes as %s", got)
	}
}
