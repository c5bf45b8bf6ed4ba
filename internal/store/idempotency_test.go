package store_test

import (
	"errors"
	"testing"
	"time"

	"testamur/internal/fault"
	"testamur/internal/idempotency"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func claim(value string, at time.Time) idempotency.Claim {
	return idempotency.Claim{
		Key:          idempotency.Key{Actor: "a", Operation: "createPerson", Value: value},
		Request:      record.DigestOf([]byte("body")),
		RunningUntil: at.Add(idempotency.Lease), ExpiresAt: at.Add(idempotency.Kept),
	}
}

func TestAKeyIsTakenUntilItsTimeIsOver(t *testing.T) {
	answered := idempotency.Answer{Status: 201, Header: map[string]string{"ETag": `"1"`}, Body: []byte("{}")}
	tests := map[string]struct {
		answer idempotency.Answer
		after  time.Duration
		free   bool
	}{
		"running":                    {after: idempotency.Lease - time.Microsecond},
		"given up":                   {after: idempotency.Lease, free: true},
		"answered":                   {answer: answered, after: idempotency.Kept - time.Microsecond},
		"answered and expired":       {answer: answered, after: idempotency.Kept, free: true},
		"answered after lease ended": {answer: answered, after: idempotency.Lease},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				first := claim("k", epoch)
				_, free, err := s.ClaimIdempotencyKey(t.Context(), first, epoch)
				must(t, err)
				if !free {
					t.Fatal("a new key is not free")
				}
				if test.answer.Status != 0 {
					must(t, s.FinishIdempotencyKey(t.Context(), first.Key, test.answer))
					first.Answer = test.answer
				}
				now := epoch.Add(test.after)
				second := claim("k", now)
				second.Request = record.DigestOf([]byte("another"))
				got, free, err := s.ClaimIdempotencyKey(t.Context(), second, now)
				must(t, err)
				want := first
				if test.free {
					want = second
				}
				if free != test.free {
					t.Errorf("free: %v", free)
				}
				equal(t, got, want)
			})
		})
	}
}

func TestOfManyWhoClaimAKeyAtOnceOneGetsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		taken := errors.New("taken")
		won := 0
		for _, err := range atOnce(8, func(int) error {
			_, free, err := s.ClaimIdempotencyKey(t.Context(), claim("k", epoch), epoch)
			if err == nil && !free {
				return taken
			}
			return err
		}) {
			if err == nil {
				won++
			} else if !errors.Is(err, taken) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d got it", won)
		}
	})
}

func TestAnAnswerIsCommittedWithItsEffectOrNotAtAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := claim("k", epoch)
		_, _, err := s.ClaimIdempotencyKey(t.Context(), c, epoch)
		must(t, err)
		undo := errors.New("undo")
		err = s.Update(t.Context(), func(ctx contextT) error {
			must(t, s.FinishIdempotencyKey(ctx, c.Key, idempotency.Answer{Status: 201}))
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		got, _, err := s.ClaimIdempotencyKey(t.Context(), c, epoch)
		must(t, err)
		if got.Answer.Status != 0 {
			t.Error("an effect that was undone left its answer")
		}
	})
}

func TestWhoLostAKeyCannotFinishIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := claim("k", epoch)
		_, _, err := s.ClaimIdempotencyKey(t.Context(), c, epoch)
		must(t, err)
		must(t, s.FinishIdempotencyKey(t.Context(), c.Key, idempotency.Answer{Status: 201}))
		if err := s.FinishIdempotencyKey(t.Context(), c.Key, idempotency.Answer{Status: 202}); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("finishing twice gave %v", err)
		}
		must(t, s.ReleaseIdempotencyKey(t.Context(), c.Key)) // of an answered key does nothing
		got, free, err := s.ClaimIdempotencyKey(t.Context(), c, epoch)
		must(t, err)
		if free || got.Answer.Status != 201 {
			t.Errorf("free: %v, answer: %d", free, got.Answer.Status)
		}
	})
}

func TestAReleasedOrSweptKeyIsFree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		released, swept, kept := claim("released", epoch), claim("swept", epoch.Add(-time.Microsecond)), claim("kept", epoch)
		for _, c := range []idempotency.Claim{released, swept, kept} {
			_, _, err := s.ClaimIdempotencyKey(t.Context(), c, epoch)
			must(t, err)
		}
		must(t, s.ReleaseIdempotencyKey(t.Context(), released.Key))
		must(t, s.SweepIdempotencyKeys(t.Context(), swept.ExpiresAt))
		for c, want := range map[*idempotency.Claim]bool{&released: true, &swept: true, &kept: false} {
			_, free, err := s.ClaimIdempotencyKey(t.Context(), *c, epoch)
			must(t, err)
			if free != want {
				t.Errorf("%s: free %v", c.Value, free)
			}
		}
	})
}
