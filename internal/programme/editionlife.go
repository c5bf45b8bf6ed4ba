package programme

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// SubmitEdition asks for a draft to be reviewed: it cannot be changed meanwhile. Fails as NotFound, Stale, Conflict, or as Invalid
// with all that is still missing.
func (s *Service) SubmitEdition(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (framework.Edition, error) {
	return s.moveEdition(ctx, a, access.OpSubmitEdition, id, match, framework.Draft, framework.InReview)
}

// ReturnEdition makes an edition in review a draft again. Fails as NotFound, Stale or Conflict.
func (s *Service) ReturnEdition(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (framework.Edition, error) {
	return s.moveEdition(ctx, a, access.OpReturnEdition, id, match, framework.InReview, framework.Draft)
}

// PublishEdition publishes an edition that was reviewed; it never changes again. Fails as NotFound, Stale, Conflict or Invalid.
func (s *Service) PublishEdition(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (framework.Edition, error) {
	return s.moveEdition(ctx, a, access.OpPublishEdition, id, match, framework.InReview, framework.Published)
}

func (s *Service) moveEdition(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, from, to framework.State) (framework.Edition, error) {
	if err := a.Permit(op); err != nil {
		return framework.Edition{}, err
	}
	var e framework.Edition
	err := s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if e, err = s.Store.Editions().Get(ctx, id); err != nil {
			return err
		}
		if err := match.Check(e.Revision); err != nil {
			return err
		}
		if err := s.mayMove(ctx, e, from, to); err != nil {
			return err
		}
		e.State, e.ChangedAt = to, s.Now()
		if to == framework.Published {
			e.PublishedAt = e.ChangedAt
		}
		if err := s.Store.EditionHeads().Update(ctx, &e); err != nil {
			return err
		}
		m := editionMark(op, e)
		return s.Journal.Note(ctx, a, m.op, m.object, m.programme, m.detail)
	})
	return e, err
}

func (s *Service) mayMove(ctx context.Context, e framework.Edition, from, to framework.State) error {
	if e.State != from {
		return editionState("This takes an edition that is "+string(from), e.State)
	}
	if to == framework.Draft {
		return nil
	}
	before, err := s.editionBefore(ctx, e)
	if err != nil {
		return err
	}
	if missing := e.Unready(before); len(missing) > 0 {
		return fault.Fields(missing)
	}
	return nil
}

// editionBefore gives what the edition before says, or nil for the first.
func (s *Service) editionBefore(ctx context.Context, e framework.Edition) (*framework.Content, error) {
	before, err := s.Store.EditionByNumber(ctx, e.FrameworkID, e.Framework.Edition-1)
	if fault.CodeOf(err) == fault.NotFound {
		return nil, nil //nolint:nilnil // the first edition has none before it
	}
	return &before.Content, err
}
