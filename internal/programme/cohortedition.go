package programme

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// EditionMove is what changes for the themes of a cohort when it pins another edition.
type EditionMove struct {
	Cohort    Cohort
	From, To  framework.Edition // heads; From is zero when the cohort pins none
	Themes    []ThemeMove       // for which something changes
	Unchanged int               // themes that name disciplines and stay as they are
}

// ThemeMove is a theme some of whose disciplines are no longer what they were.
type ThemeMove struct {
	Theme       Theme
	Disciplines []framework.Fate
}

// ForeseeCohortEdition says what changes for the themes of a cohort if it pins the edition: those of the catalogue, and those of
// its participants. Nothing is moved. Fails as NotFound or Invalid.
func (s *Service) ForeseeCohortEdition(ctx context.Context, a access.Actor, cohort, edition uuid.UUID) (m EditionMove, err error) {
	if err := a.Permit(access.OpForeseeCohortEdition); err != nil {
		return m, err
	}
	if m.Cohort, err = s.Store.Cohorts().Get(ctx, cohort); err != nil {
		return m, err
	}
	if err := s.permitCohort(ctx, a, access.OpForeseeCohortEdition, m.Cohort); err != nil {
		return m, err
	}
	if m.To, err = s.pinnable(ctx, m.Cohort, edition); err != nil {
		return m, err
	}
	from, lineage, err := s.pinned(ctx, m.Cohort.EditionID)
	if err != nil {
		return m, err
	}
	m.From = from
	number := from.Framework.Edition
	if from.FrameworkID != m.To.FrameworkID {
		number = 0
		if lineage, err = s.Store.Lineage(ctx, m.To.FrameworkID); err != nil {
			return m, err
		}
	}
	themes, err := s.Store.LinkedThemes(ctx, m.Cohort)
	for _, t := range themes {
		fates := lineage.Fates(t.Disciplines, number, m.To.Framework.Edition)
		if len(fates) == 0 {
			m.Unchanged++
			continue
		}
		m.Themes = append(m.Themes, ThemeMove{t, fates})
	}
	return m, err
}

// PutCohortEdition makes a cohort pin an edition of the programme's framework. What was written keeps the disciplines that it
// names. Fails as NotFound, Stale or Invalid.
func (s *Service) PutCohortEdition(ctx context.Context, a access.Actor, cohort uuid.UUID, match record.Match, edition uuid.UUID) (Cohort, error) {
	if err := a.Permit(access.OpPutCohortEdition); err != nil {
		return Cohort{}, err
	}
	permit := func(ctx context.Context, c Cohort) error { return s.permitCohort(ctx, a, access.OpPutCohortEdition, c) }
	return revise(ctx, s, a, s.Store.Cohorts(), cohort, match, permit, func(ctx context.Context, c *Cohort) (*mark, error) {
		if _, err := s.pinnable(ctx, *c, edition); err != nil || edition == c.EditionID {
			return nil, err
		}
		m := cohortMark(access.OpPutCohortEdition, *c)
		m.detail["edition"] = edition.String()
		if c.EditionID != uuid.Nil {
			m.detail["edition_before"] = c.EditionID.String()
		}
		c.EditionID = edition
		return &m, nil
	})
}

// pinnable gives the head of an edition that a cohort may pin.
func (s *Service) pinnable(ctx context.Context, c Cohort, edition uuid.UUID) (framework.Edition, error) {
	e, err := s.Store.EditionHeads().Get(ctx, edition)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && e.State != framework.Published) {
		return e, fault.At("/edition_id", "unknown", "There is no such published edition.")
	}
	if err != nil {
		return e, err
	}
	p, err := s.Store.Programmes().Get(ctx, c.ProgrammeID)
	if err == nil && p.FrameworkID != e.FrameworkID {
		return e, fault.At("/edition_id", "other_framework", "This edition is not of the framework of the programme.")
	}
	return e, err
}
