package programme

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// CreateProgramme adds a programme. Fails as Invalid.
func (s *Service) CreateProgramme(ctx context.Context, a access.Actor, fields Fields) (Programme, error) {
	if err := a.Permit(access.OpCreateProgramme); err != nil {
		return Programme{}, err
	}
	fields, err := fields.checked(s.Layouts)
	if err != nil {
		return Programme{}, err
	}
	p := Programme{Meta: s.fresh(), Fields: fields}
	return p, insert(ctx, s, a, s.Store.Programmes(), p, programmeMark(access.OpCreateProgramme, p), nil)
}

// Programme gives one programme. Fails as NotFound.
func (s *Service) Programme(ctx context.Context, a access.Actor, id uuid.UUID) (Programme, error) {
	if err := s.permitProgramme(ctx, a, access.OpGetProgramme, id); err != nil {
		return Programme{}, err
	}
	return s.Store.Programmes().Get(ctx, id)
}

// ListProgrammes gives a page of programmes.
func (s *Service) ListProgrammes(ctx context.Context, a access.Actor, filter Filter, page record.Page) (_ record.List[Programme], err error) {
	if filter.Sight, err = a.See(access.OpListProgrammes); err != nil {
		return record.List[Programme]{}, err
	}
	return s.Store.Programmes().List(ctx, filter, page)
}

// ChangeProgramme lets edit set fields; it archives and restores too. What was sent for signing keeps what it was sent
// with. Fails as NotFound, Stale or Invalid.
func (s *Service) ChangeProgramme(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*Fields)) (Programme, error) {
	if err := a.Permit(access.OpUpdateProgramme); err != nil {
		return Programme{}, err
	}
	permit := func(ctx context.Context, p Programme) error {
		return s.permitProgramme(ctx, a, access.OpUpdateProgramme, p.ID)
	}
	return revise(ctx, s, a, s.Store.Programmes(), id, match, permit, func(_ context.Context, p *Programme) (*mark, error) {
		fields, err := edited(p.Fields, edit, func(f Fields) (Fields, error) { return f.checked(s.Layouts) })
		if err != nil || fields == p.Fields {
			return nil, err
		}
		p.Fields = fields
		m := programmeMark(access.OpUpdateProgramme, *p)
		return &m, nil
	})
}

func programmeMark(op access.Operation, p Programme) mark {
	return mark{op: op, object: access.Ref{Kind: "programme", ID: p.ID}, programme: p.ID}
}

// edited applies edit to a copy of the fields and checks the result.
func edited[T any](fields T, edit func(*T), check func(T) (T, error)) (T, error) {
	edit(&fields)
	return check(fields)
}

// CreateTheme adds a theme to a programme's catalogue, or to one enrolment of it. Fails as Invalid or NotFound, or as
// Conflict when the programme is archived.
func (s *Service) CreateTheme(ctx context.Context, a access.Actor, programme, enrolment uuid.UUID, fields ThemeFields) (Theme, error) {
	if err := s.permitProgramme(ctx, a, access.OpCreateTheme, programme); err != nil {
		return Theme{}, err
	}
	fields, err := fields.checked()
	if err != nil {
		return Theme{}, err
	}
	t := Theme{Meta: s.fresh(), ThemeFields: fields, ProgrammeID: programme, EnrolmentID: enrolment}
	return t, insert(ctx, s, a, s.Store.Themes(), t, themeMark(access.OpCreateTheme, t), func(ctx context.Context) error {
		p, err := s.runs(ctx, programme)
		if err != nil {
			return err
		}
		if err := s.inFramework(ctx, p.FrameworkID, fields.Disciplines, ""); err != nil || enrolment == uuid.Nil {
			return err
		}
		e, err := s.Store.Enrolments().Get(ctx, enrolment)
		if err == nil && e.ProgrammeID != programme {
			return misplaced("/enrolment_id", "enrolment")
		}
		return err
	})
}

// Theme gives one theme. Fails as NotFound.
func (s *Service) Theme(ctx context.Context, a access.Actor, id uuid.UUID) (Theme, error) {
	if err := a.Permit(access.OpGetTheme); err != nil {
		return Theme{}, err
	}
	t, err := s.Store.Themes().Get(ctx, id)
	if err != nil {
		return Theme{}, err
	}
	return t, s.permitTheme(ctx, a, access.OpGetTheme, t)
}

// ListThemes gives a page of a programme's catalogue, with the themes of one enrolment when the filter names it.
func (s *Service) ListThemes(ctx context.Context, a access.Actor, filter ThemeFilter, page record.Page) (_ record.List[Theme], err error) {
	filter.Sight, err = a.See(access.OpListThemes)
	if err == nil && filter.Enrolment != uuid.Nil {
		_, err = s.enrolment(ctx, a, access.OpGetEnrolment, filter.Enrolment)
	}
	if err != nil {
		return record.List[Theme]{}, err
	}
	return s.Store.Themes().List(ctx, filter, page)
}

// ChangeTheme lets edit set fields; it archives and restores too. Fails as NotFound, Stale or Invalid.
func (s *Service) ChangeTheme(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*ThemeFields)) (Theme, error) {
	if err := a.Permit(access.OpUpdateTheme); err != nil {
		return Theme{}, err
	}
	permit := func(ctx context.Context, t Theme) error { return s.permitTheme(ctx, a, access.OpUpdateTheme, t) }
	return revise(ctx, s, a, s.Store.Themes(), id, match, permit, func(ctx context.Context, t *Theme) (*mark, error) {
		fields, err := edited(t.ThemeFields, edit, ThemeFields.checked)
		if err != nil || fields == t.ThemeFields {
			return nil, err
		}
		p, err := s.Store.Programmes().Get(ctx, t.ProgrammeID)
		if err != nil {
			return nil, err
		}
		if err := s.inFramework(ctx, p.FrameworkID, fields.Disciplines, t.Disciplines); err != nil {
			return nil, err
		}
		t.ThemeFields = fields
		m := themeMark(access.OpUpdateTheme, *t)
		return &m, nil
	})
}

func themeMark(op access.Operation, t Theme) mark {
	return mark{op: op, object: access.Ref{Kind: "theme", ID: t.ID}, programme: t.ProgrammeID}
}
