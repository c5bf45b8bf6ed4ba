package account_test

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"pgregory.net/rapid"
)

var someLimit = rapid.Custom(func(t *rapid.T) account.Limit {
	return account.Limit{Burst: rapid.IntRange(1, 40).Draw(t, "burst"), Every: time.Duration(rapid.Int64Range(1, 3600e6).Draw(t, "every")) * time.Microsecond}
})

// Forwards the clock may go by any step; back by any step too, which must gain nothing.
func TestAThrottleNeverLetsMoreThroughThanItsBurstAndItsRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit, now := someLimit.Draw(t, "limit"), noon
		b := limit.Full(now)
		var taken, forwards int64
		for range rapid.IntRange(1, 200).Draw(t, "tries") {
			step := time.Duration(rapid.Int64Range(-7200e6, 7200e6).Draw(t, "step")) * time.Microsecond
			now = now.Add(step)
			forwards += max(0, int64(step))
			var ok bool
			if b, ok = limit.Take(b, now); ok {
				taken++
			}
			if most := int64(limit.Burst) + forwards/int64(limit.Every); taken > most {
				t.Fatalf("%d let through, at most %d promised", taken, most)
			}
		}
	})
}

func TestTheRuleNeverLocksForLongerThanOneUse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit, now := someLimit.Draw(t, "limit"), noon
		b := limit.Full(now)
		for range rapid.IntRange(1, 200).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.Int64Range(-7200e6, 7200e6).Draw(t, "step")) * time.Microsecond)
			var ok bool
			if b, ok = limit.Take(b, now); ok {
				continue
			}
			now = now.Add(limit.Every)
			if b, ok = limit.Take(b, now); !ok {
				t.Fatalf("still locked after %s", limit.Every)
			}
		}
	})
}

func TestAThrottleNeverLocksForLongerThanOneUse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rapid.Check(t, func(t *rapid.T) {
			limit, now := someLimit.Draw(t, "limit"), noon
			id := newID()
			from := []account.Throttle{{Key: record.DigestOf(id[:]), Limit: limit}}
			take := func() bool {
				ok, err := s.Take(t.Context(), from, now)
				if err != nil {
					t.Fatal(err)
				}
				return ok
			}
			for range rapid.IntRange(1, 30).Draw(t, "tries") {
				now = now.Add(time.Duration(rapid.Int64Range(-7200e6, 7200e6).Draw(t, "step")) * time.Microsecond)
				if !take() {
					now = now.Add(limit.Every)
					if !take() {
						t.Fatalf("still locked after %s", limit.Every)
					}
				}
			}
		})
	})
}

func TestTheDatabaseFollowsTheRuleOfTheThrottle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rapid.Check(t, func(t *rapid.T) {
			limit, now := someLimit.Draw(t, "limit"), noon
			id := newID()
			from := []account.Throttle{{Key: record.DigestOf(id[:]), Limit: limit}}
			b := limit.Full(now)
			for range rapid.IntRange(1, 30).Draw(t, "tries") {
				now = now.Add(time.Duration(rapid.Int64Range(0, 7200e6).Draw(t, "step")) * time.Microsecond)
				var want bool
				b, want = limit.Take(b, now)
				got, err := s.Take(t.Context(), from, now)
				if err != nil || got != want {
					t.Fatalf("taken %v, want %v: %v", got, want, err)
				}
				if rapid.Bool().Draw(t, "back") {
					b = limit.GiveBack(b)
					if err := s.GiveBack(t.Context(), from); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	})
}

// asking counts how often the database is asked whether there may be another try.
type asking struct {
	account.Store
	takes atomic.Int64
}

func (a *asking) Take(ctx context.Context, from []account.Throttle, now time.Time) (bool, error) {
	a.takes.Add(1)
	return a.Store.Take(ctx, from, now)
}

// attack guesses n times at once and says what came of it.
func attack(t *testing.T, w *world, n int, address func(int) netip.Addr) (in, refused, limited int64) {
	t.Helper()
	var counts [3]atomic.Int64
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			_, err := w.SignInWithPassword(t.Context(), account.Origin{Address: address(i)}, "ada@example.org", "a guess at the password")
			switch {
			case err == nil:
				counts[0].Add(1)
			case fault.CodeOf(err) == fault.Unauthenticated:
				counts[1].Add(1)
			case fault.CodeOf(err) == fault.Limited:
				counts[2].Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Go(func() {
		<-start
		if _, err := w.SignInWithPassword(t.Context(), from(200), "ben@example.org", goodPassword); err != nil {
			t.Errorf("another person, meanwhile: %v", err)
		}
	})
	close(start)
	all.Wait()
	return counts[0].Load(), counts[1].Load(), counts[2].Load()
}

func TestTenThousandGuessesAtOnceNeitherGetInNorStopOthers(t *testing.T) {
	const guesses = 10_000
	for name, c := range map[string]struct {
		address func(int) netip.Addr
		most    int64 // guesses that are looked at
	}{
		"from many addresses": {func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}) }, 100},
		"from one address":    {func(int) netip.Addr { return netip.AddrFrom4([4]byte{10, 1, 1, 1}) }, 10},
		"from one network of IPv6": {func(i int) netip.Addr {
			return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 1, 2, byte(i >> 8), byte(i)})
		}, 10},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.account("Ada", "ada@example.org", goodPassword, false)
				w.account("Ben", "ben@example.org", goodPassword, false)
				asked := &asking{Store: w.Store}
				w.Store = asked
				in, refused, limited := attack(t, w, guesses, c.address)
				if n := asked.takes.Load(); n > c.most+1 {
					t.Errorf("the database was asked %d times", n)
				}
				if in != 0 || refused+limited != guesses || refused > c.most {
					t.Errorf("%d got in, %d were refused, %d limited", in, refused, limited)
				}
				if runs := w.hasher.runs.Load(); runs > c.most+1 {
					t.Errorf("%d passwords were hashed", runs)
				}
				if events := len(w.happened("signInRefused")); int64(events) > c.most {
					t.Errorf("%d events", events)
				}
			})
		})
	}
}

