package store

import (
	"context"
	"errors"
	"time"

	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

type sessionRow struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	AccountID uuid.UUID
	Method    string
	Hash      digest
	CreatedAt instant `gorm:"autoCreateTime:false"`
	SeenAt    instant
	ExpiresAt instant
	ProvenAt  instant
	Address   string
	Device    string
}

// TableName implements gorm's schema.Tabler.
func (sessionRow) TableName() string { return "sessions" }

func (r sessionRow) id() uuid.UUID { return r.ID }

func packSession(s account.Session) sessionRow {
	return sessionRow{
		ID: s.ID, AccountID: s.Account, Method: string(s.Method), Hash: digest(s.Hash), CreatedAt: instant(s.CreatedAt), SeenAt: instant(s.SeenAt),
		ExpiresAt: instant(s.ExpiresAt), ProvenAt: instant(s.ProvenAt), Address: s.Address, Device: s.Device,
	}
}

func unpackSession(r sessionRow) account.Session {
	return account.Session{
		ID: r.ID, Account: r.AccountID, Method: account.Method(r.Method), Hash: record.Digest(r.Hash), CreatedAt: time.Time(r.CreatedAt),
		SeenAt: time.Time(r.SeenAt), ExpiresAt: time.Time(r.ExpiresAt), ProvenAt: time.Time(r.ProvenAt), Address: r.Address, Device: r.Device,
	}
}

// InsertSession implements account.SessionStore.
func (s *Store) InsertSession(ctx context.Context, session account.Session) error {
	return insert(ctx, s, packSession(session), nil)
}

type presenceRow struct {
	Session    sessionRow `gorm:"embedded"`
	Name       string
	Admin      bool
	DisabledAt instant
}

// Presence implements account.SessionStore.
func (s *Store) Presence(ctx context.Context, hash record.Digest) (account.Presence, error) {
	var r presenceRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT sessions.*, people.name, accounts.admin, accounts.disabled_at FROM sessions
		JOIN accounts ON accounts.id = sessions.account_id JOIN people ON people.id = accounts.id WHERE sessions.hash = ?`, digest(hash)).Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return account.Presence{}, fault.Missing("session")
	}
	return account.Presence{
		Session: unpackSession(r.Session), Name: r.Name, Admin: r.Admin, Disabled: r.DisabledAt != instant{},
	}, err
}

// Sessions implements account.SessionStore.
func (s *Store) Sessions(ctx context.Context, owner uuid.UUID) ([]account.Session, error) {
	rows, err := of[sessionRow](ctx, s.db(ctx)).where("account_id = ?", owner).order("id DESC").find()
	return all(rows, unpackSession), err
}

// TouchSession implements account.SessionStore.
func (s *Store) TouchSession(ctx context.Context, session account.Session) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := of[sessionRow](ctx, s.db(ctx)).where("id = ? AND hash = ?", session.ID, digest(session.Hash)).
			change(packSession(session), "seen_at", "proven_at")
		return err
	})
}

// RenewSession implements account.SessionStore.
func (s *Store) RenewSession(ctx context.Context, session account.Session, old record.Digest) (renewed bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := of[sessionRow](ctx, s.db(ctx)).where("id = ? AND hash = ?", session.ID, digest(old)).change(packSession(session), "hash", "proven_at")
		renewed = n > 0
		return err
	})
	return renewed, err
}

// EndSession implements account.SessionStore.
func (s *Store) EndSession(ctx context.Context, owner, id uuid.UUID) (ended bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := of[sessionRow](ctx, s.db(ctx)).where("id = ? AND account_id = ?", id, owner).remove()
		ended = n > 0
		return err
	})
	return ended, err
}

// EndSessionOf implements account.SessionStore.
func (s *Store) EndSessionOf(ctx context.Context, secret record.Digest) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := of[sessionRow](ctx, s.db(ctx)).where("hash = ?", digest(secret)).remove()
		return err
	})
}

// EndOldSessions implements account.SessionStore.
func (s *Store) EndOldSessions(ctx context.Context, owner uuid.UUID, keep int) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), `DELETE FROM sessions WHERE account_id = ? AND id NOT IN
			(SELECT id FROM sessions WHERE account_id = ? ORDER BY created_at DESC, id DESC LIMIT ?)`, owner, owner, keep)
		return err
	})
}

// EndSessions implements account.SessionStore.
func (s *Store) EndSessions(ctx context.Context, owner, except uuid.UUID) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := of[sessionRow](ctx, s.db(ctx)).where("account_id = ? AND id <> ?", owner, except).remove()
		return err
	})
}
