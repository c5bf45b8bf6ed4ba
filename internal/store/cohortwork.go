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
	certificates, err := s.CohortStandings(ctx, cohort, states...)
	if err != nil || len(certificates) == 0 {
		return nil, err
	}
	return certificates, s.loadCompositions(ctx, certificates)
}

// CohortStandings implements certificate.Store.
func (s *Store) CohortStandings(ctx context.Context, cohort uuid.UUID, states ...certificate.State) ([]certificate.Certificate, error) {
	rows, err := of[certificateRow](ctx, s.db(ctx)).
		where("enrolment_id IN (SELECT id FROM enrolments WHERE cohort_id = ?) AND state IN ?", cohort, states).order("id").find()
	return all(rows, unpackCertificate), err
}

// CohortAssignments implements programme.Store.
func (s *Store) CohortAssignments(ctx context.Context, cohort uuid.UUID) ([]programme.Assignment, error) {
	rows, err := of[assignmentRow](ctx, s.db(ctx)).
		where("enrolment_id IN (SELECT id FROM enrolments WHERE cohort_id = ?) AND NOT archived", cohort).order("id").find()
	return all(rows, unpackAssignment), err
}

// CohortReviews implements certificate.Store.
func (s *Store) CohortReviews(ctx context.Context, cohort uuid.UUID) (map[uuid.UUID]certificate.Review, error) {
	rows, err := of[reviewRow](ctx, s.db(ctx)).
		where(`certificate_id IN (SELECT c.id FROM certificates c JOIN enrolments e ON e.id = c.enrolment_id WHERE e.cohort_id = ?)
			AND number = (SELECT max(x.number) FROM reviews x WHERE x.certificate_id = reviews.certificate_id)`, cohort).find()
	last := make(map[uuid.UUID]certificate.Review, len(rows))
	for _, r := range rows {
		last[r.CertificateID] = unpackReview(r)
	}
	return last, err
}

// CohortSources implements certificate.Store.
func (s *Store) CohortSources(ctx context.Context, cohort uuid.UUID) (map[uuid.UUID][]programme.Writing, error) {
	rows, err := of[writingRow](ctx, s.db(ctx)).columns("id", "kind", "owner_id", "enrolment_id", "assessor_id", "theme_id", "number", "written_at").
		where(`enrolment_id IN (SELECT id FROM enrolments WHERE cohort_id = ?) AND (kind = ?
			OR owner_id IN (SELECT id FROM feedback WHERE `+quotable+`) OR id IN (SELECT writing_id FROM passage_sources))`,
			cohort, programme.WritingProject).order("id").find()
	sources := map[uuid.UUID][]programme.Writing{}
	for _, r := range rows {
		sources[r.EnrolmentID] = append(sources[r.EnrolmentID], unpackWriting(r))
	}
	return sources, err
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
