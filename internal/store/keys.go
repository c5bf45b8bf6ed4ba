package store

import (
	"context"
	"time"

	"testamur/internal/fault"
	"testamur/internal/keys"

	"github.com/google/uuid"
)

type keyRow struct {
	ID        uuid.UUID
	Kind      string
	DER       []byte
	Chain     document[[][]byte]
	Wrapped   []byte
	CreatedAt instant `gorm:"autoCreateTime:false"`
	RetiredAt instant
}

// TableName implements gorm's schema.Tabler.
func (keyRow) TableName() string { return "keys" }

func (r keyRow) id() uuid.UUID { return r.ID }

func unpackKey(r keyRow) keys.Key {
	return keys.Key{
		ID: r.ID, Kind: keys.Kind(r.Kind), DER: r.DER, Chain: r.Chain.of, Wrapped: r.Wrapped,
		CreatedAt: time.Time(r.CreatedAt), RetiredAt: time.Time(r.RetiredAt),
	}
}

// Keys implements keys.Store. Inside a transaction nobody else writes keys until its end, so that of two servers that
// start for the first time one makes the root and the other finds it.
func (s *Store) Keys(ctx context.Context) ([]keys.Key, error) {
	db := s.db(ctx)
	if s.engine.shared && s.transaction(ctx) != nil {
		if _, err := execute(ctx, db, "LOCK TABLE keys IN SHARE ROW EXCLUSIVE MODE"); err != nil {
			return nil, err
		}
	}
	rows, err := of[keyRow](ctx, db).order("created_at, id").find()
	return all(rows, unpackKey), err
}

// KeyInUse implements keys.Store.
func (s *Store) KeyInUse(ctx context.Context, kind keys.Kind) (uuid.UUID, error) {
	id, err := scalar[optional](ctx, s.db(ctx), "SELECT id FROM keys WHERE kind = ? AND retired_at IS NULL ORDER BY created_at, id LIMIT 1", kind)
	if err != nil || id == "" {
		return uuid.Nil, err
	}
	return uuid.Parse(string(id))
}

// CountKeys implements keys.Store.
func (s *Store) CountKeys(ctx context.Context, kind keys.Kind) (int, error) {
	return scalar[int](ctx, s.db(ctx), "SELECT count(*) FROM keys WHERE kind = ?", kind)
}

// InsertKey implements keys.Store.
func (s *Store) InsertKey(ctx context.Context, k keys.Key) error {
	return insert(ctx, s, keyRow{
		ID: k.ID, Kind: string(k.Kind), DER: k.DER, Chain: document[[][]byte]{k.Chain}, Wrapped: k.Wrapped,
		CreatedAt: instant(k.CreatedAt), RetiredAt: instant(k.RetiredAt),
	}, nil)
}

// RetireKey implements keys.Store.
func (s *Store) RetireKey(ctx context.Context, id uuid.UUID, at time.Time) error {
	return s.Update(ctx, func(ctx context.Context) error {
		n, err := of[keyRow](ctx, s.db(ctx)).where("id = ?", id).set("retired_at", instant(at))
		if err == nil && n == 0 {
			return fault.Missing("key")
		}
		return err
	})
}
