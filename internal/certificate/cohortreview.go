package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/operation"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// reviewAll sends every certificate of a cohort for review that is being composed and has not passed as it reads now.
type reviewAll struct{ *Service }

// Name implements operation.Kind.
func (reviewAll) Name() string { return "send_for_review" }

// Batch implements operation.Kind.
func (reviewAll) Batch() int { return 4 }

// Permit implements operation.Kind.
func (reviewAll) Permit(a access.Actor, programme uuid.UUID) error {
	return permitsAll(a, access.OpSendForReview, programme)
}

// Plan implements operation.Kind.
func (k reviewAll) Plan(ctx context.Context, _ access.Actor, order operation.Order) ([]operation.Item, error) {
	o, err := k.outgoing(ctx, order)
	if err != nil {
		return nil, err
	}
	var items []operation.Item
	for _, c := range o.certificates {
		passed, err := o.passed(c)
		if err != nil {
			return nil, err
		}
		if passed && c.isReviewed(o.programme) {
			continue
		}
		item, err := k.item(c, o)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// item plans one certificate: who is asked by letter, and what stands in the way.
func (reviewAll) item(c Certificate, o outgoing) (operation.Item, error) {
	item := planned(c, "send_for_review")
	if err := refuse(&item, awardable(o.members[c.EnrolmentID].State)); err != nil {
		return item, err
	}
	if err := refuse(&item, c.reviewable(o.programme.Language)); err != nil {
		return item, err
	}
	if !c.isReviewed(o.programme) {
		err := refuse(&item, errNoReview())
		return item, err
	}
	letters, err := o.toReviewers(c)
	o.address(&item, letters)
	return item, err
}

// Do implements operation.Kind.
func (k reviewAll) Do(ctx context.Context, a access.Actor, _ operation.Order, items []operation.Item, done operation.Mark) []error {
	return operation.Together(ctx, k.Store, items, done, func(ctx context.Context, item *operation.Item) (access.Ref, error) {
		c, err := k.SendForReview(ctx, a, item.Object.ID, record.Match(item.Revision))
		return c.ref(), err
	})
}
