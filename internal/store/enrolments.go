package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type enrolmentRow struct {
	Head
	CohortID    uuid.UUID
	ProgrammeID uuid.UUID
	PersonID    uuid.UUID
	ExternalID  optional
	State       string
	LeaderKind  string
	Scale       string
}

// TableName implements gorm's schema.Tabler.
func (enrolmentRow) TableName() string { return "enrolments" }

func packEnrolment(e programme.Enrolment) enrolmentRow {
	return enrolmentRow{
		Head: headOf(e.Meta), CohortID: e.CohortID, ProgrammeID: e.ProgrammeID, PersonID: e.PersonID,
		ExternalID: optional(e.ExternalID), State: string(e.State), LeaderKind: string(e.LeaderKind), Scale: e.Scale,
	}
}

func unpackEnrolment(r enrolmentRow) programme.Enrolment {
	return programme.Enrolment{
		Meta: r.meta(), PersonID: r.PersonID, ProgrammeID: r.ProgrammeID,
		EnrolmentFields: programme.EnrolmentFields{
			CohortID: r.CohortID, ExternalID: string(r.ExternalID), State: programme.EnrolmentState(r.State),
			LeaderKind: programme.LeaderKind(r.LeaderKind), Scale: r.Scale,
		},
	}
}

const assignedTo = "id IN (SELECT enrolment_id FROM assignments WHERE assessor_id = ? AND NOT archived)"

func filterEnrolments(c *conditions, f programme.EnrolmentFilter) {
	c.id("programme_id", f.Programme)
	c.id("cohort_id", f.Cohort)
	c.id("person_id", f.Person)
	c.text("external_id", f.ExternalID)
	c.text("state", string(f.State))
	if f.Assessor != uuid.Nil {
		c.and(assignedTo, f.Assessor)
	}
	c.sight(f.Sight, "programme_id", ties{access.Participant: "person_id = ?", access.Assigned: assignedTo})
}

type enrolments = table[programme.Enrolment, programme.EnrolmentFilter, enrolmentRow, *programme.Enrolment]

func (s *Store) enrolments() enrolments {
	return enrolments{
		store: s, kind: "enrolment", pack: packEnrolment, unpack: unpackEnrolment, filter: filterEnrolments, load: s.nameThem,
		uniques: []unique[enrolmentRow]{
			{"enrolments_person", "cohort_id = ? AND person_id = ?", func(r enrolmentRow) []any { return []any{r.CohortID, r.PersonID} }},
			{"enrolments_external_id", "external_id = ?", func(r enrolmentRow) []any { return []any{r.ExternalID} }},
		},
	}
}

// Enrolments implements programme.Store.
func (s *Store) Enrolments() record.Table[programme.Enrolment, programme.EnrolmentFilter] {
	return s.enrolments()
}

// nameThem brings the names of the people who are enrolled.
func (s *Store) nameThem(ctx context.Context, enrolments []programme.Enrolment) error {
	names, err := s.names(ctx, all(enrolments, func(e programme.Enrolment) uuid.UUID { return e.PersonID }))
	if err != nil {
		return err
	}
	for i := range enrolments {
		enrolments[i].PersonName = names[enrolments[i].PersonID]
	}
	return nil
}

// EnrolmentByExternalID implements programme.Store.
func (s *Store) EnrolmentByExternalID(ctx context.Context, externalID string) (programme.Enrolment, error) {
	return s.enrolments().one(ctx, "external_id = ?", externalID)
}

// OpenEnrolments implements programme.Store.
func (s *Store) OpenEnrolments(ctx context.Context, cohort uuid.UUID, limit int) ([]programme.Enrolment, error) {
	rows, err := of[enrolmentRow](ctx, s.db(ctx)).
		where("cohort_id = ? AND state IN ?", cohort, []programme.EnrolmentState{programme.Invited, programme.Active}).
		order("id").limit(limit).find()
	if err != nil {
		return nil, err
	}
	return s.enrolments().items(ctx, rows)
}

// EnrolmentState implements certificate.Store. Inside a transaction the row stays locked until its end.
func (s *Store) EnrolmentState(ctx context.Context, id uuid.UUID) (programme.EnrolmentState, error) {
	t := s.enrolments()
	t.load = nil
	e, err := t.Get(ctx, id)
	return e.State, err
}

// CompleteEnrolment implements certificate.Store.
func (s *Store) CompleteEnrolment(ctx context.Context, id uuid.UUID, at time.Time) (settled bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := execute(ctx, s.db(ctx), "UPDATE enrolments SET state = ?, changed_at = ?, revision = revision + 1 WHERE id = ? AND state = ?",
			programme.Completed, instant(at), id, programme.Active)
		settled = n > 0
		return err
	})
	return settled, err
}
