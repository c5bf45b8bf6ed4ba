package certificate

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/operation"

	"github.com/google/uuid"
)

// proposeAll begins the certificate of everybody in a cohort who can get one and has none.
type proposeAll struct{ *Service }

// Name implements operation.Kind.
func (proposeAll) Name() string { return "propose" }

// Batch implements operation.Kind.
func (proposeAll) Batch() int { return 4 }

// Permit implements operation.Kind.
func (proposeAll) Permit(a access.Actor, programme uuid.UUID) error {
	return permitsAll(a, access.OpProposeCertificate, programme)
}

// Plan implements operation.Kind.
func (k proposeAll) Plan(ctx context.Context, _ access.Actor, order operation.Order) ([]operation.Item, error) {
	if err := noOptions(order); err != nil {
		return nil, err
	}
	enrolments, err := k.Store.CohortEnrolments(ctx, order.Cohort)
	if err != nil {
		return nil, err
	}
	certificates, err := k.Store.CohortStandings(ctx, order.Cohort, Composing, InReview, Signing, Issued)
	if err != nil {
		return nil, err
	}
	var items []operation.Item
	for _, e := range enrolments {
		has := slices.ContainsFunc(certificates, func(c Certificate) bool { return c.EnrolmentID == e.ID })
		if has || awardable(e.State) != nil {
			continue
		}
		items = append(items, operation.Item{
			Object: access.Ref{Kind: "enrolment", ID: e.ID}, Person: e.PersonID, Effects: []string{"propose"},
		})
	}
	return items, nil
}

// Do implements operation.Kind.
func (k proposeAll) Do(ctx context.Context, a access.Actor, _ operation.Order, items []operation.Item, done operation.Mark) []error {
	return operation.Together(ctx, k.Store, items, done, func(ctx context.Context, item *operation.Item) (access.Ref, error) {
		c, err := k.Propose(ctx, a, item.Object.ID)
		return c.ref(), err
	})
}
