package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

const lease = time.Minute

func letter() access.Letter {
	return access.Letter{
		ID: newID(), Kind: access.LetterSignIn, To: "ana@example.org", Name: "Ana", Language: "pt-BR",
		Data: map[string]string{"link": "https://example.org/secret", "minutes": "15"}, At: epoch,
	}
}

func claimLetters(t testing.TB, s *store.Store, now time.Time) []access.ClaimedLetter {
	t.Helper()
	claimed, err := s.ClaimLetters(t.Context(), now, lease, 10)
	must(t, err)
	return claimed
}

func TestALetterIsClaimedAsItWasPosted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		person := access.Person{Meta: fresh()}
		must(t, s.People().Insert(t.Context(), person))
		rapid.Check(t, func(rt *rapid.T) {
			l := drawn[access.Letter](rt)
			l.ID, l.At, l.Person = newID(), epoch, rapid.SampledFrom([]uuid.UUID{uuid.Nil, person.ID}).Draw(rt, "person")
			must(t, s.Post(t.Context(), l))
			claimed := claimLetters(t, s, epoch)
			equal(t, claimed, []access.ClaimedLetter{{Letter: l, Attempts: 1}})
			must(t, s.LetterSent(t.Context(), l.ID, epoch))
		})
	})
}

func TestALetterOfWhatWasUndoneIsNotSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		undo := errors.New("undo")
		err := s.Update(t.Context(), func(ctx contextT) error { return errors.Join(s.Post(ctx, letter()), undo) })
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		equal(t, claimLetters(t, s, epoch), nil)
	})
}

func TestALetterIsClaimedOnlyWhenItIsDueAndNobodyHasIt(t *testing.T) {
	soon := epoch.Add(time.Second)
	tests := map[string]struct {
		before func(t *testing.T, s *store.Store, id uuid.UUID) error
		at     time.Time
		want   int // attempts; 0 when it may not be claimed
	}{
		"not yet written": {at: epoch.Add(-time.Microsecond)},
		"due":             {at: epoch, want: 1},
		"claimed": {at: epoch.Add(lease - time.Microsecond), before: func(t *testing.T, s *store.Store, _ uuid.UUID) error {
			_, err := s.ClaimLetters(t.Context(), epoch, lease, 1)
			return err
		}},
		"claimed by somebody who crashed": {at: epoch.Add(lease), want: 2, before: func(t *testing.T, s *store.Store, _ uuid.UUID) error {
			_, err := s.ClaimLetters(t.Context(), epoch, lease, 1)
			return err
		}},
		"given back": {at: epoch, want: 1, before: func(t *testing.T, s *store.Store, id uuid.UUID) error {
			_, err := s.ClaimLetters(t.Context(), epoch, lease, 1)
			return errors.Join(err, s.ReleaseLetter(t.Context(), id))
		}},
		"sent": {at: epoch.Add(time.Hour), before: func(t *testing.T, s *store.Store, id uuid.UUID) error {
			return s.LetterSent(t.Context(), id, epoch)
		}},
		"sent, and then said to have failed": {at: epoch.Add(time.Hour), before: func(t *testing.T, s *store.Store, id uuid.UUID) error {
			return errors.Join(s.LetterSent(t.Context(), id, epoch), s.LetterFailed(t.Context(), id, epoch, epoch, "late"))
		}},
		"failed, and due later": {at: epoch, before: func(t *testing.T, s *store.Store, id uuid.UUID) error {
			return s.LetterFailed(t.Context(), id, epoch, soon, "connection")
		}},
		"failed, and due again": {at: soon, want: 1, before: func(t *testing.T, s *store.Store, id uuid.UUID) error {
			return s.LetterFailed(t.Context(), id, epoch, soon, "connection")
		}},
		"given up": {at: epoch.Add(time.Hour), before: func(t *testing.T, s *store.Store, id uuid.UUID) error {
			return s.LetterFailed(t.Context(), id, epoch, time.Time{}, "smtp_550")
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				l := letter()
				must(t, s.Post(t.Context(), l))
				if test.before != nil {
					must(t, test.before(t, s, l.ID))
				}
				var want []access.ClaimedLetter
				if test.want > 0 {
					want = []access.ClaimedLetter{{Letter: l, Attempts: test.want}}
				}
				equal(t, claimLetters(t, s, test.at), want)
			})
		})
	}
}

