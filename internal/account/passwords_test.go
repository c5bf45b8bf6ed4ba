package account_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/record"
)

func TestPasswordsThatAreEasilyGuessedAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada Lovelace", "countess@analytical.example", goodPassword, false)
		_, actor := w.signedIn("countess@analytical.example")
		for password, reason := range map[string]string{
			"":                                "too_short",
			"elevenchars":                     "too_short",
			"éééééééééé1":                     "too_short",
			strings.Repeat("violet tin ", 12): "too_long",
			"passwordpassword":                "common_password",
			"P@ssword123456":                  "common_password",
			"P@ssw0rd123!":                    "common_password",
			"p@$$w0rd2026!!":                  "common_password",
			"P455w0rd!?!?!":                   "common_password",
			"We1c0me20262026":                 "common_password",
			"!!P@ssw0rd!!":                    "common_password",
			"4daL0ve1ace#1":                   "common_password",
			"7esT4mur12345":                   "common_password",
			"5cho0l of Leader5hip!":           "common_password",
			"Welcome2026!!":                   "common_password",
			"correct horse battery staple":    "common_password",
			"!!!!!!!!!!!!":                    "common_password",
			"aaaaaaaaaaaaaaa":                 "common_password",
			"abcabcabcabc":                    "common_password",
			"123456789012":                    "common_password",
			"qwertyuiop123":                   "common_password",
			"abcdef654321":                    "common_password",
			"AdaLovelace1815":                 "common_password",
			"Lovelace Ada 12":                 "common_password",
			"countess@analytical.example":     "common_password",
			"School of Leadership":            "common_password",
			"testamur-testamur":               "common_password",
			"Testamur2026!":                   "common_password",
			"\xff violet harbour tin":         "invalid_utf8",
		} {
			err := w.SetPassword(t.Context(), actor, from(1), password, "")
			if v := violation(err); fault.CodeOf(err) != fault.Invalid || v != "/password "+reason {
				t.Errorf("%q: got %v, want %s", password, err, reason)
			}
		}
	})
}

func violation(err error) string {
	e, ok := err.(*fault.Error) //nolint:errorlint // the very error is looked at
	if !ok || len(e.Violations) != 1 {
		return ""
	}
	return e.Violations[0].Pointer + " " + e.Violations[0].Reason
}

func TestAnyOtherPasswordIsTakenAsItIsTyped(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada Lovelace", "ada@example.org", goodPassword, false)
		_, actor := w.signedIn("ada@example.org")
		for _, password := range []string{
			" leading and trailing ", "twelve chars", "twelve pilots by the harbour", "learning together since 2015", "Ada rides purple whales", "пароль который помню", "日本語のとても長い合言葉です", strings.Repeat("violet ti", 14),
			"Café crème au lait", "#*&^%()_+=-{}[]", "918274655019",
			"line\nbreak and \t tab",
		} {
			if err := w.SetPassword(t.Context(), actor, from(1), password, ""); err != nil {
				t.Errorf("%q: %v", password, err)
				continue
			}
			if _, err := w.SignInWithPassword(t.Context(), from(1), "ada@example.org", password); err != nil {
				t.Errorf("%q: %v", password, err)
			}
			_, err := w.SignInWithPassword(t.Context(), from(2), "ada@example.org", password+" ")
			fails(t, err, fault.Unauthenticated, "sign_in_failed")
			w.clock.move(10 * time.Minute) // so that nothing is throttled
			signed, err := w.SignInWithPassword(t.Context(), from(1), "ada@example.org", password)
			must(t, err)
			actor = w.actor(signed)
		}
		must(t, w.SetPassword(t.Context(), actor, from(1), "Cafe\u0301 cre\u0300me au lait", ""))
		must(t, errOf(w.SignInWithPassword(t.Context(), from(1), "ada@example.org", "Caf\u00e9 cr\u00e8me au lait")))
	})
}

func TestSettingAPasswordTakesProof(t *testing.T) {
	const other = "copper lantern seventeen"
	for name, c := range map[string]struct {
		password string // that there is already
		method   account.Method
		after    time.Duration
		current  string
		reason   string
	}{
		"just signed in":                       {goodPassword, account.ByPassword, 0, "", ""},
		"later":                                {goodPassword, account.ByPassword, time.Hour, "", "proof_needed"},
		"later, with the current one":          {goodPassword, account.ByPassword, time.Hour, goodPassword, ""},
		"later, with a wrong one":              {goodPassword, account.ByPassword, time.Hour, "not the current one", "proof_failed"},
		"by link, the first one":               {"", account.ByLink, 0, "", ""},
		"by link, the first one, but too late": {"", account.ByLink, account.EnrolWithin, "", "proof_needed"},
		"by link, with a clock gone back":      {"", account.ByLink, -time.Second, "", "proof_needed"},
		"by link, not the first one":           {goodPassword, account.ByLink, 0, "", "proof_needed"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.account("Ada", "ada@example.org", c.password, false)
				var signed account.Signed
				if c.method == account.ByLink {
					must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
					var err error
					signed, err = w.SignInWithLink(t.Context(), from(1), w.link(access.LetterSignIn))
					must(t, err)
				} else {
					signed, _ = w.signedIn("ada@example.org")
				}
				w.clock.move(c.after)
				err := w.SetPassword(t.Context(), w.actor(signed), from(1), other, c.current)
				if c.reason != "" {
					fails(t, err, fault.Forbidden, c.reason)
					return
				}
				must(t, err)
				must(t, errOf(w.SignInWithPassword(t.Context(), from(1), "ada@example.org", other)))
			})
		})
	}
}

