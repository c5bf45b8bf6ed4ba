package store

import (
	"context"

	"testamur/internal/excerpt"

	"github.com/google/uuid"
)

// RemoveExcerpts implements personal.Erasures. Who wrote for others did not agree any more from then on.
func (s *Store) RemoveExcerpts(ctx context.Context, person uuid.UUID) error {
	return s.executeAll(ctx, // what refers goes before what is referred to
		statement{"DELETE FROM excerpt_consents WHERE excerpt_id IN (SELECT id FROM excerpts WHERE " + aboutPerson + ")", []any{person}},
		statement{"DELETE FROM excerpts WHERE " + aboutPerson, []any{person}},
		statement{"UPDATE excerpt_consents SET answer = ?, digest = NULL WHERE person_id = ?", []any{excerpt.Declines, person}},
		statement{`DELETE FROM excerpt_requests WHERE person_id = ?
			AND NOT EXISTS (SELECT 1 FROM excerpt_consents c WHERE c.request_id = excerpt_requests.id)`, []any{person}},
	)
}
