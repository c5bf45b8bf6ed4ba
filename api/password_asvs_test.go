package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
)

// choose has Ana set a password, and says why it was refused, if it was.
func choose(w *world, password string) string {
	w.t.Helper()
	r := w.send("ana.session", "PUT", "/v1/account/password", jsonHeader, asJSON(map[string]string{"password": password}))
	if r.Code == http.StatusNoContent {
		return ""
	}
	return r.Body.String()
}

func signsIn(w *world, password string) bool {
	w.t.Helper()
	return w.signIn("password", map[string]string{"email": "ana@example.org", "password": password}).Code == http.StatusCreated
}

func TestAPasswordOfAnyMakeIsTakenWholeAndNothingLikeIt(t *testing.T) {
	for name, password := range map[string]string{
		"small letters alone":   "harbourpilotsleep",
		"spaces at both ends":   "  pilots by the harbour  ",
		"other scripts":         "пилоты 港口の水先案内人 λιμάνι",
		"signs of every kind":   "a'\"<b>\\%;&\u00a0\t1Z\U0001f6a2 --",
		"64 characters":         strings.Repeat("harbours", 7) + "pilots7!",
		"128, two bytes each":   strings.Repeat("пилот гавань маяк волна туман па", 4),
		"what looks like a URL": "https://harbour.example/pilots",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if why := choose(w, password); why != "" {
				t.Fatal(why)
			}
			for _, other := range []string{strings.TrimSpace(password) + "x", password[:len(password)-1], strings.ToUpper(password), " " + password} {
				if other != password && signsIn(w, other) {
					t.Errorf("%q lets in as well", other)
				}
			}
			if !signsIn(w, password) {
				t.Error("it does not let in")
			}
		})
	}
}

func TestAPasswordThatOthersWouldTryIsRefused(t *testing.T) {
	w := newWorld(t)
	for _, password := range []string{
		"password1234", "Passw0rd2024", "qwertyuiop123", "aaaaaaaaaaaaaa", "123456789012", "administrator",
		"Institute2026", "testamur-testamur", "ana.reis@example.org", "AnaReis12345",
	} {
		if why := choose(w, password); !strings.Contains(why, `"reason":"common_password"`) {
			t.Errorf("%s: %s", password, why)
		}
	}
	if why := choose(w, "elevenchars"); !strings.Contains(why, `"reason":"too_short"`) {
		t.Error(why)
	}
}

func TestAPasswordStaysGoodUntilItIsChanged(t *testing.T) {
	w := newWorld(t)
	locked(w)
	w.later(5 * 365 * 24 * time.Hour)
	if !signsIn(w, goodPassword) {
		t.Error("it has worn off")
	}
}

func TestAnotherPasswordEndsTheOtherSessionsAndSaysSo(t *testing.T) {
	w := newWorld(t)
	twice(w)
	if why := choose(w, "another long password"); why != "" {
		t.Fatal(why)
	}
	if l := w.letter(access.LetterAccountChanged); l.To != "ana@example.org" || l.Data["what"] != "password" {
		t.Errorf("the letter: %+v", l)
	}
	if r := w.send("ana.other", "GET", "/v1/session", nil, ""); r.Code != http.StatusUnauthorized {
		t.Errorf("the other session: %d", r.Code)
	}
	if r := w.send("ana.session", "GET", "/v1/session", nil, ""); r.Code != http.StatusOK {
		t.Errorf("the session itself: %d", r.Code)
	}
}

func TestDisablingAnAccountEndsItsSessionsForGood(t *testing.T) {
	w := newWorld(t)
	twice(w)
	w.make("rosa.session", "ana.account", "GET", "/v1/people/<ana>/account", "")
	for _, change := range []string{`{"disabled": true}`, `{"disabled": false}`} {
		w.make("rosa.session", "ana.account", "PATCH", "/v1/people/<ana>/account", change)
		for _, session := range []string{"ana.session", "ana.other"} {
			if r := w.send(session, "GET", "/v1/session", nil, ""); r.Code != http.StatusUnauthorized {
				t.Errorf("%s, %s: %d", session, change, r.Code)
			}
		}
	}
}

func TestASessionEndsAfterAMonthHoweverItIsUsed(t *testing.T) {
	w := newWorld(t)
	for used := time.Duration(0); used < account.SessionLife-24*time.Hour; used += 6 * 24 * time.Hour {
		if r := w.send("ana.session", "GET", "/v1/session", nil, ""); r.Code != http.StatusOK {
			t.Fatalf("after %s: %d", used, r.Code)
		}
		w.later(6 * 24 * time.Hour)
	}
	if r := w.send("ana.session", "GET", "/v1/session", nil, ""); r.Code != http.StatusUnauthorized {
		t.Errorf("after a month: %d", r.Code)
	}
}
