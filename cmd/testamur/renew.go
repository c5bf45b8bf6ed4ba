package main

import (
	"context"
	"fmt"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
)

type renewCommand struct {
	Before time.Time `format:"2006-01-02" help:"Renew timestamps whose authority's certificate ends before this date (YYYY-MM-DD). A year from now unless given."`
	DryRun bool      `help:"Only list what would be renewed."`
}

// Run renews one file after the other, the most urgent first. What was renewed stays so when it is interrupted; run again, it
// goes on with the rest.
func (r renewCommand) Run(c *console) error {
	return c.with(func(h *house) error {
		before := r.Before
		if before.IsZero() {
			before = now().AddDate(1, 0, 0)
		}
		renewals := h.renewals()
		due, err := renewals.Due(c.ctx, before)
		if err != nil {
			return err
		}
		if r.DryRun {
			return listDue(c, due)
		}
		return renewAll(c, renewals, due)
	})
}

func (h *house) renewals() *certificate.Renewals {
	return &certificate.Renewals{Store: h.store, Blobs: h.blobs, Press: h.press, Journal: h.journal, Now: now}
}

func listDue(c *console, due []certificate.Renewable) error {
	for _, d := range due {
		fmt.Fprintln(c.out, d.Serial, stamped(d.StampedUntil))
	}
	_, err := fmt.Fprintf(c.out, "%d would be renewed.\n", len(due))
	return err
}

func stamped(until time.Time) string {
	if until.IsZero() {
		return "has no timestamp over the whole file, or lacks revocation information that proves one"
	}
	return "is stamped until " + until.Format(time.DateOnly)
}

// renewAll stops where going on would fail alike: when the authority does not answer, or has nothing better to give. A file
// with a fault of its own, or that still lacks what proves it, is named, and the others are renewed.
func renewAll(c *console, renewals *certificate.Renewals, due []certificate.Renewable) error {
	failed := 0
	for i, d := range due {
		until, err := renewals.Renew(c.ctx, access.System("command line"), d)
		if stops(c.ctx, err) {
			fmt.Fprintf(c.out, "Stopped after %d of %d.\n", i, len(due))
			return err
		}
		outcome := stamped(until)
		if err != nil {
			failed++
			outcome = "failed: " + message(err)
		} else if until.IsZero() {
			outcome = "was renewed or erased by somebody else"
		}
		fmt.Fprintf(c.out, "%d of %d: %s %s\n", i+1, len(due), d.Serial, outcome)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d could not be renewed", failed, len(due))
	}
	return nil
}

func stops(ctx context.Context, err error) bool {
	code := fault.CodeOf(err)
	return ctx.Err() != nil || code == fault.Unavailable || fault.ReasonOf(err) == "no_gain"
}
