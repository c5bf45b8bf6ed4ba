package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/record"
)

// refusals gives what the events say was refused, with whom to, in order.
func (w *world) refusals() (routes []string) {
	w.t.Helper()
	list, err := w.db.Events(w.t.Context(), access.EventFilter{Operation: "refuse", Sight: access.Everything()}, record.MaxPage)
	w.must(err)
	for _, e := range list.Items {
		routes = append(routes, string(e.Actor.Kind)+" "+e.Detail["operation"])
	}
	return routes
}

func TestWhatAPageRefusesIsAnEventThatNamesNoSecret(t *testing.T) {
	w := newWorld(t)
	_, secret := w.sent()
	w.post("/l/"+secret+"/code", nil)
	w.post("/l/"+secret+"/answer", w.filled(secret, map[string]string{"code": "000000", "decision": "approved", "conflict": "none"}))
	if want := []string{"guest POST /l/:secret/answer"}; !slices.Equal(w.refusals(), want) {
		t.Errorf("a wrong code: %q", w.refusals())
	}

	w = newWorld(t)
	w.signedIn()
	w.later(10 * time.Minute)
	w.post("/account/password", url.Values{"password": {goodPassword}})
	w.post("/account/proof", url.Values{"password": {"another guess"}})
	got := w.refusals()
	if want := []string{"account POST /account/proof"}; !slices.Equal(got, want) {
		t.Errorf("a wrong password: %q", got)
	}
	if strings.Contains(strings.Join(got, " "), "testamur_") {
		t.Error("an event holds a secret")
	}
}

// refuses gives a test that whoever is signed in sees none of the paths, changes nothing by sending forms, and is told no name.
func (w *world) refuses(paths, posts []string, typed url.Values) func(who string) {
	return func(who string) {
		w.t.Helper()
		before := w.dumpWithout("events", "sessions", "event_sequence")
		for _, path := range paths {
			if r := w.get(path); r.Code != http.StatusNotFound || strings.Contains(r.Body.String(), "Olga") {
				w.t.Errorf("%s: GET %s: %d", who, path, r.Code)
			}
		}
		for _, path := range posts {
			if r := w.post(path, typed); r.Code != http.StatusNotFound {
				w.t.Errorf("%s: POST %s: %d\n%s", who, path, r.Code, r.Body)
			}
		}
		if after := w.dumpWithout("events", "sessions", "event_sequence"); after != before {
			w.t.Errorf("%s changed the database:\n%s", who, difference(before, after))
		}
	}
}
