package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"

	"github.com/google/uuid"
)

type attemptRow struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	What      string
	AccountID reference
	Method    string
	Reason    string
	At        instant
	Address   string
	Device    string
}

// TableName implements gorm's schema.Tabler.
func (attemptRow) TableName() string { return "attempts" }

func packAttempt(a account.Attempt) attemptRow {
	return attemptRow{
		ID: a.ID, What: string(a.What), AccountID: reference(a.Account), Method: string(a.Method), Reason: a.Reason, At: instant(a.At),
		Address: a.Address, Device: a.Device,
	}
}

func unpackAttempt(r attemptRow) account.Attempt {
	return account.Attempt{
		ID: r.ID, What: access.Operation(r.What), Account: uuid.UUID(r.AccountID), Method: account.Method(r.Method), Reason: r.Reason, At: time.Time(r.At),
		Address: r.Address, Device: r.Device,
	}
}

// InsertAttempt implements account.AttemptStore.
func (s *Store) InsertAttempt(ctx context.Context, a account.Attempt) error {
	return s.Update(ctx, func(ctx context.Context) error {
		r := packAttempt(a)
		_, err := of[attemptRow](ctx, s.db(ctx)).create(&r)
		return err
	})
}

// Attempts implements account.AttemptStore.
func (s *Store) Attempts(ctx context.Context, limit int) ([]account.Attempt, error) {
	rows, err := of[attemptRow](ctx, s.db(ctx)).order("id").limit(limit).find()
	return all(rows, unpackAttempt), err
}

// RemoveAttempt implements account.AttemptStore.
func (s *Store) RemoveAttempt(ctx context.Context, id uuid.UUID) (removed bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := of[attemptRow](ctx, s.db(ctx)).where("id = ?", id).remove()
		removed = n > 0
		return err
	})
	return removed, err
}

// KeepOrigin implements account.AttemptStore.
func (s *Store) KeepOrigin(ctx context.Context, event, owner uuid.UUID, at time.Time, address, device string) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), "INSERT INTO origins (event_id, account_id, at, address, device) VALUES (?, ?, ?, ?, ?)",
			event, owner, instant(at), address, device)
		return err
	})
}
