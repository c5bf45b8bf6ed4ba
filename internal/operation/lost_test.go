package operation_test

import (
	"context"
	"runtime"
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
