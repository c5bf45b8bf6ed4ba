package main

import (
	"context"
	"time"
)

// Times of housekeeping. A file that nothing refers to may belong to an issue that is under way: it is left alone for a
// day. A letter that was sent is known of for a month. What time makes due in certificates waits a minute at most.
const (
	housekeepingEvery = 5 * time.Minute
	tendingEvery      = time.Minute
	filesEvery        = time.Hour
	orphanAge         = 24 * time.Hour
	lettersKept       = 30 * 24 * time.Hour
)

// keepHouse removes what is no longer needed, and notes what was counted, until ctx ends. What fails is tried again the
// next time.
func (h *house) keepHouse(ctx context.Context) {
	tick := time.NewTicker(housekeepingEvery)
	defer tick.Stop()
	var files time.Time // when they were swept last
	for {
		h.try(ctx, "sweep idempotency keys", func() error { return h.store.SweepIdempotencyKeys(ctx, now()) })
		h.try(ctx, "sweep accounts", func() error { return h.accounts.Sweep(ctx) })
		h.try(ctx, "sweep erased files", func() error { return h.personal.Sweep(ctx) })
		h.try(ctx, "note refusals", func() error { return h.journal.NoteUnknown(ctx) })
		h.try(ctx, "drop dry runs", func() error { return h.store.DropPlans(ctx, now()) })
		h.try(ctx, "end stopped items", func() error { return h.store.SkipStopped(ctx, now()) })
		h.try(ctx, "sweep letters", func() error { return h.store.SweepLetters(ctx, now().Add(-lettersKept)) })
		if now().Sub(files) >= filesEvery {
			files = now()
			h.try(ctx, "sweep files", func() error { return h.sweepFiles(ctx) })
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// tend does what time makes due, until ctx ends.
func (h *house) tend(ctx context.Context) {
	tick := time.NewTicker(tendingEvery)
	defer tick.Stop()
	for {
		h.try(ctx, "tend certificates", func() error { return h.certificates.Tend(ctx) })
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (h *house) sweepFiles(ctx context.Context) error {
	removed, err := h.blobs.Sweep(ctx, now(), orphanAge, h.store.RefersTo)
	if removed > 0 {
		h.log.Info("swept files that nothing refers to", "files", removed)
	}
	return err
}

func (h *house) try(ctx context.Context, what string, do func() error) {
	if err := do(); err != nil && ctx.Err() == nil {
		h.log.Error("housekeeping failed", "what", what, "error", err)
	}
}