func TestChangingThePasswordShutsOutEverybodyElse(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		thief, _ := w.signedIn("ada@example.org")
		must(t, w.RequestLink(t.Context(), from(9), "ada@example.org"))
		link := w.link(access.LetterSignIn)
		mine, actor := w.signedIn("ada@example.org")
		must(t, w.SetPassword(t.Context(), actor, from(1), "copper lantern seventeen", ""))
		_, err := w.Authenticate(t.Context(), thief.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		_, err = w.SignInWithLink(t.Context(), from(9), link)
		fails(t, err, fault.Unauthenticated, "link_ended")
		_, err = w.SignInWithPassword(t.Context(), from(9), "ada@example.org", goodPassword)
		fails(t, err, fault.Unauthenticated, "sign_in_failed")
		w.actor(mine)
		if l := w.letter(access.LetterAccountChanged); l.To != "ada@example.org" || l.Data["what"] != "password" {
			t.Errorf("the letter is %+v", l)
		}
	})
}

// From wherever it comes.
func TestAStolenSessionIsNoWayToGuessThePassword(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		signed, _ := w.signedIn("ada@example.org")
		w.clock.move(time.Hour)
		actor := w.actor(signed)
		limited := 0
		for n := range 30 {
			thief := from(byte(n))
			thief.Secret = signed.Secret
			if _, err := w.Prove(t.Context(), actor, thief, "a guess at the password"); fault.CodeOf(err) == fault.Limited {
				limited++
			}
		}
		if limited != 20 {
			t.Errorf("%d of 30 guesses were limited, want all but ten", limited)
		}
	})
}

// slow is a hasher during whose work something else happens.
type slow struct {
	account.Hasher
	meanwhile func()
}

func (s slow) Hash(ctx context.Context, password string) (string, error) {
	s.meanwhile()
	return s.Hasher.Hash(ctx, password)
}

func TestASessionThatEndsWhileThePasswordIsHashedSetsNone(t *testing.T) {
	for name, end := range map[string]func(w *world, mine account.Signed) error{
		"ended": func(w *world, mine account.Signed) error {
			_, other := w.signedIn("ada@example.org")
			return w.EndSession(w.t.Context(), other, mine.Session.ID)
		},
		"by another password": func(w *world, _ account.Signed) error {
			_, other := w.signedIn("ada@example.org")
			return w.SetPassword(w.t.Context(), other, from(2), "the owner's new one", "")
		},
		"with the account": func(w *world, mine account.Signed) error {
			return errOf(w.ChangeAccount(w.t.Context(), w.admin(), mine.Person.ID, record.Any, func(f *account.Fields) { f.Disabled = true }))
		},
		"with the person": func(w *world, mine account.Signed) error { return w.Erase(w.t.Context(), mine.Person.ID) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.account("Ada", "ada@example.org", goodPassword, false)
				mine, actor := w.signedIn("ada@example.org")
				w.Hasher = slow{w.hasher, func() { w.Hasher = w.hasher; must(t, end(w, mine)) }}
				err := w.SetPassword(t.Context(), actor, from(1), "copper lantern seventeen", "")
				fails(t, err, fault.Unauthenticated, "session_ended")
				_, err = w.SignInWithPassword(t.Context(), from(3), "ada@example.org", "copper lantern seventeen")
				fails(t, err, fault.Unauthenticated, "sign_in_failed")
			})
		})
	}
}

func TestAPasswordIsHashedAnewWhenItsHashIsOutOfDate(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		hash := func() string {
			a, err := w.store.AccountByEmail(t.Context(), "ada@example.org")
			must(t, err)
			return a.Password
		}
		before := hash()
		w.signedIn("ada@example.org")
		if hash() != before {
			t.Error("hashed anew for nothing")
		}
		w.Hasher = account.NewArgon2(128)
		_, err := w.SignInWithPassword(t.Context(), from(1), "ada@example.org", "a guess at the password")
		fails(t, err, fault.Unauthenticated, "sign_in_failed")
		if hash() != before {
			t.Error("hashed anew for a guess")
		}
		other, _ := w.signedIn("ada@example.org")
		if after := hash(); !strings.Contains(before, "m=64,") || !strings.Contains(after, "m=128,") {
			t.Errorf("%s became %s", before, after)
		}
		w.signedIn("ada@example.org")
		w.actor(other) // no session ends
	})
}
