package api

import (
	"context"

	"testamur/internal/framework"
	"testamur/internal/programme"
)

func wireCoverage(c programme.Coverage) Coverage {
	return Coverage{
		EditionID: c.Edition.ID, Edition: c.Edition.Framework.Edition, Enrolled: c.Enrolled, All: wireAmount(c.All), Naming: wireAmount(c.Naming),
		Disciplines: each(c.Disciplines, func(d programme.Covered) CoveredDiscipline {
			return CoveredDiscipline{
				Code: d.Code, Name: d.Name, Group: d.Group, LogEntries: d.LogEntries, Feedback: d.Feedback, Participants: d.Participants,
			}
		}),
		Unplaced: each(c.Unplaced, func(u programme.Unplaced) UnplacedDiscipline {
			return UnplacedDiscipline{
				Code: u.Code, Became: u.Became.List(), LogEntries: u.LogEntries, Feedback: u.Feedback, Participants: u.Participants,
			}
		}),
		Silent: each(c.Silent(), func(n framework.Named) DisciplineCode { return n.Code }),
	}
}

func wireAmount(a programme.Amount) Evidence {
	return Evidence{LogEntries: a.LogEntries, Feedback: a.Feedback, Participants: a.Participants}
}

// GetProgrammeCoverage implements StrictServerInterface.
func (s *server) GetProgrammeCoverage(ctx context.Context, r GetProgrammeCoverageRequestObject) (GetProgrammeCoverageResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Programmes.ProgrammeCoverage(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetProgrammeCoverage200JSONResponse{CoverageShownJSONResponse(wireCoverage(c))}, nil
}

// GetCohortCoverage implements StrictServerInterface.
func (s *server) GetCohortCoverage(ctx context.Context, r GetCohortCoverageRequestObject) (GetCohortCoverageResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Programmes.CohortCoverage(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetCohortCoverage200JSONResponse{CoverageShownJSONResponse(wireCoverage(c))}, nil
}

// GetEnrolmentCoverage implements StrictServerInterface.
func (s *server) GetEnrolmentCoverage(ctx context.Context, r GetEnrolmentCoverageRequestObject) (GetEnrolmentCoverageResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Programmes.EnrolmentCoverage(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetEnrolmentCoverage200JSONResponse{CoverageShownJSONResponse(wireCoverage(c))}, nil
}

// ListDisciplines implements StrictServerInterface.
func (s *server) ListDisciplines(ctx context.Context, r ListDisciplinesRequestObject) (ListDisciplinesResponseObject, error) {
	ctx, actor := caller(ctx)
	disciplines, err := s.Programmes.Disciplines(ctx, actor, r.ID, r.Params.ThemeID)
	if err != nil {
		return nil, err
	}
	items := each(disciplines, func(d framework.Discipline) GuidingDiscipline {
		return GuidingDiscipline{Code: d.Code, Name: d.Name, Question: d.Question, GuidingQuestions: each(d.GuidingQuestions, same)}
	})
	return ListDisciplines200JSONResponse{DisciplineListedJSONResponse{Items: items}}, nil
}
