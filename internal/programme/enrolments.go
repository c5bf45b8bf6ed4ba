package programme

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Enrol puts a person into a cohort. Fails as Invalid, NotFound, or Conflict when the person is in it
// already, or when the cohort is closed or something of it archived.
func (s *Service) Enrol(ctx context.Context, a access.Actor, person uuid.UUID, fields EnrolmentFields) (Enrolment, error) {
	if err := a.Permit(access.OpCreateEnrolment); err != nil {
		return Enrolment{}, err
	}
	return s.insertEnrolment(ctx, a, access.OpCreateEnrolment, person, fields)
}

func (s *Service) insertEnrolment(ctx context.Context, a access.Actor, op access.Operation, person uuid.UUID, fields EnrolmentFields) (Enrolment, error) {
	fields, err := fields.checked()
	if err != nil {
		return Enrolment{}, err
	}
	e := Enrolment{Meta: s.fresh(), EnrolmentFields: fields, PersonID: person}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		cohort, err := s.openCohort(ctx, a, op, fields.CohortID)
		if err != nil {
			return err
		}
		p, err := s.somebody(ctx, "/person_id", person)
		if err != nil {
			return err
		}
		e.ProgrammeID, e.PersonName = cohort.ProgrammeID, p.Name
		return insert(ctx, s, a, s.Store.Enrolments(), e, enrolmentMark(op, e), nil)
	})
	return e, err
}

// somebody gives a person who can be named for something new.
func (s *Service) somebody(ctx context.Context, pointer string, id uuid.UUID) (access.Person, error) {
	p, err := s.Store.People().Get(ctx, id)
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		return p, fault.At(pointer, "unknown", "There is no such person.")
	case err == nil && p.Archived:
		return p, archived("person")
	}
	return p, err
}

// openCohort gives a cohort that people can come into. One that the actor may not know of is unknown.
func (s *Service) openCohort(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Cohort, error) {
	c, err := s.Store.Cohorts().Get(ctx, id)
	if err == nil {
		err = s.permitCohort(ctx, a, op, c)
	}
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		return c, fault.At("/cohort_id", "unknown", "There is no such cohort.").Because(err)
	case err != nil:
		return c, err
	case c.State == Closed || c.Archived:
		return c, fault.New(fault.Conflict, "cohort_closed", "This cohort is closed. Reopen it first.")
	}
	_, err = s.runs(ctx, c.ProgrammeID)
	return c, err
}

// Enrolment gives one enrolment: to staff, to its assessors and to the participant. Fails as NotFound.
func (s *Service) Enrolment(ctx context.Context, a access.Actor, id uuid.UUID) (Enrolment, error) {
	return s.enrolment(ctx, a, access.OpGetEnrolment, id)
}

// ListEnrolments gives a page of enrolments: to assessors those assigned to them, to participants their own.
func (s *Service) ListEnrolments(ctx context.Context, a access.Actor, filter EnrolmentFilter, page record.Page) (_ record.List[Enrolment], err error) {
	if filter.Sight, err = a.See(access.OpListEnrolments); err != nil {
		return record.List[Enrolment]{}, err
	}
	return s.Store.Enrolments().List(ctx, filter, page)
}

// ChangeEnrolment lets edit set fields. A new cohort must be an open one of the same programme, and only in an open cohort
// does an outcome become open again. Fails as NotFound, Stale,
// Invalid or Conflict.
func (s *Service) ChangeEnrolment(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*EnrolmentFields)) (Enrolment, error) {
	if err := a.Permit(access.OpUpdateEnrolment); err != nil {
		return Enrolment{}, err
	}
	return s.changeEnrolment(ctx, a, access.OpUpdateEnrolment, id, match, edit)
}

func (s *Service) changeEnrolment(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, edit func(*EnrolmentFields)) (Enrolment, error) {
	permit := func(ctx context.Context, e Enrolment) error { return s.permitEnrolment(ctx, a, op, e) }
	return revise(ctx, s, a, s.Store.Enrolments(), id, match, permit, func(ctx context.Context, e *Enrolment) (*mark, error) {
		fields, err := edited(e.EnrolmentFields, edit, EnrolmentFields.checked)
		if err != nil || fields == e.EnrolmentFields {
			return nil, err
		}
		if err := e.State.move(fields.State); err != nil {
			return nil, err
		}
		reopened := fields.State.Open() && !e.State.Open()
		if fields.CohortID != e.CohortID || reopened {
			if err := s.mayJoin(ctx, a, op, *e, fields.CohortID); err != nil {
				return nil, err
			}
		}
		e.EnrolmentFields = fields
		m := enrolmentMark(op, *e)
		return &m, nil
	})
}

func (s *Service) mayJoin(ctx context.Context, a access.Actor, op access.Operation, e Enrolment, cohort uuid.UUID) error {
	c, err := s.openCohort(ctx, a, op, cohort)
	if err == nil && c.ProgrammeID != e.ProgrammeID {
		return misplaced("/cohort_id", "cohort")
	}
	return err
}

// PutEnrolment makes the enrolment of an external id be as given: created if it is new (second result), changed
// otherwise; the person of an enrolment cannot change.
func (s *Service) PutEnrolment(ctx context.Context, a access.Actor, externalID string, match record.Match, person uuid.UUID, fields EnrolmentFields) (e Enrolment, created bool, err error) {
	if err := a.Permit(access.OpPutEnrolment); err != nil {
		return Enrolment{}, false, err
	}
	if fields.ExternalID, err = externalName(externalID); err != nil {
		return Enrolment{}, false, err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) (err error) {
		e, err = s.Store.EnrolmentByExternalID(ctx, fields.ExternalID)
		if created = fault.CodeOf(err) == fault.NotFound; created {
			if err := match.Absent(); err != nil {
				return err
			}
			e, err = s.insertEnrolment(ctx, a, access.OpPutEnrolment, person, fields)
			return err
		}
		if err != nil {
			return err
		}
		if err := s.permitEnrolment(ctx, a, access.OpPutEnrolment, e); err != nil {
			return err
		}
		if e.PersonID != person {
			return fault.At("/person_id", "fixed", "This external id belongs to another person's enrolment.")
		}
		e, err = s.changeEnrolment(ctx, a, access.OpPutEnrolment, e.ID, match, func(f *EnrolmentFields) { *f = fields })
		return err
	})
	return e, created, err
}

func enrolmentMark(op access.Operation, e Enrolment) mark {
	return mark{op, access.Ref{Kind: "enrolment", ID: e.ID}, e.ProgrammeID, map[string]string{"state": string(e.State)}}
}
