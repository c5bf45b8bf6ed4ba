package store

import (
	"context"
	"maps"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// CohortEnrolments implements certificate.Store and programme.Store.
func (s *Store) CohortEnrolments(ctx context.Context, cohort uuid.UUID) ([]programme.Enrolment, error) {
	rows, err := of[enrolmentRow](ctx, s.db(ctx)).where("cohort_id = ?", cohort).order("id").find()
	if err != nil {
		return nil, err
	}
	return s.enrolments().items(ctx, rows)
}

// CohortCertificates implements certificate.Store.
func (s *Store) CohortCertificates(ctx context.Context, cohort uuid.UUID, states ...certificate.State) ([]certificate.Certificate, error) {
	rows, err := of[certificateRow](ctx, s.db(ctx)).
		where("enrolment_id IN (SELECT id FROM enrolments WHERE cohort_id = ?) AND state IN ?", cohort, states).order("id").find()
	if err != nil {
		return nil, err
	}
	return s.certificates().items(ctx, rows)
}

// CohortAssignments implements programme.Store.
func (s *Store) CohortAssignments(ctx context.Context, cohort uuid.UUID) ([]programme.Assignment, error) {
	rows, err := of[assignmentRow](ctx, s.db(ctx)).
		where("enrolment_id IN (SELECT id FROM enrolments WHERE cohort_id = ?) AND NOT archived", cohort).order("id").find()
	return all(rows, unpackAssignment), err
}

// PeopleByID implements certificate.Store and programme.Store. A few people sign for thousands: each is asked for once.
func (s *Store) PeopleByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]access.Person, error) {
	found := make(map[uuid.UUID]access.Person, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	asked := map[uuid.UUID]bool{}
	for _, id := range ids {
		asked[id] = true
	}
	rows, err := of[personRow](ctx, s.db(ctx)).
		where("id IN ?", idsOf(slices.Collect(maps.Keys(asked)), func(id uuid.UUID) uuid.UUID { return id })).find()
	for _, r := range rows {
		found[r.ID] = unpackPerson(r)
	}
	return found, err
}

// PeopleKnownBy implements programme.Store.
func (s *Store) PeopleKnownBy(ctx context.Context, externalIDs, emails []string) ([]access.Person, error) {
	keys := all(emails, access.EmailKey)
	rows, err := of[personRow](ctx, s.db(ctx)).where("external_id IN ? OR email_key IN ?", externalIDs, keys).order("id").find()
	return all(rows, unpackPerson), err
}
