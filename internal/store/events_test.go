package store_test

import (
	"errors"
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

func event(op access.Operation) access.Event {
	return access.Event{ID: newID(), At: epoch, Operation: op}
}

// Somebody who follows the events, asking only for later ones each time, must miss none: no number may become visible
// after a higher one.
func TestTheSequenceFollowsTheOrderOfCommits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const writers, rounds = 8, 12
		undo := errors.New("undo")
		done := make(chan []error)
		go func() {
			done <- atOnce(writers, func(i int) error {
				for n := range rounds {
					err := s.Update(t.Context(), func(ctx contextT) error {
						if err := s.AppendEvent(ctx, event("written")); err != nil {
							return err
						}
						if (i+n)%4 == 0 {
							return undo
						}
						return nil
					})
					if err != nil && !errors.Is(err, undo) {
						return err
					}
				}
				return nil
			})
		}()
		var followed []int64
		follow := func() {
			list, err := s.Events(t.Context(), access.EventFilter{After: last(followed), Sight: access.Everything()}, 1000)
			must(t, err)
			for _, e := range list.Items {
				followed = append(followed, e.Sequence)
			}
		}
		for running := true; running; {
			select {
			case errs := <-done:
				must(t, errors.Join(errs...))
				running = false
			default:
			}
			follow()
		}
		var want []int64
		for n := range int64(writers * rounds * 3 / 4) {
			want = append(want, n+1)
		}
		if !slices.Equal(followed, want) {
			t.Errorf("followed %v", followed)
		}
	})
}

func last(s []int64) int64 {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1]
}

func TestEventsCannotBeChangedOrRemoved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		must(t, s.AppendEvent(t.Context(), event("written")))
		for _, statement := range []string{"UPDATE events SET operation = 'x'", "DELETE FROM events"} {
			if _, err := s.Pool().ExecContext(t.Context(), statement); err == nil {
				t.Errorf("%s was let through", statement)
			}
		}
		list, err := s.Events(t.Context(), access.EventFilter{Sight: access.Everything()}, 10)
		must(t, err)
		if len(list.Items) != 1 || list.Items[0].Operation != "written" {
			t.Errorf("left are %v", list.Items)
		}
	})
}

func TestEventsAreNarrowedAndPaged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		one, two := newID(), newID()
		for i, op := range []access.Operation{"a", "b", "a", "b"} {
			e := event(op)
			e.Object.ID, e.Programme = []uuid.UUID{one, two}[i/2], two
			must(t, s.AppendEvent(t.Context(), e))
		}
		for _, test := range []struct {
			filter access.EventFilter
			limit  int
			want   []int64
			more   bool
		}{
			{access.EventFilter{Sight: access.Everything()}, 10, []int64{1, 2, 3, 4}, false},
			{access.EventFilter{Sight: access.Everything()}, 3, []int64{1, 2, 3}, true},
			{access.EventFilter{After: 3, Sight: access.Everything()}, 3, []int64{4}, false},
			{access.EventFilter{Operation: "b", Sight: access.Everything()}, 10, []int64{2, 4}, false},
			{access.EventFilter{Object: two, Programme: two, Sight: access.Everything()}, 10, []int64{3, 4}, false},
			{access.EventFilter{Object: two, Operation: "a", Sight: access.Everything()}, 10, []int64{3}, false},
			{access.EventFilter{Programme: one, Sight: access.Everything()}, 10, nil, false},
		} {
			list, err := s.Events(t.Context(), test.filter, test.limit)
			must(t, err)
			var got []int64
			for _, e := range list.Items {
				got = append(got, e.Sequence)
			}
			if !slices.Equal(got, test.want) || list.More != test.more {
				t.Errorf("%+v: got %v, more %v", test.filter, got, list.More)
			}
		}
	})
}
