package api

import (
	"context"

	"testamur/internal/framework"
	"testamur/internal/programme"
)

func wireNamed(n framework.Named) DisciplineName { return DisciplineName{Code: n.Code, Name: n.Name} }

func wireChange(c framework.Change) EditionChange {
	return EditionChange{
		Kind: EditionChangeKind(c.Kind), Of: EditionChangeOf(c.Of), Sentence: c.Sentence(),
		Before: each(c.Before, wireNamed), After: each(c.After, wireNamed), FromGroup: wireNamed(c.FromGroup), ToGroup: wireNamed(c.ToGroup),
		Passages: each(c.Passages, func(p framework.Passage) EditionPassage {
			return EditionPassage{Part: p.Part, Paragraphs: each(p.Paragraphs, wireParagraphDifference)}
		}),
	}
}

// GetEditionDifference implements StrictServerInterface.
func (s *server) GetEditionDifference(ctx context.Context, r GetEditionDifferenceRequestObject) (GetEditionDifferenceResponseObject, error) {
	ctx, actor := caller(ctx)
	d, err := s.Programmes.EditionDifference(ctx, actor, r.ID, r.Params.Since)
	if err != nil {
		return nil, err
	}
	return GetEditionDifference200JSONResponse{EditionDifferenceShownJSONResponse{
		FromEditionID: d.From.ID, ToEditionID: d.To.ID, Changes: each(d.Changes, wireChange), Note: d.Changes.Note(),
	}}, nil
}

func wireThemeMove(m programme.ThemeMove) ThemeMove {
	return ThemeMove{
		ThemeID: m.Theme.ID, EnrolmentID: m.Theme.EnrolmentID, Heading: m.Theme.Heading,
		Disciplines: each(m.Disciplines, func(f framework.Fate) DisciplineFate {
			return DisciplineFate{Code: f.Code, Name: f.Name, Kind: DisciplineFateKind(f.Kind), Becomes: each(f.Becomes, wireNamed)}
		}),
	}
}

// ForeseeCohortEdition implements StrictServerInterface.
func (s *server) ForeseeCohortEdition(ctx context.Context, r ForeseeCohortEditionRequestObject) (ForeseeCohortEditionResponseObject, error) {
	ctx, actor := caller(ctx)
	m, err := s.Programmes.ForeseeCohortEdition(ctx, actor, r.ID, r.Params.EditionID)
	if err != nil {
		return nil, err
	}
	return ForeseeCohortEdition200JSONResponse{EditionMoveShownJSONResponse{
		CohortID: m.Cohort.ID, Revision: m.Cohort.Revision, FromEditionID: m.From.ID, ToEditionID: m.To.ID,
		Themes: each(m.Themes, wireThemeMove), Unchanged: m.Unchanged,
	}}, nil
}

// PutCohortEdition implements StrictServerInterface.
func (s *server) PutCohortEdition(ctx context.Context, r PutCohortEditionRequestObject) (PutCohortEditionResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Programmes.PutCohortEdition(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.EditionID)
	if err != nil {
		return nil, err
	}
	return PutCohortEdition200JSONResponse{shownCohort(c)}, nil
}
