package store

import (
	"context"
	"time"

	"testamur/internal/personal"
	"testamur/internal/record"

	"github.com/google/uuid"
)

var _ personal.Store = (*Store)(nil)

type erasureRow struct {
	PersonID   uuid.UUID
	ErasedAt   instant
	FinishedAt instant
}

// TableName implements gorm's schema.Tabler.
func (erasureRow) TableName() string { return "erasures" }

type doomedFileRow struct{ Digest digest }

// TableName implements gorm's schema.Tabler.
func (doomedFileRow) TableName() string { return "doomed_files" }

// Erased implements personal.Store.
func (s *Store) Erased(ctx context.Context, person uuid.UUID) (bool, error) {
	n, err := of[erasureRow](ctx, s.db(ctx)).where("person_id = ?", person).count()
	return n > 0, err
}

// RecordErasure implements personal.Erasures.
func (s *Store) RecordErasure(ctx context.Context, person uuid.UUID, at time.Time, files []record.Digest) error {
	return s.Update(ctx, func(ctx context.Context) error {
		for _, d := range files {
			if _, err := execute(ctx, s.db(ctx), "INSERT INTO doomed_files (digest) VALUES (?) ON CONFLICT DO NOTHING", digest(d)); err != nil {
				return err
			}
		}
		_, err := of[erasureRow](ctx, s.db(ctx)).create(&erasureRow{PersonID: person, ErasedAt: instant(at)})
		return err
	})
}

// DoomedFiles implements personal.Erasures.
func (s *Store) DoomedFiles(ctx context.Context) ([]record.Digest, error) {
	rows, err := of[doomedFileRow](ctx, s.db(ctx)).order("digest").find()
	return all(rows, func(r doomedFileRow) record.Digest { return record.Digest(r.Digest) }), err
}

// FileNeeded implements personal.Erasures. It is RefersTo without what was erased, whose digests stay.
func (s *Store) FileNeeded(ctx context.Context, d record.Digest) (bool, error) {
	return scalar[bool](ctx, s.db(ctx), `SELECT EXISTS (SELECT 1 FROM files WHERE digest = @digest)
		OR EXISTS (SELECT 1 FROM versions WHERE file = @digest AND erased_at IS NULL)
		OR EXISTS (SELECT 1 FROM versions WHERE base_file = @digest AND erased_at IS NULL)
		OR EXISTS (SELECT 1 FROM versions WHERE logo = @digest)
		OR EXISTS (SELECT 1 FROM sign_offs WHERE signature = @digest)`, map[string]any{"digest": digest(d)})
}

// Spare implements personal.Erasures.
func (s *Store) Spare(ctx context.Context, d record.Digest) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := of[doomedFileRow](ctx, s.db(ctx)).where("digest = ?", digest(d)).remove()
		return err
	})
}

// UnfinishedErasures implements personal.Erasures.
func (s *Store) UnfinishedErasures(ctx context.Context) ([]uuid.UUID, error) {
	rows, err := of[erasureRow](ctx, s.db(ctx)).where("finished_at IS NULL").order("person_id").find()
	return all(rows, func(r erasureRow) uuid.UUID { return r.PersonID }), err
}

// FinishErasures implements personal.Erasures.
func (s *Store) FinishErasures(ctx context.Context, people []uuid.UUID, at time.Time) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), "UPDATE erasures SET finished_at = ? WHERE person_id IN ?", instant(at), people)
		return err
	})
}
