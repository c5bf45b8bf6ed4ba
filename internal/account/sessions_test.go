package account_test

import (
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

func TestASecretFromBeforeSigningInIsDeadAfter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Mallory", "mallory@example.org", goodPassword, false)
		w.account("Ada", "ada@example.org", goodPassword, false)
		planted, _ := w.signedIn("mallory@example.org")
		victim := from(1)
		victim.Secret = planted.Secret
		signed, err := w.SignInWithPassword(t.Context(), victim, "ada@example.org", goodPassword)
		must(t, err)
		if signed.Secret == planted.Secret {
			t.Error("signing in kept the secret")
		}
		_, err = w.Authenticate(t.Context(), planted.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		must(t, errOf(w.Authenticate(t.Context(), signed.Secret)))
	})
}

func errOf[T any](_ T, err error) error { return err }

func TestAStolenCookieIsWorthNothingAfterSigningOut(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		signed, actor := w.signedIn("ada@example.org")
		other, _ := w.signedIn("ada@example.org")
		must(t, w.SignOut(t.Context(), actor))
		_, err := w.Authenticate(t.Context(), signed.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		fails(t, w.SignOut(t.Context(), actor), fault.NotFound, "")
		w.actor(other)
	})
}

func TestAProofGivesAnotherSecret(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		signed, _ := w.signedIn("ada@example.org")
		w.clock.move(time.Hour)
		actor := w.actor(signed)
		if actor.Fresh {
			t.Fatal("fresh after an hour")
		}
		mine := from(1)
		mine.Secret = signed.Secret
		_, err := w.Prove(t.Context(), actor, mine, "not the password")
		fails(t, err, fault.Forbidden, "proof_failed")
		proven, err := w.Prove(t.Context(), actor, mine, goodPassword)
		must(t, err)
		again := w.actor(proven)
		if !again.Fresh || again.ID != actor.ID {
			t.Errorf("after the proof: %+v", again)
		}
		_, err = w.Authenticate(t.Context(), signed.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		_, err = w.Prove(t.Context(), again, mine, goodPassword)
		fails(t, err, fault.Unauthenticated, "session_ended")
	})
}

func TestAProofIsOfTheSessionThatAsksForIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		w.account("Ben", "ben@example.org", goodPassword, false)
		_, ada := w.signedIn("ada@example.org")
		ben, _ := w.signedIn("ben@example.org")
		crossed := from(1)
		crossed.Secret = ben.Secret
		_, err := w.Prove(t.Context(), ada, crossed, goodPassword)
		fails(t, err, fault.Unauthenticated, "session_ended")
	})
}

func TestPeopleListAndEndTheirOwnSessions(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		w.account("Ben", "ben@example.org", goodPassword, false)
		first, _ := w.signedIn("ada@example.org")
		second, ada := w.signedIn("ada@example.org")
		bens, _ := w.signedIn("ben@example.org")
		list, err := w.Sessions(t.Context(), ada)
		must(t, err)
		if len(list) != 2 || list[0].ID != second.Session.ID || list[1].ID != first.Session.ID || list[0].Address != "192.0.2.1" || list[0].Device != "test" {
			t.Errorf("the sessions are %+v", list)
		}
		fails(t, w.EndSession(t.Context(), ada, bens.Session.ID), fault.NotFound, "")
		fails(t, w.EndSession(t.Context(), ada, uuid.New()), fault.NotFound, "")
		must(t, w.EndSession(t.Context(), ada, first.Session.ID))
		_, err = w.Authenticate(t.Context(), first.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		w.actor(bens)
	})
}

func TestOfTooManySessionsTheOldestEnds(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		w.account("Ben", "ben@example.org", goodPassword, false)
		bens, _ := w.signedIn("ben@example.org")
		var secrets []string
		for range account.MaxSessions + 1 {
			w.clock.move(time.Second)
			signed, _ := w.signedIn("ada@example.org")
			secrets = append(secrets, signed.Secret)
		}
		for n, secret := range secrets {
			if _, err := w.Authenticate(t.Context(), secret); (err == nil) != (n > 0) {
				t.Errorf("session %d of %d: %v", n+1, len(secrets), err)
			}
		}
		w.actor(bens)
		again := from(1)
		again.Secret = secrets[account.MaxSessions]
		must(t, errOf(w.SignInWithPassword(t.Context(), again, "ada@example.org", goodPassword))) // takes the place of its own
		must(t, errOf(w.Authenticate(t.Context(), secrets[1])))
	})
}

func TestASessionLastsAsLongAsPromised(t *testing.T) {
	for name, c := range map[string]struct {
		step  time.Duration
		steps int
		lives bool
	}{
		"left alone almost a week": {account.SessionIdle - time.Minute, 1, true},
		"left alone a week":        {account.SessionIdle, 1, false},
		"used for 29 days":         {24 * time.Hour, 29, true},
		"used for 30 days":         {24 * time.Hour, 30, false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.account("Ada", "ada@example.org", goodPassword, false)
				signed, _ := w.signedIn("ada@example.org")
				var err error
				for range c.steps {
					w.clock.move(c.step)
					_, err = w.Authenticate(t.Context(), signed.Secret)
				}
				if (err == nil) != c.lives {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestOnlyASessionAuthenticates(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		signed, _ := w.signedIn("ada@example.org")
		for _, secret := range []string{"", "x", w.link(access.LetterSignIn), access.TokenPrefix + "s_", signed.Secret + "a"} {
			_, err := w.Authenticate(t.Context(), secret)
			fails(t, err, fault.Unauthenticated, "session_ended")
		}
		_, err := w.AuthenticateGuest(t.Context(), signed.Secret)
		fails(t, err, fault.Unauthenticated, "link_ended")
		_, err = w.AuthenticateGuest(t.Context(), w.link(access.LetterSignIn))
		fails(t, err, fault.Unauthenticated, "link_ended")
	})
}

func TestStaffGrantsAreReadAnewWithEveryRequest(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, true)
		signed, actor := w.signedIn("ada@example.org")
		if actor.Role != access.RoleAdmin || len(actor.Programmes) != 0 {
			t.Errorf("signed in as %+v", actor)
		}
		a, err := w.store.Accounts().Get(t.Context(), actor.Person)
		must(t, err)
		a.Admin = false
		must(t, w.store.Accounts().Update(t.Context(), &a))
		if w.actor(signed).Role != "" {
			t.Error("still an administrator")
		}
	})
}

func TestWhatIsOverIsSweptAway(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.account("Ada", "ada@example.org", goodPassword, false)
		w.signedIn("ada@example.org")
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		must(t, w.Sweep(t.Context()))
		if list, err := w.store.Sessions(t.Context(), a.ID); err != nil || len(list) != 1 {
			t.Errorf("a session was swept away: %v", err)
		}
		w.clock.move(account.SessionLife)
		must(t, w.Sweep(t.Context()))
		if list, err := w.store.Sessions(t.Context(), a.ID); err != nil || len(list) != 0 {
			t.Errorf("a session is left: %+v %v", list, err)
		}
	})
}
