package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/operation"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// sendAll sends every certificate of a cohort for signing that is being composed.
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
	if err := noOptions(order); err != nil {
		return nil, err
	}
	p, err := k.Store.Programmes().Get(ctx, order.Programme)
	if err != nil {
		return nil, err
	}
	certificates, err := k.Store.CohortCertificates(ctx, order.Cohort, Composing)
	if err != nil {
		return nil, err
	}
	members, err := k.members(ctx, order.Cohort)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, c := range certificates {
		ids = append(ids, peopleOf(c.Signatories)...)
	}
	people, err := k.Store.PeopleByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	items := make([]operation.Item, len(certificates))
	for i, c := range certificates {
		if items[i], err = k.item(c, p, members[c.EnrolmentID], people); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// item plans one certificate: whom of its signatories a letter would reach, and what stands in the way.
func (k sendAll) item(c Certificate, p programme.Programme, e programme.Enrolment, people map[uuid.UUID]access.Person) (operation.Item, error) {
	item := planned(c, "send_for_signing", "document_to_sign")
	for _, x := range c.Signatories {
		if people[x.PersonID].Email == "" {
			item.Warn("", "no_email", x.Name+" has no e-mail address, so nothing is mailed to them.")
			continue
		}
		item.Letters = append(item.Letters, operation.Letter{Kind: access.LetterSigning, Person: x.PersonID})
	}
	if err := refuse(&item, awardable(e.State)); err != nil {
		return item, err
	}
	err := refuse(&item, k.maySend(c, p))
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
