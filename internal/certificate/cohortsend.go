package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/operation"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// sendAll sends every certificate of a cohort for signing that is being composed. A text that has still to pass the programme's
// review is sent for that, and goes on to signing by itself when it passes.
type sendAll struct{ *Service }

// Name implements operation.Kind.
func (sendAll) Name() string { return "send_for_signing" }

// Batch implements operation.Kind.
func (sendAll) Batch() int { return 2 }

// Permit implements operation.Kind.
func (sendAll) Permit(a access.Actor, programme uuid.UUID) error {
	return permitsAll(a, access.OpSendForSigning, programme)
}

// Plan implements operation.Kind.
func (k sendAll) Plan(ctx context.Context, _ access.Actor, order operation.Order) ([]operation.Item, error) {
	o, err := k.outgoing(ctx, order)
	if err != nil {
		return nil, err
	}
	items := make([]operation.Item, len(o.certificates))
	for i, c := range o.certificates {
		if items[i], err = k.item(c, o); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// item plans one certificate: whom a letter would reach, and what stands in the way. Of a text that is reviewed first no more is
// known than whom the review asks.
func (k sendAll) item(c Certificate, o outgoing) (operation.Item, error) {
	passed, err := o.passed(c)
	if err != nil {
		return operation.Item{}, err
	}
	item := planned(c, "send_for_signing", "document_to_sign")
	letters := o.toSignatories(c)
	if !passed {
		asked, err := o.toReviewers(c)
		if err != nil {
			return item, err
		}
		if len(asked) > 0 {
			item, letters = planned(c, "send_for_review"), asked
		}
	}
	o.address(&item, letters)
	if err := refuse(&item, awardable(o.members[c.EnrolmentID].State)); err != nil {
		return item, err
	}
	err = refuse(&item, k.maySend(c, o.programme))
	return item, err
}

// Do implements operation.Kind.
func (k sendAll) Do(ctx context.Context, a access.Actor, _ operation.Order, items []operation.Item, done operation.Mark) []error {
	errs := make([]error, len(items))
	for i, item := range items {
		_, errs[i] = k.send(ctx, a, sending{id: item.Object.ID, match: record.Match(item.Revision), by: a.Name, last: func(ctx context.Context) error {
			return done(ctx, item, item.Object)
		}})
	}
	return errs
}
