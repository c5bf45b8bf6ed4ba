package web_test

import (
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
