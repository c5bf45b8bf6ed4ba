package store

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// Material implements certificate.Store.
func (s *Store) Material(ctx context.Context, enrolment uuid.UUID) (m certificate.Material, err error) {
	if m.Enrolment, err = s.enrolments().Get(ctx, enrolment); err != nil {
		return m, err
	}
	if m.Programme, err = first(ctx, s.programmes(), "id = ?", m.Enrolment.ProgrammeID); err != nil {
		return m, err
	}
	if m.Cohort, err = first(ctx, s.cohorts(), "id = ?", m.Enrolment.CohortID); err != nil {
		return m, err
	}
	if m.Person, err = first(ctx, s.people(), "id = ?", m.Enrolment.PersonID); err != nil {
		return m, err
	}
	if m.Project, err = first(ctx, s.projects(), "enrolment_id = ?", enrolment); err != nil {
		return m, err
	}
	if m.Writings, err = s.latestWritings(ctx, enrolment); err != nil {
		return m, err
	}
	if m.Themes, err = s.themesFor(ctx, m.Enrolment); err != nil {
		return m, err
	}
	if m.Assessors, err = s.assessorsOf(ctx, enrolment); err != nil {
		return m, err
	}
	err = s.loadPanel(ctx, &m)
	return m, err
}

// themesFor lists the catalogue in its order and then the enrolment's own themes; archived ones only where something was
// written under them.
func (s *Store) themesFor(ctx context.Context, e programme.Enrolment) ([]programme.Theme, error) {
	rows, err := of[themeRow](ctx, s.db(ctx)).
		where("programme_id = ? AND (enrolment_id IS NULL OR enrolment_id = ?)", e.ProgrammeID, e.ID).
		where("(NOT archived OR id IN (SELECT theme_id FROM writings WHERE enrolment_id = ?))", e.ID).
		order("enrolment_id IS NOT NULL, position, id").find()
	return all(rows, unpackTheme), err
}

// assessorsOf lists those whose assignment has not ended, in the order of assignment.
func (s *Store) assessorsOf(ctx context.Context, enrolment uuid.UUID) ([]access.Person, error) {
	var rows []personRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT p.* FROM people p JOIN assignments a ON a.assessor_id = p.id
		WHERE a.enrolment_id = ? AND NOT a.archived ORDER BY a.id`, enrolment).Scan(&rows).Error
	return all(rows, unpackPerson), err
}

// first gives the aggregate that the condition finds without locking it, or a zero one.
func first[T, F any, R headed, P aggregate[T]](ctx context.Context, t table[T, F, R, P], where string, args ...any) (T, error) {
	var none T
	rows, err := of[R](ctx, t.store.db(ctx)).where(where, args...).limit(1).find()
	if err != nil || len(rows) == 0 {
		return none, err
	}
	return t.unpack(rows[0]), nil
}
