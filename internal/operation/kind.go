package operation

import (
	"context"
	"encoding/json"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Order is what an operation is planned from.
type Order struct {
	Cohort    uuid.UUID
	Programme uuid.UUID
	Options   json.RawMessage
	Inputs    []json.RawMessage // of an import: its rows
}

// Kind is one kind of work on a cohort. It lives beside the use case that it repeats.
type Kind interface {
	// Name is what the contract calls it.
	Name() string
	// Batch is how many items one worker takes at a time.
	Batch() int
	// Permit asks whether the actor may do this to something of the programme, once; each item is asked about again when
	// it is done.
	Permit(a access.Actor, programme uuid.UUID) error
	// Plan finds out what would happen, with as many queries however many items there are. It writes nothing and fails as
	// Invalid at options that cannot be. Planning the same world twice gives the same items.
	Plan(ctx context.Context, a access.Actor, order Order) ([]Item, error)
	// Do does the items and calls done for each in the transaction in which its work is committed: so none is done twice.
	// It gives an error for each item, nil for those that are done.
	Do(ctx context.Context, a access.Actor, order Order, items []Item, done Mark) []error
}

// Mark notes that an item is done, and what came of it. It fails when the item is no longer held: then its transaction
// must fail too.
type Mark func(ctx context.Context, item Item, result access.Ref) error

// Together does items whose work is one transaction each: all in one, so that the disk is waited for once; when one fails
// each by itself, so that it does not take the others along. do may say of the item whom it turned out to be about.
func Together(ctx context.Context, store record.Transactor, items []Item, done Mark, do func(ctx context.Context, item *Item) (access.Ref, error)) []error {
	errs := make([]error, len(items))
	one := func(ctx context.Context, item Item) error {
		result, err := do(ctx, &item)
		if err != nil {
			return err
		}
		return done(ctx, item, result)
	}
	err := store.Update(ctx, func(ctx context.Context) error {
		for _, item := range items {
			if err := one(ctx, item); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		return errs
	}
	for i, item := range items {
		errs[i] = store.Update(ctx, func(ctx context.Context) error { return one(ctx, item) })
	}
	return errs
}
