package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/record"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

var _ account.Store = (*Store)(nil)

type accountRow struct {
	Head
	Email        string
	EmailKey     optional
	Password     string
	Admin        bool
	DisabledAt   instant
	LastSignInAt instant
}

// TableName implements gorm's schema.Tabler.
func (accountRow) TableName() string { return "accounts" }

func packAccount(a account.Account) accountRow {
	return accountRow{
		Head: headOf(a.Meta), Email: a.Email, EmailKey: optional(access.EmailKey(a.Email)), Password: a.Password, Admin: a.Admin,
		DisabledAt: instant(a.DisabledAt), LastSignInAt: instant(a.LastSignInAt),
	}
}

func unpackAccount(r accountRow) account.Account {
	return account.Account{
		Meta: r.meta(), Email: r.Email, Password: r.Password, Admin: r.Admin,
		DisabledAt: time.Time(r.DisabledAt), LastSignInAt: time.Time(r.LastSignInAt),
	}
}

type accounts = table[account.Account, account.AccountFilter, accountRow, *account.Account]

func (s *Store) accounts() accounts {
	return accounts{store: s, kind: "account", pack: packAccount, unpack: unpackAccount, uniques: []unique[accountRow]{
		{"accounts_email", "email_key = ?", func(r accountRow) []any { return []any{r.EmailKey} }},
	}}
}

// Accounts implements account.Store.
func (s *Store) Accounts() record.Table[account.Account, account.AccountFilter] { return s.accounts() }

// AccountByEmail implements account.Store.
func (s *Store) AccountByEmail(ctx context.Context, email string) (account.Account, error) {
	return s.accounts().one(ctx, "email_key = ?", access.EmailKey(email))
}

// TouchAccount implements account.Store.
func (s *Store) TouchAccount(ctx context.Context, id uuid.UUID, at time.Time) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := of[accountRow](ctx, s.db(ctx)).where("id = ?", id).set("last_sign_in_at", instant(at))
		return err
	})
}

// EnabledAdmins implements account.Store. The order of ids keeps two who ask from waiting for each other.
func (s *Store) EnabledAdmins(ctx context.Context) ([]uuid.UUID, error) {
	var lock []clause.Expression
	if s.transaction(ctx) != nil {
		lock = append(lock, clause.Locking{Strength: "NO KEY UPDATE"})
	}
	rows, err := of[accountRow](ctx, s.db(ctx), lock...).where("admin AND disabled_at IS NULL").order("id").find()
	return all(rows, accountRow.id), err
}

// EraseAccount implements account.Store.
func (s *Store) EraseAccount(ctx context.Context, person uuid.UUID) error {
	return s.Update(ctx, func(ctx context.Context) error {
		for _, from := range []string{ // what refers goes before what is referred to
			"challenges WHERE session_id IN (SELECT id FROM sessions WHERE account_id = ?)",
			"sessions WHERE account_id = ?",
			"codes WHERE link_id IN (SELECT id FROM links WHERE person_id = ?)",
			"links WHERE person_id = ?",
			"passkeys WHERE account_id = ?",
			"attempts WHERE account_id = ?",
			"origins WHERE account_id = ?",
			"accounts WHERE id = ?",
		} {
			if _, err := execute(ctx, s.db(ctx), "DELETE FROM "+from, person); err != nil {
				return err
			}
		}
		return nil
	})
}

// SweepAccounts implements account.Store.
func (s *Store) SweepAccounts(ctx context.Context, now, origins time.Time) error {
	const fullAfter = 24 * time.Hour // any bucket
	return s.Update(ctx, func(ctx context.Context) error {
		for _, sweep := range []struct {
			from   string
			before time.Time
		}{
			{"sessions WHERE expires_at <= ?", now},
			{"sessions WHERE seen_at <= ?", now.Add(-account.SessionIdle)},
			{"codes WHERE expires_at <= ?", now},
			{"codes WHERE link_id IN (SELECT id FROM links WHERE expires_at <= ?)", now},
			{"links WHERE expires_at <= ?", now},
			{"challenges WHERE expires_at <= ?", now},
			{"throttles WHERE at <= ?", now.Add(-fullAfter)},
			{"origins WHERE at <= ?", origins},
		} {
			if _, err := execute(ctx, s.db(ctx), "DELETE FROM "+sweep.from, instant(sweep.before)); err != nil {
				return err
			}
		}
		return nil
	})
}
