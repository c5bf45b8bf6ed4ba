package programme

import (
	"context"
	"fmt"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// maxOpenNamed is how many people with an open outcome are named when a cohort cannot be closed.
const maxOpenNamed = 100

// CreateCohort adds a run of a programme. It pins the latest edition of the programme's framework. Fails as Invalid, NotFound, or Conflict when the external id is taken.
func (s *Service) CreateCohort(ctx context.Context, a access.Actor, programme uuid.UUID, fields CohortFields) (Cohort, error) {
	return s.insertCohort(ctx, a, access.OpCreateCohort, programme, fields)
}

func (s *Service) insertCohort(ctx context.Context, a access.Actor, op access.Operation, programme uuid.UUID, fields CohortFields) (Cohort, error) {
	if err := s.permitProgramme(ctx, a, op, programme); err != nil {
		return Cohort{}, err
	}
	fields, err := fields.checked()
	if err != nil {
		return Cohort{}, err
	}
	c := Cohort{Meta: s.fresh(), CohortFields: fields, ProgrammeID: programme}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		p, err := s.runs(ctx, programme)
		if err != nil {
			return err
		}
		if c.EditionID, err = s.latestOf(ctx, p); err != nil {
			return err
		}
		return insert(ctx, s, a, s.Store.Cohorts(), c, cohortMark(op, c), nil)
	})
	return c, err
}

// runs gives a programme in which something new can be begun. It fails as NotFound or Conflict.
func (s *Service) runs(ctx context.Context, programme uuid.UUID) (Programme, error) {
	p, err := s.Store.Programmes().Get(ctx, programme)
	if err == nil && p.Archived {
		return p, archived("programme")
	}
	return p, err
}

// archived is the answer to beginning something new with what was archived.
func archived(kind string) error {
	return fault.New(fault.Conflict, "archived", "This %s is archived. Restore it first.", kind)
}

// Cohort gives one cohort. Fails as NotFound.
func (s *Service) Cohort(ctx context.Context, a access.Actor, id uuid.UUID) (Cohort, error) {
	if err := a.Permit(access.OpGetCohort); err != nil {
		return Cohort{}, err
	}
	c, err := s.Store.Cohorts().Get(ctx, id)
	if err != nil {
		return Cohort{}, err
	}
	return c, s.permitCohort(ctx, a, access.OpGetCohort, c)
}

// ListCohorts gives a page of cohorts.
func (s *Service) ListCohorts(ctx context.Context, a access.Actor, filter CohortFilter, page record.Page) (_ record.List[Cohort], err error) {
	if filter.Sight, err = a.See(access.OpListCohorts); err != nil {
		return record.List[Cohort]{}, err
	}
	return s.Store.Cohorts().List(ctx, filter, page)
}

// ChangeCohort lets edit set fields; it moves, archives and restores too. Closing fails as Conflict and names everyone
// whose outcome is open. Fails as NotFound, Stale, Invalid or Conflict.
func (s *Service) ChangeCohort(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*CohortFields)) (Cohort, error) {
	if err := a.Permit(access.OpUpdateCohort); err != nil {
		return Cohort{}, err
	}
	return s.changeCohort(ctx, a, access.OpUpdateCohort, id, match, edit)
}

func (s *Service) changeCohort(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, edit func(*CohortFields)) (Cohort, error) {
	permit := func(ctx context.Context, c Cohort) error { return s.permitCohort(ctx, a, op, c) }
	return revise(ctx, s, a, s.Store.Cohorts(), id, match, permit, func(ctx context.Context, c *Cohort) (*mark, error) {
		fields, err := edited(c.CohortFields, edit, CohortFields.checked)
		if err != nil || fields == c.CohortFields {
			return nil, err
		}
		if fields.State == Closed && c.State != Closed {
			if err := s.closable(ctx, c.ID); err != nil {
				return nil, err
			}
		}
		c.CohortFields = fields
		m := cohortMark(op, *c)
		return &m, nil
	})
}

func (s *Service) closable(ctx context.Context, cohort uuid.UUID) error {
	open, err := s.Store.OpenEnrolments(ctx, cohort, maxOpenNamed)
	if err != nil || len(open) == 0 {
		return err
	}
	refusal := fault.New(fault.Conflict, "outcomes_open", "Some participants have no outcome yet. Settle each, then close the cohort.")
	for _, e := range open {
		refusal.Violations = append(refusal.Violations, fault.Violation{
			Pointer: "/state", Reason: "outcome_open",
			Message: fmt.Sprintf("%s (enrolment %s) is still %s.", e.PersonName, e.ID, e.State),
		})
	}
	return refusal
}

// PutCohort makes the cohort of an external id be as given: created if it is new (second result), changed otherwise.
func (s *Service) PutCohort(ctx context.Context, a access.Actor, externalID string, match record.Match, programme uuid.UUID, fields CohortFields) (c Cohort, created bool, err error) {
	if err := a.Permit(access.OpPutCohort); err != nil {
		return Cohort{}, false, err
	}
	if fields.ExternalID, err = externalName(externalID); err != nil {
		return Cohort{}, false, err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) (err error) {
		c, err = s.Store.CohortByExternalID(ctx, fields.ExternalID)
		if created = fault.CodeOf(err) == fault.NotFound; created {
			if err := match.Absent(); err != nil {
				return err
			}
			c, err = s.insertCohort(ctx, a, access.OpPutCohort, programme, fields)
			return err
		}
		if err != nil {
			return err
		}
		if err := s.permitCohort(ctx, a, access.OpPutCohort, c); err != nil {
			return err
		}
		if c.ProgrammeID != programme {
			return misplaced("/programme_id", "cohort")
		}
		c, err = s.changeCohort(ctx, a, access.OpPutCohort, c.ID, match, func(f *CohortFields) { *f = fields })
		return err
	})
	return c, created, err
}

func cohortMark(op access.Operation, c Cohort) mark {
	return mark{op, access.Ref{Kind: "cohort", ID: c.ID}, c.ProgrammeID, map[string]string{"state": string(c.State)}}
}

// misplaced is the answer to a reference that leads into another programme.
func misplaced(pointer, kind string) error {
	return fault.At(pointer, "other_programme", "This %s belongs to another programme.", kind)
}
