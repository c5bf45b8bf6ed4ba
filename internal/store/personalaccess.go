package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/personal"

	"github.com/google/uuid"
)

// EndGrants implements personal.Erasures.
func (s *Store) EndGrants(ctx context.Context, person uuid.UUID, at time.Time) error {
	return s.executeAll(ctx,
		statement{"DELETE FROM programme_staff WHERE person_id = ?", []any{person}},
		statement{`UPDATE tokens SET name = ?, revoked_at = COALESCE(revoked_at, ?), changed_at = ?, revision = revision + 1
			WHERE person_id = ?`, []any{personal.Name, instant(at), instant(at), person}},
	)
}

// RemoveLetters implements personal.Erasures.
func (s *Store) RemoveLetters(ctx context.Context, p access.Person, addresses []string) error {
	return s.Update(ctx, func(ctx context.Context) error {
		doomed, err := s.lettersAbout(ctx, p.Name)
		if err != nil {
			return err
		}
		about := all(doomed, func(id uuid.UUID) statement { return statement{"DELETE FROM outbox WHERE id = ?", []any{id}} })
		for _, address := range addresses {
			about = append(about, statement{"DELETE FROM outbox WHERE lower(recipient) = ?", []any{access.EmailKey(address)}})
		}
		return s.executeAll(ctx, append(about, statement{"DELETE FROM outbox WHERE person_id = ?", []any{p.ID}})...)
	})
}

// lettersAbout finds the unsent letters that say the name; what sent ones said is forgotten already.
func (s *Store) lettersAbout(ctx context.Context, name string) ([]uuid.UUID, error) {
	rows, err := of[letterRow](ctx, s.db(ctx)).columns("id", "data").where("sent_at IS NULL AND failed_at IS NULL").find()
	var ids []uuid.UUID
	for _, r := range rows {
		if r.Data.of["participant"] == name {
			ids = append(ids, r.ID)
		}
	}
	return ids, err
}