func TestAClaimTakesTheOldestAndNoMoreThanItAskedFor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, age := range []time.Duration{time.Second, 3 * time.Second, 2 * time.Second} {
			l := letter()
			l.At = epoch.Add(-age)
			must(t, s.Post(t.Context(), l))
		}
		claimed, err := s.ClaimLetters(t.Context(), epoch, lease, 2)
		must(t, err)
		var ages []time.Duration
		for _, c := range claimed {
			ages = append(ages, epoch.Sub(c.At))
		}
		equal(t, ages, []time.Duration{3 * time.Second, 2 * time.Second})
	})
}

func TestNoTwoClaimsAtOnceTakeTheSameLetter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const letters, workers = 40, 4
		for range letters {
			must(t, s.Post(t.Context(), letter()))
		}
		claimed := make([][]access.ClaimedLetter, workers)
		must(t, errors.Join(atOnce(workers, func(i int) error {
			for {
				batch, err := s.ClaimLetters(t.Context(), epoch, lease, 3)
				if err != nil || len(batch) == 0 {
					return err
				}
				if len(batch) > 3 {
					return fmt.Errorf("claimed %d at once", len(batch))
				}
				claimed[i] = append(claimed[i], batch...)
			}
		})...))
		seen := map[uuid.UUID]bool{}
		for _, batches := range claimed {
			for _, c := range batches {
				if seen[c.ID] {
					t.Errorf("%s was claimed twice", c.ID)
				}
				seen[c.ID] = true
			}
		}
		if len(seen) != letters {
			t.Errorf("%d letters were claimed", len(seen))
		}
	})
}

func TestWhatALetterSaidIsForgottenOnceItIsSettled(t *testing.T) {
	settle := map[string]struct {
		how    func(s *store.Store, ctx contextT, id uuid.UUID) error
		stored string
	}{
		"sent": {func(s *store.Store, ctx contextT, id uuid.UUID) error { return s.LetterSent(ctx, id, epoch) }, "{}"},
		"given up": {func(s *store.Store, ctx contextT, id uuid.UUID) error {
			return s.LetterFailed(ctx, id, epoch, time.Time{}, "smtp_550")
		}, "{}"},
		"to be tried again": {func(s *store.Store, ctx contextT, id uuid.UUID) error {
			return s.LetterFailed(ctx, id, epoch, epoch, "connection")
		}, `{"link":"https://example.org/secret","minutes":"15"}`},
	}
	for name, test := range settle {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				l := letter()
				must(t, s.Post(t.Context(), l))
				must(t, test.how(s, t.Context(), l.ID))
				var data string
				must(t, s.Pool().QueryRowContext(t.Context(), "SELECT data FROM outbox").Scan(&data))
				equal(t, data, test.stored)
			})
		})
	}
}

func TestTheStandingCountsWhatWaitsAndWhatWasGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		standing := func() access.OutboxStanding {
			standing, err := s.OutboxStanding(t.Context())
			must(t, err)
			return standing
		}
		equal(t, standing(), access.OutboxStanding{})
		sent, failed, old, young := letter(), letter(), letter(), letter()
		sent.At, failed.At, young.At = epoch.Add(-time.Hour), epoch.Add(-time.Hour), epoch.Add(time.Hour)
		for _, l := range []access.Letter{sent, failed, old, young} {
			must(t, s.Post(t.Context(), l))
		}
		must(t, s.LetterSent(t.Context(), sent.ID, epoch))
		must(t, s.LetterFailed(t.Context(), failed.ID, epoch, time.Time{}, "smtp_550"))
		equal(t, standing(), access.OutboxStanding{Waiting: 2, Failed: 1, Oldest: epoch})

		must(t, s.SweepLetters(t.Context(), epoch))
		equal(t, standing(), access.OutboxStanding{Waiting: 2, Oldest: epoch})
		var left int
		must(t, s.Pool().QueryRowContext(t.Context(), "SELECT count(*) FROM outbox").Scan(&left))
		equal(t, left, 2)
	})
}

func TestALetterIsPostedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		l := letter()
		must(t, s.Post(t.Context(), l))
		if err := s.Post(t.Context(), l); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("the second time gave %v", err)
		}
	})
}
