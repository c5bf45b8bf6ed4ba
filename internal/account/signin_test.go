package account_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
)

func TestSomebodySignsInWithPassword(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.account("Ada Lovelace", "ada@example.org", goodPassword, false)
		signed, actor := w.signedIn("ADA@example.org")
		if actor.Kind != access.KindAccount || actor.Person != a.ID || actor.ID != signed.Session.ID || actor.Name != "Ada Lovelace" || actor.Role != "" || !actor.Fresh {
			t.Errorf("signed in as %+v", actor)
		}
		after, err := w.store.Accounts().Get(t.Context(), a.ID)
		must(t, err)
		if !after.LastSignInAt.Equal(noon) || after.Revision != a.Revision {
			t.Errorf("the account is %+v after signing in", after)
		}
		if e := w.happened("signIn"); len(e) != 1 || e[0].Detail["method"] != "password" || e[0].Actor.Person != a.ID {
			t.Errorf("the events are %+v", e)
		}
	})
}

func TestRefusedSignInsAreAlikeForWhoeverLooks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("With", "with@example.org", goodPassword, false)
		w.account("Without", "without@example.org", "", false)
		gone := w.account("Disabled", "disabled@example.org", goodPassword, false)
		gone.DisabledAt = noon
		must(t, w.store.Accounts().Update(t.Context(), &gone))
		type answer struct {
			words  string
			code   fault.Code
			reason string
			hashes int64
		}
		var first *answer
		for name, c := range map[string]struct{ email, password string }{
			"unknown":          {"unknown@example.org", goodPassword},
			"without password": {"without@example.org", goodPassword},
			"disabled":         {"disabled@example.org", goodPassword},
			"wrong password":   {"with@example.org", "wrong " + goodPassword},
			"endless password": {"with@example.org", string(make([]byte, 10_000))},
		} {
			hashes := w.hasher.runs.Load()
			_, err := w.SignInWithPassword(t.Context(), from(1), c.email, c.password)
			got := answer{code: fault.CodeOf(err), reason: fault.ReasonOf(err), hashes: w.hasher.runs.Load() - hashes}
			if e, ok := err.(*fault.Error); ok { //nolint:errorlint // the very error is compared
				got.words = e.Error()
			}
			if first == nil {
				first = &got
			}
			if got != *first || got.code != fault.Unauthenticated || got.hashes != 1 {
				t.Errorf("%s: %+v, another: %+v", name, got, *first)
			}
		}
		if refused := w.happened("signInRefused"); len(refused) != 4 {
			t.Errorf("%d refusals of known accounts are events, want 4", len(refused))
		}
		must(t, w.Journal.NoteUnknown(t.Context()))
		if e := w.happened("refuse"); len(e) != 1 || e[0].Detail["count"] != "1" {
			t.Errorf("refusals of nobody known: %+v", e)
		}
	})
}

func TestALinkSignsInOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", "", false)
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		secret := w.link(access.LetterSignIn)
		for range 3 { // a mail scanner
			view, err := w.PeekLink(t.Context(), secret)
			must(t, err)
			if view.Purpose != account.PurposeSignIn || view.Name != "Ada" || !view.ExpiresAt.Equal(noon.Add(10*time.Minute)) {
				t.Errorf("the link is for %+v", view)
			}
		}
		signed, err := w.SignInWithLink(t.Context(), from(1), secret)
		must(t, err)
		if w.actor(signed).Fresh {
			t.Error("a mailed link that anybody can ask for counts as proof")
		}
		_, err = w.SignInWithLink(t.Context(), from(1), secret)
		fails(t, err, fault.Unauthenticated, "link_ended")
		_, err = w.PeekLink(t.Context(), secret)
		fails(t, err, fault.Unauthenticated, "link_ended")
	})
}

func TestOfTwoWhoFollowALinkAtOnceOneGetsIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", "", false)
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		secret := w.link(access.LetterSignIn)
		var in atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := w.SignInWithLink(t.Context(), from(1), secret); err == nil {
					in.Add(1)
				} else if fault.ReasonOf(err) != "link_ended" {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Errorf("%d got in", in.Load())
		}
	})
}

func TestWhatHasExpiredStaysSoWhenTheClockGoesBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		secret := w.link(access.LetterSignIn)
		signed, _ := w.signedIn("ada@example.org")

		w.clock.move(5 * time.Minute)
		if w.actor(signed).Fresh {
			t.Error("a proof is fresh after five minutes")
		}
		w.clock.move(10 * time.Minute)
		_, err := w.PeekLink(t.Context(), secret)
		fails(t, err, fault.Unauthenticated, "link_ended")
		w.clock.move(-14 * time.Minute)
		if w.actor(signed).Fresh {
			t.Error("the proof is fresh again")
		}
		_, err = w.SignInWithLink(t.Context(), from(1), secret)
		fails(t, err, fault.Unauthenticated, "link_ended")

		w.clock.move(account.SessionIdle + time.Hour)
		_, err = w.Authenticate(t.Context(), signed.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		w.clock.move(-account.SessionIdle - time.Hour)
		_, err = w.Authenticate(t.Context(), signed.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
	})
}

func TestAProofInTheFutureDoesNotCount(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		signed, _ := w.signedIn("ada@example.org")
		w.clock.move(-time.Hour)
		if w.actor(signed).Fresh {
			t.Error("a proof of the future is fresh")
		}
	})
}
