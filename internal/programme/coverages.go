package programme

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/framework"

	"github.com/google/uuid"
)

// CoverageStore finds the evidence that names disciplines, with a number of queries that does not depend on how much there is.
type CoverageStore interface {
	// Evidence gives it by enrolment, kind and the disciplines that it names; what names none has none.
	Evidence(ctx context.Context, scope Scope) ([]Evidence, error)
	// Enrolled gives how many enrolments the scope has.
	Enrolled(ctx context.Context, scope Scope) (int, error)
	// ReleasedFeedback gives the feedback of an enrolment that its certificate in force draws on.
	ReleasedFeedback(ctx context.Context, enrolment uuid.UUID) ([]uuid.UUID, error)
	// LinkedThemes gives the themes of the catalogue and of the cohort's participants that name disciplines, but for the archived.
	LinkedThemes(ctx context.Context, c Cohort) ([]Theme, error)
}

// ProgrammeCoverage is the coverage of all cohorts, by the latest edition of the programme's framework. Fails as NotFound.
func (s *Service) ProgrammeCoverage(ctx context.Context, a access.Actor, id uuid.UUID) (Coverage, error) {
	if err := s.permitProgramme(ctx, a, access.OpGetProgrammeCoverage, id); err != nil {
		return Coverage{}, err
	}
	p, err := s.Store.Programmes().Get(ctx, id)
	if err != nil {
		return Coverage{}, err
	}
	edition, err := s.latestOf(ctx, p)
	if err != nil {
		return Coverage{}, err
	}
	return s.coverage(ctx, Scope{Programme: id}, edition)
}

// CohortCoverage is the coverage of a cohort, by the edition that it pins. Fails as NotFound.
func (s *Service) CohortCoverage(ctx context.Context, a access.Actor, id uuid.UUID) (Coverage, error) {
	if err := a.Permit(access.OpGetCohortCoverage); err != nil {
		return Coverage{}, err
	}
	c, err := s.Store.Cohorts().Get(ctx, id)
	if err != nil {
		return Coverage{}, err
	}
	if err := s.permitCohort(ctx, a, access.OpGetCohortCoverage, c); err != nil {
		return Coverage{}, err
	}
	return s.coverage(ctx, Scope{Cohort: id}, c.EditionID)
}

// EnrolmentCoverage is the coverage of a participant, by the edition that the cohort pins. Whoever is not staff has no feedback
// counted that they may not see: assessors have their own, participants what their certificate in force draws on. Fails as
// NotFound.
func (s *Service) EnrolmentCoverage(ctx context.Context, a access.Actor, id uuid.UUID) (Coverage, error) {
	e, err := s.enrolment(ctx, a, access.OpGetEnrolmentCoverage, id)
	if err != nil {
		return Coverage{}, err
	}
	c, err := s.Store.Cohorts().Get(ctx, e.CohortID)
	if err != nil {
		return Coverage{}, err
	}
	scope := Scope{Enrolment: id}
	if !a.Stands(access.Object{Programme: e.ProgrammeID}, access.Admin, access.Staff) {
		scope.Limited, scope.Assessor = true, a.Person
		if a.Is(e.PersonID) {
			scope.Released, err = s.Store.ReleasedFeedback(ctx, id)
		}
	}
	if err != nil {
		return Coverage{}, err
	}
	return s.coverage(ctx, scope, c.EditionID)
}

func (s *Service) coverage(ctx context.Context, scope Scope, edition uuid.UUID) (c Coverage, err error) {
	var e framework.Edition
	var lineage framework.Lineage
	if edition != uuid.Nil {
		if e, err = s.Store.Editions().Get(ctx, edition); err != nil {
			return c, err
		}
		if lineage, err = s.Store.Lineage(ctx, e.FrameworkID); err != nil {
			return c, err
		}
	}
	evidence, err := s.Store.Evidence(ctx, scope)
	if err != nil {
		return c, err
	}
	c.cover(evidence, e, lineage.Meanings(e.Framework.Edition))
	for i, u := range c.Unplaced {
		c.Unplaced[i].Name = lineage.Name(u.Code)
	}
	c.Enrolled, err = s.Store.Enrolled(ctx, scope)
	return c, err
}
