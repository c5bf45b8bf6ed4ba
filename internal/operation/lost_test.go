package operation_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"testamur/internal/operation"
	"testamur/internal/record"
)

// A server that dies at an item says nothing of it any more; here a worker ends in its place.
func TestAnItemAtWhichServersDieFailsAndTakesNoOtherAlong(t *testing.T) {
	each(t, 7, func(w *world) {
		w.kind.meet = func(i operation.Item) {
			if i.Position == 2 {
				runtime.Goexit()
			}
		}
		o := w.confirmed()
		for range 12 {
			w.Work(w.t.Context())
			w.later(31 * time.Second)
		}
		o = w.again(o)
		if o.State != operation.Done || o.Tally.States[operation.ItemDone] != 6 || o.Tally.Failures["no_answer"] != 1 || w.made() != 6 {
			w.t.Errorf("%s: %v", o.State, o.Tally)
		}
		for position, times := range w.kind.begun {
			if most := map[bool]int{true: 5, false: 2}[position == 2]; times > most {
				w.t.Errorf("item %d was begun %d times", position, times)
			}
		}
		list, err := w.Items(w.t.Context(), office, o.ID, operation.ItemFailed, record.Page{Limit: 10})
		w.must(err)
		if i := list.Items[0]; i.Position != 2 || i.Message == "" || i.Name != "" || i.EndedAt.IsZero() {
			w.t.Errorf("%+v", i)
		}
	})
}

// Should the server end again, it must be known at which item.
func TestOneLostItemAtATimeIsTriedHoweverManyServersLook(t *testing.T) {
	each(t, 6, func(w *world) {
		o := w.confirmed()
		now := w.Now()
		_, err := w.Store.ClaimItems(w.t.Context(), o.ID, now, now.Add(time.Second), 6)
		w.must(err)
		now = now.Add(time.Minute)
		w.must(w.Store.LoseItems(w.t.Context(), o.ID, now, 5, operation.Failure{}))
		var looking sync.WaitGroup
		claimed := make(chan operation.Item, 48)
		for range 8 {
			looking.Go(func() {
				items, err := w.Store.ClaimLostItem(w.t.Context(), o.ID, now, now.Add(time.Minute))
				if err != nil {
					w.t.Error(err)
				}
				for _, i := range items {
					claimed <- i
				}
			})
		}
		looking.Wait()
		if len(claimed) != 1 {
			w.t.Errorf("%d are tried at once", len(claimed))
		}
	})
}

func TestAnItemThatPanicsFailsAndTakesNoOtherAlong(t *testing.T) {
	each(t, 7, func(w *world) {
		w.kind.meet = func(i operation.Item) {
			if i.Position == 2 {
				panic("a broken font")
			}
		}
		o := w.confirmed()
		w.Work(w.t.Context())
		o = w.again(o)
		if o.State != operation.Done || o.Tally.States[operation.ItemDone] != 6 || o.Tally.States[operation.ItemFailed] != 1 || w.made() != 6 {
			w.t.Errorf("%s: %v", o.State, o.Tally)
		}
	})
}

func TestStoppingTheServerCostsAnItemNoAttempt(t *testing.T) {
	each(t, 1, func(w *world) {
		o := w.confirmed()
		for range 25 {
			ctx, stop := context.WithCancel(w.t.Context())
			w.kind.meet = func(operation.Item) { stop() }
			w.Work(ctx)
			if o = w.again(o); o.State != operation.Running || o.Tally.States[operation.ItemWaiting] != 1 {
				w.t.Fatalf("%s: %v", o.State, o.Tally)
			}
		}
		w.kind.meet = nil
		w.Work(w.t.Context())
		list, err := w.Items(w.t.Context(), office, o.ID, operation.ItemDone, record.Page{Limit: 10})
		w.must(err)
		if len(list.Items) != 1 || list.Items[0].Attempts != 1 || w.made() != 1 {
			w.t.Errorf("%+v", list.Items)
		}
	})
}
