package main

import (
	"context"
	"time"
)

// Times of housekeeping. A file that nothing refers to may belong to an issue that is under way: it is left alone for a
// day.
const (
	housekeepingEvery = time.Hour
	orphanAge         = 24 * time.Hour
)

// keepHouse removes what is no longer needed, every hour, until ctx ends. What fails is tried again the next time.
func (h *house) keepHouse(ctx context.Context) {
	tick := time.NewTicker(housekeepingEvery)
	defer tick.Stop()
	for {
		if err := h.store.SweepIdempotencyKeys(ctx, now()); err != nil && ctx.Err() == nil {
			h.log.Error("could not sweep idempotency keys", "error", err)
		}
		removed, err := h.blobs.Sweep(ctx, now(), orphanAge, h.store.RefersTo)
		if err != nil && ctx.Err() == nil {
			h.log.Error("could not sweep files", "error", err)
		}
		if removed > 0 {
			h.log.Info("swept files that nothing refers to", "files", removed)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
