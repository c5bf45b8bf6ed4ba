package operation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// errLost is the answer to marking an item that somebody else holds by now.
var errLost = fault.New(fault.Conflict, "in_progress", "This item was taken over by another server.")

// batch is some items that this server holds.
type batch struct {
	*Service
	operation Operation
	items     []Item
}

// hand gives whoever confirmed the operation, with the powers that they have now. The proof that they gave then still
// counts: it is for exactly this.
func (b *batch) hand(ctx context.Context) (a access.Actor, err error) {
	recorded := b.operation.Actor
	switch recorded.Kind {
	case access.KindToken:
		a, err = b.Tokens.Again(ctx, recorded)
	case access.KindAccount:
		a, err = b.Accounts.Again(ctx, recorded)
	case access.KindSystem:
		a = recorded
	default:
		err = fault.New(fault.Unauthenticated, "", "Nobody known confirmed this.")
	}
	if err != nil {
		return a, err
	}
	a = trusted(a)
	if err := a.PermitOn(access.OpConfirmOperation, b.operation.object()); err != nil {
		return a, err
	}
	return a, b.kind(b.operation.Kind).Permit(a, b.operation.Programme)
}

// do does the items while their lease is renewed.
func (b *batch) do(ctx context.Context, a access.Actor) []error {
	ctx, stop := context.WithCancel(ctx)
	var beating sync.WaitGroup
	beating.Go(func() { b.hold(ctx) })
	defer beating.Wait()
	defer stop()
	return b.try(ctx, a, b.items)
}

// try does items. When that panics each is done by itself, so that only the one that panics fails; those that were done are lost
// to whoever marks them again.
func (b *batch) try(ctx context.Context, a access.Actor, items []Item) []error {
	errs, err := b.guarded(ctx, a, items)
	if err == nil {
		return errs
	}
	if len(items) == 1 {
		return []error{err}
	}
	errs = nil
	for one := range slices.Chunk(items, 1) {
		errs = append(errs, b.try(ctx, a, one)...)
	}
	return errs
}

// guarded does items, and turns a panic into an error and its stack into a log line.
func (b *batch) guarded(ctx context.Context, a access.Actor, items []Item) (errs []error, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
			b.Log.ErrorContext(ctx, "operation panicked", "operation", b.operation.ID, "items", len(items), "error", err, "stack", string(debug.Stack()))
		}
	}()
	return b.kind(b.operation.Kind).Do(ctx, a, b.operation.order(nil), items, b.mark), nil
}

// hold renews the lease until ctx ends. Whoever comes too late with that finds out when marking.
func (b *batch) hold(ctx context.Context) {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	ids := make([]uuid.UUID, len(b.items))
	for i, x := range b.items {
		ids[i] = x.ID
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := b.Now()
		if err := b.Store.HoldItems(ctx, ids, now, now.Add(lease)); err != nil {
			b.warn(ctx, b.operation.ID, err)
		}
	}
}

// mark implements Mark.
func (b *batch) mark(ctx context.Context, i Item, result access.Ref) error {
	i.State, i.Result, i.EndedAt = ItemDone, result, b.Now()
	return b.settle(ctx, i)
}

func (b *batch) settle(ctx context.Context, i Item) error {
	settled, err := b.Store.SettleItem(ctx, i)
	if err == nil && !settled {
		err = errLost
	}
	return err
}

// settleAll notes what failed; what was done is noted already. It goes on when ctx has ended, so that nobody need wait for
// the lease; what was cut off by that then counts as not begun, however often the server is restarted.
func (b *batch) settleAll(ctx context.Context, failure func(int) error) error {
	stopping := ctx.Err() != nil
	ctx = context.WithoutCancel(ctx)
	var errs []error
	for i, item := range b.items {
		err := failure(i)
		if err == nil || errors.Is(err, errLost) {
			continue
		}
		if stopping && passing(err) {
			errs = append(errs, b.Store.ReturnItem(ctx, item))
			continue
		}
		if err := b.settle(ctx, b.failed(item, err)); err != nil && !errors.Is(err, errLost) {
			errs = append(errs, err)
		}
		if fault.CodeOf(err) == fault.Internal {
			b.warn(ctx, b.operation.ID, err)
		}
	}
	return errors.Join(errs...)
}

// failed gives the item as it stands after a failure: waiting for another try when that may help.
func (b *batch) failed(i Item, err error) Item {
	f := faultOf(err)
	if passing(err) && i.Attempts < maxAttempts {
		i.State, i.NotBefore = ItemWaiting, b.Now().Add(min(retryAfter<<(i.Attempts-1), retryAtMost))
	} else {
		i.State, i.EndedAt = ItemFailed, b.Now()
	}
	i.Failure = Failure{string(f.Code), f.Reason, f.Message}
	if len(f.Violations) > 0 {
		i.Message = f.Violations[0].Message
		i.Reason = cmp.Or(f.Reason, f.Violations[0].Reason)
	}
	return i
}

// passing says whether a failure may be gone by itself after a while.
func passing(err error) bool {
	return fault.CodeOf(err) == fault.Unavailable || fault.ReasonOf(err) == "in_progress" ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// faultOf gives what may be shown of an error.
func faultOf(err error) *fault.Error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f
	}
	return fault.New(fault.Internal, "", "Something went wrong here. The log of the server says what.")
}

// abandon ends the operation, because whoever confirmed it may not do this any more.
func (b *batch) abandon(ctx context.Context, refusal error) error {
	f := faultOf(refusal)
	return b.Store.Update(ctx, func(ctx context.Context) error {
		o, err := b.Store.Operations().Get(ctx, b.operation.ID)
		if err != nil {
			return err
		}
		for _, i := range b.items {
			i.State, i.EndedAt, i.Failure = ItemSkipped, b.Now(), Failure{string(f.Code), "not_permitted", f.Message}
			if err := b.settle(ctx, i); err != nil && !errors.Is(err, errLost) {
				return err
			}
		}
		if o.State != Running {
			return nil
		}
		return b.stop(ctx, &o, Failed, "not_permitted", "Whoever confirmed this may not do it any more: "+f.Message)
	})
}
