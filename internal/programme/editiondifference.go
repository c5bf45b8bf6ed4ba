package programme

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"

	"github.com/google/uuid"
)

// EditionDifference is how one edition became another.
type EditionDifference struct {
	From, To framework.Edition
	Changes  framework.Changes
}

// EditionDifference tells how an earlier edition became this one; Nil stands for the one before it. Fails as NotFound, as Invalid
// when since is no earlier edition of the framework, as Conflict when there is none before.
func (s *Service) EditionDifference(ctx context.Context, a access.Actor, id, since uuid.UUID) (d EditionDifference, err error) {
	if d.To, err = s.edition(ctx, a, access.OpGetEditionDifference, id); err != nil {
		return d, err
	}
	if d.From, err = s.earlier(ctx, a, d.To, since); err != nil {
		return d, err
	}
	lineage, err := s.lineageUpTo(ctx, d.To)
	if err != nil {
		return d, err
	}
	d.Changes = framework.Compare(d.From.Content, lineage.Since(d.From.Framework.Edition, d.To.Content))
	return d, nil
}

func (s *Service) earlier(ctx context.Context, a access.Actor, to framework.Edition, since uuid.UUID) (framework.Edition, error) {
	if since == uuid.Nil {
		before, err := s.Store.EditionByNumber(ctx, to.FrameworkID, to.Framework.Edition-1)
		if fault.CodeOf(err) == fault.NotFound {
			return before, fault.New(fault.Conflict, "nothing_before", "There is no edition before this one.")
		}
		return before, err
	}
	from, err := s.edition(ctx, a, access.OpGetEditionDifference, since)
	if err != nil {
		return from, err
	}
	if from.FrameworkID != to.FrameworkID || from.Framework.Edition >= to.Framework.Edition {
		return from, fault.At("?since", "order", "Name an earlier edition of the same framework.")
	}
	return from, nil
}

// lineageUpTo gives the lineage that ends with the edition, published or not.
func (s *Service) lineageUpTo(ctx context.Context, e framework.Edition) (framework.Lineage, error) {
	all, err := s.Store.Lineage(ctx, e.FrameworkID)
	var l framework.Lineage
	for _, o := range all {
		if o.Edition < e.Framework.Edition {
			l = append(l, o)
		}
	}
	return append(l, e.Outline()), err
}
