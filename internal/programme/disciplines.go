package programme

import (
	"context"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// maxDisciplines is how many disciplines a theme or a text may name.
const maxDisciplines = 40

func fewDisciplines(f *text.Form, codes framework.Codes) {
	if len(codes.List()) > maxDisciplines {
		f.Refuse("/disciplines", "too_many", "Name at most 40 disciplines.")
	}
}

// inFramework checks the disciplines that a theme names anew: some published edition of the programme's framework has them. Cohorts
// of several editions share a catalogue. before are those that it named already.
func (s *Service) inFramework(ctx context.Context, id uuid.UUID, codes, before framework.Codes) error {
	added := codes.Missing(before)
	if len(added) == 0 {
		return nil
	}
	if id == uuid.Nil {
		return fault.At("/disciplines", "no_framework", "This programme has no framework. Choose one first.")
	}
	lineage, err := s.Store.Lineage(ctx, id)
	if err != nil {
		return err
	}
	var known framework.Codes
	for _, o := range lineage {
		known = known.With(o.Codes())
	}
	return unknownDisciplines("the framework of this programme", framework.CodesOf(added...).Missing(known))
}

// ofCohort is inCohort of an enrolment that is not loaded yet.
func (s *Service) ofCohort(ctx context.Context, enrolment uuid.UUID, codes, before framework.Codes) error {
	if len(codes.Missing(before)) == 0 {
		return nil
	}
	e, err := s.Store.Enrolments().Get(ctx, enrolment)
	if err != nil {
		return err
	}
	return s.inCohort(ctx, e, codes, before)
}

// inCohort checks the disciplines that a text names anew: the edition that the cohort pins has them.
func (s *Service) inCohort(ctx context.Context, e Enrolment, codes, before framework.Codes) error {
	added := codes.Missing(before)
	if len(added) == 0 {
		return nil
	}
	c, err := s.Store.Cohorts().Get(ctx, e.CohortID)
	if err != nil {
		return err
	}
	if c.EditionID == uuid.Nil {
		return fault.At("/disciplines", "no_framework", "This cohort has no edition of a framework, so there are no disciplines to name.")
	}
	known, err := s.Store.EditionCodes(ctx, c.EditionID)
	if err != nil {
		return err
	}
	return unknownDisciplines("the edition of this cohort", framework.CodesOf(added...).Missing(known))
}

func unknownDisciplines(where string, codes []string) error {
	if len(codes) == 0 {
		return nil
	}
	return fault.At("/disciplines", "unknown_discipline", "Not in %s, so leave out: %s.", where, strings.Join(codes, ", "))
}

// pinned gives the head of an edition that a cohort pins, with the lineage of its framework; neither for Nil.
func (s *Service) pinned(ctx context.Context, edition uuid.UUID) (e framework.Edition, l framework.Lineage, err error) {
	if edition == uuid.Nil {
		return e, nil, nil
	}
	if e, err = s.Store.EditionHeads().Get(ctx, edition); err != nil {
		return e, nil, err
	}
	l, err = s.Store.Lineage(ctx, e.FrameworkID)
	return e, l, err
}

// latestOf gives the edition that a new cohort of the programme pins, or Nil.
func (s *Service) latestOf(ctx context.Context, p Programme) (uuid.UUID, error) {
	if p.FrameworkID == uuid.Nil {
		return uuid.Nil, nil
	}
	e, err := s.Store.LatestEdition(ctx, p.FrameworkID)
	if fault.CodeOf(err) == fault.NotFound { // nothing of it is published yet
		return uuid.Nil, nil
	}
	return e.ID, err
}

// Disciplines gives the disciplines behind a theme, with their guiding questions, for whoever writes about a participant: as the
// edition has them that the cohort pins. Where a discipline of the theme was split, there are all that it became. A theme of Nil
// stands for all disciplines of the edition. Nothing is there when the cohort pins no edition. Fails as NotFound.
func (s *Service) Disciplines(ctx context.Context, a access.Actor, enrolment, theme uuid.UUID) ([]framework.Discipline, error) {
	e, edition, err := s.pinnedBy(ctx, a, enrolment)
	if err != nil || edition.ID == uuid.Nil || theme == uuid.Nil {
		return edition.Disciplines(), err
	}
	t, err := s.Store.Themes().Get(ctx, theme)
	if err != nil {
		return nil, err
	}
	if t.ProgrammeID != e.ProgrammeID || (t.EnrolmentID != uuid.Nil && t.EnrolmentID != e.ID) {
		return nil, fault.Missing("theme")
	}
	behind, err := s.behind(ctx, edition, []Theme{t})
	return behind[t.ID], err
}

// DisciplinesBehind is Disciplines of several themes at once, by theme, with as many queries as for one. The themes are those that
// somebody was given of the enrolment; what they name is read from them.
func (s *Service) DisciplinesBehind(ctx context.Context, a access.Actor, enrolment uuid.UUID, themes []Theme) (map[uuid.UUID][]framework.Discipline, error) {
	_, edition, err := s.pinnedBy(ctx, a, enrolment)
	if err != nil || edition.ID == uuid.Nil {
		return nil, err
	}
	return s.behind(ctx, edition, themes)
}

// pinnedBy gives an enrolment and the whole edition that its cohort pins, zero when there is none.
func (s *Service) pinnedBy(ctx context.Context, a access.Actor, enrolment uuid.UUID) (e Enrolment, edition framework.Edition, err error) {
	if e, err = s.enrolment(ctx, a, access.OpListDisciplines, enrolment); err != nil {
		return e, edition, err
	}
	c, err := s.Store.Cohorts().Get(ctx, e.CohortID)
	if err != nil || c.EditionID == uuid.Nil {
		return e, edition, err
	}
	edition, err = s.Store.Editions().Get(ctx, c.EditionID)
	return e, edition, err
}

// behind gives the disciplines of themes as the edition has them, by theme.
func (s *Service) behind(ctx context.Context, edition framework.Edition, themes []Theme) (map[uuid.UUID][]framework.Discipline, error) {
	lineage, err := s.Store.Lineage(ctx, edition.FrameworkID)
	if err != nil {
		return nil, err
	}
	meanings, out := lineage.Meanings(edition.Framework.Edition), map[uuid.UUID][]framework.Discipline{}
	for _, t := range themes {
		var codes framework.Codes
		for _, code := range t.Disciplines.List() {
			codes = codes.With(meanings[code])
		}
		for _, d := range edition.Disciplines() {
			if codes.Has(d.Code) {
				out[t.ID] = append(out[t.ID], d)
			}
		}
	}
	return out, nil
}