// One address that tries at many accounts meets its own limit.
func TestGuessesAtManyAccountsFromOneAddressAreLimited(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		limited := 0
		for range 40 {
			_, err := w.SignInWithPassword(t.Context(), from(1), newID().String()+"@example.org", "a guess at the password")
			if fault.CodeOf(err) == fault.Limited {
				fails(t, err, fault.Limited, "too_many_attempts")
				limited++
			}
		}
		if limited != 10 {
			t.Errorf("%d of 40 were limited", limited)
		}
		w.clock.move(10 * time.Second)
		_, err := w.SignInWithPassword(t.Context(), from(1), "somebody@example.org", "a guess at the password")
		fails(t, err, fault.Unauthenticated, "sign_in_failed")
	})
}

func TestAWholeOfficeSignsInFromOneAddress(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		for range 60 {
			must(t, errOf(w.SignInWithPassword(t.Context(), from(1), "ada@example.org", goodPassword)))
		}
	})
}

func TestLimitsHoldAcrossRestarts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		for range 10 {
			_, err := w.SignInWithPassword(t.Context(), from(1), "ada@example.org", "a guess at the password")
			fails(t, err, fault.Unauthenticated, "sign_in_failed")
		}
		restarted := newWorld(t, w.store)
		_, err := restarted.SignInWithPassword(t.Context(), from(1), "ada@example.org", goodPassword)
		fails(t, err, fault.Limited, "too_many_attempts")
	})
}

// guess tries at a password n times, from a place each, and gives how many tries were looked at.
func (w *world) guess(n int, place func(int) account.Origin) (looked int) {
	w.t.Helper()
	for i := range n {
		_, err := w.SignInWithPassword(w.t.Context(), place(i), "ada@example.org", "a guess at the password")
		if fault.CodeOf(err) == fault.Unauthenticated {
			looked++
		} else {
			fails(w.t, err, fault.Limited, "too_many_attempts")
		}
	}
	return looked
}

func TestSomebodyElsesGuessingDoesNotKeepTheOwnerOut(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		if looked := w.guess(50, func(int) account.Origin { return from(66) }); looked != 10 {
			t.Errorf("%d guesses from one place were looked at", looked)
		}
		w.signedIn("ada@example.org") // from elsewhere
		_, err := w.SignInWithPassword(t.Context(), from(66), "ada@example.org", goodPassword)
		fails(t, err, fault.Limited, "too_many_attempts")
	})
}

func TestGuessesFromEverywhereTogetherAreLimitedToo(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		anywhere := func(i int) account.Origin { return from(byte(i)) }
		if looked := w.guess(150, anywhere); looked != 100 {
			t.Errorf("%d guesses from everywhere were looked at at once", looked)
		}
		w.clock.move(time.Hour)
		if looked := w.guess(50, anywhere); looked != 12 {
			t.Errorf("%d guesses more after an hour", looked)
		}
	})
}

func TestSuccessGivesBackWhatItTookInEveryLimit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		for i := range 120 { // more than the loose limit allows
			must(t, errOf(w.SignInWithPassword(t.Context(), from(byte(i)), "ada@example.org", goodPassword)))
		}
		if looked := w.guess(10, func(int) account.Origin { return from(1) }); looked != 10 {
			t.Errorf("%d guesses were looked at", looked)
		}
	})
}

func TestFewLinksAreMailedToOneAddress(t *testing.T) {
	for name, c := range map[string]struct {
		place       func(int) account.Origin
		once, later int
	}{
		"asked for from one place":  {func(int) account.Origin { return from(1) }, 5, 5 + 6},
		"asked for from everywhere": {func(i int) account.Origin { return from(byte(i)) }, 20, 20 + 2},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.account("Ada", "ada@example.org", goodPassword, false)
				ask := func() {
					for i := range 30 {
						if err := w.RequestLink(t.Context(), c.place(i), "ada@example.org"); err != nil {
							fails(t, err, fault.Limited, "too_many_attempts")
						}
					}
				}
				ask()
				if n := len(w.letters.all()); n != c.once {
					t.Errorf("%d letters at once", n)
				}
				for range 6 {
					w.clock.move(10 * time.Minute)
					ask()
				}
				if n := len(w.letters.all()); n != c.later {
					t.Errorf("%d letters within the hour", n)
				}
			})
		})
	}
}

func TestGuessingPasswordsDoesNotKeepTheOwnerFromALink(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		for n := range 20 {
			if _, err := w.SignInWithPassword(t.Context(), from(byte(n)), "ada@example.org", "a guess at the password"); err == nil {
				t.Fatal("a guess got in")
			}
		}
		must(t, w.RequestLink(t.Context(), from(100), "ada@example.org"))
	})
}
