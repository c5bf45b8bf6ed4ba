package api_test

import (
	"net/http"
	"testing"
	"time"
)

func TestAPasswordStaysGoodUntilItIsChanged(t *testing.T) {
	w := newWorld(t)
	locked(w)
	w.later(5 * 365 * 24 * time.Hour)
	if r := w.signIn("password", map[string]string{"email": "ana@example.org", "password": goodPassword}); r.Code != http.StatusCreated {
		t.Errorf("it has worn off: %d %s", r.Code, r.Body)
	}
}
