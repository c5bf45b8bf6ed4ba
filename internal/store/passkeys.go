package store

import (
	"context"
	"time"

	"testamur/internal/account"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

type passkeyRow struct {
	ID           uuid.UUID `gorm:"primaryKey"`
	AccountID    uuid.UUID
	Name         string
	CredentialID []byte
	Credential   []byte
	CreatedAt    instant `gorm:"autoCreateTime:false"`
	UsedAt       instant
}

// TableName implements gorm's schema.Tabler.
func (passkeyRow) TableName() string { return "passkeys" }

func (r passkeyRow) id() uuid.UUID { return r.ID }

func packPasskey(p account.Passkey) passkeyRow {
	return passkeyRow{
		ID: p.ID, AccountID: p.Account, Name: p.Name, CredentialID: p.CredentialID, Credential: p.Credential,
		CreatedAt: instant(p.CreatedAt), UsedAt: instant(p.UsedAt),
	}
}

func unpackPasskey(r passkeyRow) account.Passkey {
	return account.Passkey{
		ID: r.ID, Account: r.AccountID, Name: r.Name, CredentialID: r.CredentialID, Credential: r.Credential,
		CreatedAt: time.Time(r.CreatedAt), UsedAt: time.Time(r.UsedAt),
	}
}

// InsertPasskey implements account.PasskeyStore.
func (s *Store) InsertPasskey(ctx context.Context, p account.Passkey) error {
	return insert(ctx, s, packPasskey(p), []unique[passkeyRow]{
		{"passkeys_credential", "credential_id = ?", func(r passkeyRow) []any { return []any{r.CredentialID} }},
	})
}

// PasskeysOf implements account.PasskeyStore.
func (s *Store) PasskeysOf(ctx context.Context, owner uuid.UUID) ([]account.Passkey, error) {
	rows, err := of[passkeyRow](ctx, s.db(ctx)).where("account_id = ?", owner).order("id").find()
	return all(rows, unpackPasskey), err
}

// UsePasskey implements account.PasskeyStore.
func (s *Store) UsePasskey(ctx context.Context, p account.Passkey, old []byte) error {
	return s.Update(ctx, func(ctx context.Context) error {
		n, err := of[passkeyRow](ctx, s.db(ctx)).where("id = ? AND credential = ?", p.ID, old).change(packPasskey(p), "credential", "used_at")
		if err == nil && n == 0 {
			return fault.New(fault.Conflict, "passkey_used", "This passkey was used or removed just now. Try again.")
		}
		return err
	})
}

// RemovePasskey implements account.PasskeyStore.
func (s *Store) RemovePasskey(ctx context.Context, owner, id uuid.UUID) (removed bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := of[passkeyRow](ctx, s.db(ctx)).where("id = ? AND account_id = ?", id, owner).remove()
		removed = n > 0
		return err
	})
	return removed, err
}

type challengeRow struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Ceremony  string
	SessionID reference
	Data      []byte
	CreatedAt instant `gorm:"autoCreateTime:false"`
	ExpiresAt instant
}

// TableName implements gorm's schema.Tabler.
func (challengeRow) TableName() string { return "challenges" }

// InsertChallenge implements account.PasskeyStore.
func (s *Store) InsertChallenge(ctx context.Context, c account.Challenge) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := of[challengeRow](ctx, s.db(ctx)).create(&challengeRow{
			ID: c.ID, Ceremony: string(c.Ceremony), SessionID: reference(c.Session), Data: c.Data,
			CreatedAt: instant(c.CreatedAt), ExpiresAt: instant(c.ExpiresAt),
		})
		return err
	})
}

// TakeChallenge implements account.PasskeyStore.
func (s *Store) TakeChallenge(ctx context.Context, id uuid.UUID) (c account.Challenge, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		r, err := one[challengeRow](ctx, s, "challenge", "id = ?", id)
		if err != nil {
			return err
		}
		c = account.Challenge{
			ID: r.ID, Ceremony: account.Ceremony(r.Ceremony), Session: uuid.UUID(r.SessionID), Data: r.Data,
			CreatedAt: time.Time(r.CreatedAt), ExpiresAt: time.Time(r.ExpiresAt),
		}
		_, err = of[challengeRow](ctx, s.db(ctx)).where("id = ?", id).remove()
		return err
	})
	return c, err
}
