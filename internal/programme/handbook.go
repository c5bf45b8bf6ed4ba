package programme

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
)

// Handbook gives a published edition to anyone, where a programme publishes its framework: by its code and number, 0 for the
// latest. Fails as NotFound, whatever the reason.
func (s *Service) Handbook(ctx context.Context, a access.Actor, code string, number int) (framework.Edition, error) {
	if err := a.Permit(access.OpGetHandbook); err != nil {
		return framework.Edition{}, err
	}
	e, err := s.shown(ctx, code, number)
	if fault.CodeOf(err) == fault.NotFound {
		return framework.Edition{}, fault.Missing("handbook")
	}
	return e, err
}

func (s *Service) shown(ctx context.Context, code string, number int) (framework.Edition, error) {
	f, err := s.Store.FrameworkByCode(ctx, code)
	if err != nil {
		return framework.Edition{}, err
	}
	shown, err := s.Store.FrameworkShown(ctx, f.ID)
	if err != nil {
		return framework.Edition{}, err
	}
	if number == 0 {
		latest, err := s.Store.LatestEdition(ctx, f.ID)
		if err != nil {
			return framework.Edition{}, err
		}
		number = latest.Framework.Edition
	}
	e, err := s.Store.EditionByNumber(ctx, f.ID, number)
	if err == nil && (!shown || e.State != framework.Published) {
		return framework.Edition{}, fault.Missing("handbook")
	}
	return e, err
}
