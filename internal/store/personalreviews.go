package store

import (
	"context"

	"testamur/internal/certificate"

	"github.com/google/uuid"
)

// aboutPerson are what belongs to the certificates of a person, as a condition.
const aboutPerson = "certificate_id IN (SELECT id FROM certificates WHERE " + ofPerson + ")"

// ReviewAnswersBy implements personal.Holdings.
func (s *Store) ReviewAnswersBy(ctx context.Context, person, after uuid.UUID, limit int) ([]certificate.ReviewRequest, error) {
	ids := of[reviewRequestRow](ctx, s.db(ctx)).columns("id").where("person_id = ? AND id > ?", person, after).order("id").limit(limit)
	return s.requests(ctx, "id IN (?)", ids.db)
}

// ReviewRequestsAbout implements personal.Erasures.
func (s *Store) ReviewRequestsAbout(ctx context.Context, person uuid.UUID) ([]uuid.UUID, error) {
	rows, err := of[reviewRequestRow](ctx, s.db(ctx)).columns("id").where("(person_id = ? OR "+aboutPerson+")", person, person).find()
	return all(rows, func(r reviewRequestRow) uuid.UUID { return r.ID }), err
}

// RemoveReviews implements personal.Erasures. Who asked stays known by their id.
func (s *Store) RemoveReviews(ctx context.Context, person uuid.UUID) error {
	return s.executeAll(ctx, // what refers goes before what is referred to
		statement{"DELETE FROM review_remarks WHERE " + aboutPerson, []any{person}},
		statement{"DELETE FROM review_requests WHERE " + aboutPerson, []any{person}},
		statement{"DELETE FROM reviews WHERE " + aboutPerson, []any{person}},
		statement{`UPDATE review_remarks SET comment = '', wording = '', reason = '', state = CASE WHEN state = 'open' THEN 'ended' ELSE state END
			WHERE person_id = ?`, []any{person}},
	)
}
