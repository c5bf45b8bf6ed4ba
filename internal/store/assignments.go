package store

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type assignmentRow struct {
	Head
	EnrolmentID  uuid.UUID
	ProgrammeID  uuid.UUID
	AssessorID   uuid.UUID
	DueOn        day
	Conflict     string
	ConflictNote string
	Archived     bool
}

// TableName implements gorm's schema.Tabler.
func (assignmentRow) TableName() string { return "assignments" }

func packAssignment(a programme.Assignment) assignmentRow {
	return assignmentRow{
		Head: headOf(a.Meta), EnrolmentID: a.EnrolmentID, ProgrammeID: a.ProgrammeID, AssessorID: a.AssessorID,
		DueOn: dayOf(a.DueOn), Conflict: string(a.Conflict), ConflictNote: a.ConflictNote, Archived: a.Archived,
	}
}

func unpackAssignment(r assignmentRow) programme.Assignment {
	return programme.Assignment{
		Meta: r.meta(), EnrolmentID: r.EnrolmentID, ProgrammeID: r.ProgrammeID, AssessorID: r.AssessorID,
		AssignmentFields: programme.AssignmentFields{
			DueOn: r.DueOn.date(), Conflict: programme.Conflict(r.Conflict), ConflictNote: r.ConflictNote, Archived: r.Archived,
		},
	}
}

func filterAssignments(c *conditions, f programme.AssignmentFilter) {
	c.id("programme_id", f.Programme)
	if f.Cohort != uuid.Nil {
		c.and("enrolment_id IN (SELECT id FROM enrolments WHERE cohort_id = ?)", f.Cohort)
	}
	c.id("enrolment_id", f.Enrolment)
	c.id("assessor_id", f.Assessor)
	c.archived(f.Archived)
	c.sight(f.Sight, "programme_id", ties{access.Assigned: "assessor_id = ? AND NOT archived"})
}

type assignments = table[programme.Assignment, programme.AssignmentFilter, assignmentRow, *programme.Assignment]

// Assignments implements programme.Store.
func (s *Store) Assignments() record.Table[programme.Assignment, programme.AssignmentFilter] {
	return assignments{
		store: s, kind: "assignment", pack: packAssignment, unpack: unpackAssignment, filter: filterAssignments, load: s.loadProgress,
		uniques: []unique[assignmentRow]{{
			"assignments_active", "enrolment_id = ? AND assessor_id = ? AND NOT archived AND NOT ?",
			func(r assignmentRow) []any { return []any{r.EnrolmentID, r.AssessorID, r.Archived} },
		}},
	}
}

// Assigned implements programme.Store.
func (s *Store) Assigned(ctx context.Context, enrolment, person uuid.UUID) (bool, error) {
	return scalar[bool](ctx, s.db(ctx),
		"SELECT EXISTS (SELECT 1 FROM assignments WHERE enrolment_id = ? AND assessor_id = ? AND NOT archived)", enrolment, person)
}
