package operation

import (
	"context"
	"encoding/json"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// planPrefix begins the secret that confirms a dry run.
const planPrefix = "testamur_o_"

// Plan makes a dry run: it finds out what an operation of the kind would do to the cohort, stores that and gives the
// secret by which it can be confirmed, once, within PlanLife. Fails as NotFound, Forbidden, or Invalid.
func (s *Service) Plan(ctx context.Context, a access.Actor, op access.Operation, kind string, order Order) (Operation, string, error) {
	k := s.kind(kind)
	if k == nil {
		return Operation{}, "", fault.At("/kind", "unknown", "There is no such kind of operation.")
	}
	if err := a.Permit(op); err != nil {
		return Operation{}, "", err
	}
	var err error
	if order.Programme, err = s.Cohorts.PermitCohort(ctx, a, op, order.Cohort); err != nil {
		return Operation{}, "", err
	}
	if err := k.Permit(trusted(a), order.Programme); err != nil {
		return Operation{}, "", err
	}
	items, err := k.Plan(ctx, a, order)
	if err != nil {
		return Operation{}, "", err
	}
	if len(items) > MaxItems {
		return Operation{}, "", fault.New(fault.TooLarge, "too_many_items", "One operation does at most %d items; this would be %d.", MaxItems, len(items))
	}
	return s.store(ctx, a, op, k, order, items)
}

// trusted gives the actor as having proved who they are: planning shows no more than lists do, and what was confirmed with a
// proof is done without another.
func trusted(a access.Actor) access.Actor {
	a.Fresh = true
	return a
}

func (s *Service) store(ctx context.Context, a access.Actor, op access.Operation, k Kind, order Order, items []Item) (Operation, string, error) {
	secret, hash, err := access.NewSecret(s.Random, planPrefix)
	if err != nil {
		return Operation{}, "", err
	}
	plan, err := digest(items)
	if err != nil {
		return Operation{}, "", err
	}
	now := s.Now()
	o := Operation{
		Meta: record.Meta{ID: s.NewID(), Revision: 1, CreatedAt: now, ChangedAt: now},
		Kind: k.Name(), Programme: order.Programme, Cohort: order.Cohort, State: Planned, Actor: a.Recorded(), Options: order.Options,
		Plan: plan, Token: hash, ExpiresAt: now.Add(PlanLife),
	}
	for i := range items {
		s.prepare(&items[i], o.ID, i)
	}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if err := s.Store.Operations().Insert(ctx, o); err != nil {
			return err
		}
		if err := s.Store.InsertItems(ctx, items); err != nil {
			return err
		}
		if err := s.note(ctx, a, op, o); err != nil {
			return err
		}
		o, err = s.Store.Operations().Get(ctx, o.ID)
		return err
	})
	return o, secret, err
}

func (s *Service) prepare(i *Item, operation uuid.UUID, index int) {
	i.ID, i.Operation = s.NewID(), operation
	if i.Position == 0 {
		i.Position = index + 1
	}
	if i.State == "" {
		i.State = ItemWaiting
	}
}

// shown is of an item what the digest of a plan covers: all that was shown of what would happen, and to what.
type shown struct {
	Object    uuid.UUID `json:"object"`
	Revision  int64     `json:"revision"`
	Person    uuid.UUID `json:"person"`
	Other     uuid.UUID `json:"other"`
	Effects   []string  `json:"effects"`
	Letters   []Letter  `json:"letters"`
	Documents []string  `json:"documents"`
	Problems  []Problem `json:"problems"`
}

func digest(items []Item) (record.Digest, error) {
	all := make([]shown, len(items))
	for i, x := range items {
		all[i] = shown{x.Object.ID, x.Revision, x.Person, x.Other, x.Effects, x.Letters, x.Documents, x.Problems}
	}
	b, err := json.Marshal(all)
	if err != nil {
		return record.Digest{}, fault.New(fault.Internal, "", "The plan could not be written.").Because(err)
	}
	return record.DigestOf(b), nil
}

// Get gives one operation. Fails as NotFound.
func (s *Service) Get(ctx context.Context, a access.Actor, id uuid.UUID) (Operation, error) {
	return s.load(ctx, a, access.OpGetOperation, id)
}

func (s *Service) load(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Operation, error) {
	if err := a.Permit(op); err != nil {
		return Operation{}, err
	}
	o, err := s.Store.Operations().Get(ctx, id)
	if err != nil {
		return Operation{}, err
	}
	return o, a.PermitOn(op, o.object())
}

// List gives a page of operations.
func (s *Service) List(ctx context.Context, a access.Actor, filter Filter, page record.Page) (_ record.List[Operation], err error) {
	if filter.Sight, err = a.See(access.OpListOperations); err != nil {
		return record.List[Operation]{}, err
	}
	return s.Store.Operations().List(ctx, filter, page)
}

// Items gives a page of an operation's items, those in one state if it is named. Fails as NotFound.
func (s *Service) Items(ctx context.Context, a access.Actor, id uuid.UUID, state ItemState, page record.Page) (record.List[Item], error) {
	if _, err := s.load(ctx, a, access.OpListOperationItems, id); err != nil {
		return record.List[Item]{}, err
	}
	return s.Store.Items(ctx, id, state, page)
}
