package store

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type cohortRow struct {
	Head
	ProgrammeID uuid.UUID
	Name        string
	ExternalID  optional
	StartsOn    day
	EndsOn      day
	PanelOn     day
	State       string
	EditionID   reference
	Archived    bool
}

// TableName implements gorm's schema.Tabler.
func (cohortRow) TableName() string { return "cohorts" }

func packCohort(c programme.Cohort) cohortRow {
	return cohortRow{
		Head: headOf(c.Meta), ProgrammeID: c.ProgrammeID, Name: c.Name, ExternalID: optional(c.ExternalID),
		StartsOn: dayOf(c.StartsOn), EndsOn: dayOf(c.EndsOn), PanelOn: dayOf(c.PanelOn), State: string(c.State), EditionID: reference(c.EditionID), Archived: c.Archived,
	}
}

func unpackCohort(r cohortRow) programme.Cohort {
	return programme.Cohort{Meta: r.meta(), ProgrammeID: r.ProgrammeID, EditionID: uuid.UUID(r.EditionID), CohortFields: programme.CohortFields{
		Name: r.Name, ExternalID: string(r.ExternalID), StartsOn: r.StartsOn.date(), EndsOn: r.EndsOn.date(),
		PanelOn: r.PanelOn.date(), State: programme.CohortState(r.State), Archived: r.Archived,
	}}
}

func filterCohorts(c *conditions, f programme.CohortFilter) {
	c.id("programme_id", f.Programme)
	c.text("external_id", f.ExternalID)
	c.text("state", string(f.State))
	c.archived(f.Archived)
	c.sight(f.Sight, "programme_id", ties{
		access.Participant: "id IN (SELECT cohort_id FROM enrolments WHERE person_id = ?)",
		access.Assigned:    "id IN (SELECT cohort_id FROM enrolments WHERE id IN (SELECT enrolment_id FROM assignments WHERE assessor_id = ? AND NOT archived))",
	})
}

type cohorts = table[programme.Cohort, programme.CohortFilter, cohortRow, *programme.Cohort]

func (s *Store) cohorts() cohorts {
	return cohorts{store: s, kind: "cohort", pack: packCohort, unpack: unpackCohort, filter: filterCohorts, uniques: []unique[cohortRow]{
		{"cohorts_external_id", "external_id = ?", func(r cohortRow) []any { return []any{r.ExternalID} }},
	}}
}

// Cohorts implements programme.Store.
func (s *Store) Cohorts() record.Table[programme.Cohort, programme.CohortFilter] { return s.cohorts() }

// CohortByExternalID implements programme.Store.
func (s *Store) CohortByExternalID(ctx context.Context, externalID string) (programme.Cohort, error) {
	return s.cohorts().one(ctx, "external_id = ?", externalID)
}
