package operation

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"testamur/internal/fault"

	"github.com/google/uuid"
)

// How items are held and tried. A lease is renewed while its holder lives, so after a crash an item waits this long.
const (
	lease       = 30 * time.Second
	heartbeat   = lease / 3
	lookEvery   = 2 * time.Second // for what other servers confirmed, and for what is to be tried again
	maxAttempts = 20
	maxLost     = 5               // leases of one item that end without an answer
	retryAfter  = 5 * time.Second // and twice as long each time, up to retryAtMost: in all about half an hour
	retryAtMost = 2 * time.Minute
)

// Run does the items of running operations until ctx ends. Any number of servers may do so on one database: each item is
// held by one of them.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if !s.Work(ctx) && ctx.Err() == nil {
			select {
			case <-tick.C:
			case <-s.Woken:
			case <-ctx.Done():
			}
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// Work does what there is to do now, with all workers at once, and says whether it did anything.
func (s *Service) Work(ctx context.Context) bool {
	var worked atomic.Bool
	var workers sync.WaitGroup
	for range max(1, s.Workers) {
		workers.Go(func() {
			for s.round(ctx) {
				worked.Store(true)
			}
		})
	}
	workers.Wait()
	return worked.Load()
}

// round does one batch of every running operation, so that a long one does not hold up a short one.
func (s *Service) round(ctx context.Context) (worked bool) {
	running, err := s.Store.RunningOperations(ctx)
	if err != nil {
		s.warn(ctx, uuid.Nil, err)
		return false
	}
	for _, id := range running {
		if ctx.Err() != nil {
			return false
		}
		did, err := s.batch(ctx, id)
		if err != nil {
			s.warn(ctx, id, err)
		}
		worked = worked || did
	}
	return worked
}

func (s *Service) warn(ctx context.Context, operation uuid.UUID, err error) {
	if ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "operation not worked on; it is tried again", "operation", operation, "error", err)
	}
}

// batch claims some items of an operation and does them.
func (s *Service) batch(ctx context.Context, id uuid.UUID) (bool, error) {
	o, items, err := s.claim(ctx, id)
	if err != nil || len(items) == 0 {
		return false, err
	}
	b := batch{Service: s, operation: o, items: items}
	a, err := b.hand(ctx)
	if code := fault.CodeOf(err); code == fault.Unauthenticated || code == fault.Forbidden {
		return true, b.abandon(ctx, err)
	}
	if err != nil {
		later := fault.New(fault.Unavailable, "", "It could not be found out whether this may still be done.").Because(err)
		return false, errors.Join(err, b.settleAll(ctx, func(int) error { return later }))
	}
	errs := b.do(ctx, a)
	return true, b.settleAll(ctx, func(i int) error { return errs[i] })
}

// claim holds the next items of a running operation; when none is left it ends the operation.
func (s *Service) claim(ctx context.Context, id uuid.UUID) (o Operation, items []Item, err error) {
	now, left := s.Now(), 0
	err = s.Store.UpdateLoosely(ctx, func(ctx context.Context) error {
		if o, err = s.Store.Operations().Get(ctx, id); err != nil || o.State != Running {
			return err
		}
		k := s.kind(o.Kind)
		if k == nil {
			return nil // a newer server knows it
		}
		if items, err = s.hold(ctx, id, now, k.Batch()); err != nil || len(items) > 0 {
			return err
		}
		left, err = s.Store.LeftItems(ctx, id)
		return err
	})
	if err == nil && o.State == Running && len(items) == 0 && left == 0 {
		err = s.finish(ctx, id)
	}
	return o, items, err
}

// hold claims items: first those that were never lost, then one by one those that were, so that an item that kills its server
// takes no other along again and again.
func (s *Service) hold(ctx context.Context, id uuid.UUID, now time.Time, limit int) ([]Item, error) {
	items, err := s.Store.ClaimItems(ctx, id, now, now.Add(lease), limit)
	if err != nil || len(items) > 0 {
		return items, err
	}
	end := Failure{Code: string(fault.Internal), Reason: "no_answer", Message: fmt.Sprintf("The program ended %d times while it did this, so it was not "+
		"tried again. The log of the server may say why.", maxLost)}
	if err := s.Store.LoseItems(ctx, id, now, maxLost, end); err != nil {
		return nil, err
	}
	return s.Store.ClaimLostItem(ctx, id, now, now.Add(lease))
}

// finish ends an operation whose items have all ended.
func (s *Service) finish(ctx context.Context, id uuid.UUID) error {
	return s.Store.Update(ctx, func(ctx context.Context) error {
		o, err := s.Store.Operations().Get(ctx, id)
		if err != nil || o.State != Running || o.Tally.Left() > 0 {
			return err
		}
		now := s.Now()
		o.State, o.EndedAt, o.ChangedAt = Done, now, now
		return s.Store.Operations().Update(ctx, &o)
	})
}
