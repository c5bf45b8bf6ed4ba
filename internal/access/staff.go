package access

import (
	"context"

	"github.com/google/uuid"
)

// ListStaff gives the staff of a programme, by name. Fails as NotFound.
func (s *Service) ListStaff(ctx context.Context, a Actor, programme uuid.UUID) ([]Person, error) {
	if err := a.PermitOn(OpListStaff, programmeObject(programme)); err != nil {
		return nil, err
	}
	return s.Store.StaffOn(ctx, programme)
}

// AddStaff makes a person staff of a programme; twice is once. Fails as NotFound.
func (s *Service) AddStaff(ctx context.Context, a Actor, programme, person uuid.UUID) error {
	return s.changeStaff(ctx, a, OpAddStaff, programme, person, s.Store.AddStaff)
}

// RemoveStaff ends that; what they did as staff stays.
func (s *Service) RemoveStaff(ctx context.Context, a Actor, programme, person uuid.UUID) error {
	return s.changeStaff(ctx, a, OpRemoveStaff, programme, person, s.Store.RemoveStaff)
}

func (s *Service) changeStaff(ctx context.Context, a Actor, op Operation, programme, person uuid.UUID, change func(context.Context, uuid.UUID, uuid.UUID) (bool, error)) error {
	if err := a.PermitOn(op, programmeObject(programme)); err != nil {
		return err
	}
	return s.Store.Update(ctx, func(ctx context.Context) error {
		changed, err := change(ctx, programme, person)
		if err != nil || !changed {
			return err
		}
		return s.Journal.Note(ctx, a, op, Ref{"person", person}, programme, nil)
	})
}

func programmeObject(id uuid.UUID) Object {
	return Object{Kind: "programme", Reading: OpListStaff, Programme: id}
}
