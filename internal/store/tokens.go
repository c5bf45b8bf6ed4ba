package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type tokenRow struct {
	Head
	Name      string
	Role      string
	PersonID  reference
	Hash      digest
	Hint      string
	ExpiresAt instant
	RevokedAt instant

	Programmes document[[]uuid.UUID]
	Scopes     document[[]access.Scope]
	LastUsedAt instant
}

// TableName implements gorm's schema.Tabler.
func (tokenRow) TableName() string { return "tokens" }

func packToken(t access.Token) tokenRow {
	return tokenRow{
		Head: headOf(t.Meta), Name: t.Name, Role: string(t.Role), PersonID: reference(t.Person), Hash: t.Hash, Hint: t.Hint,
		ExpiresAt: instant(t.ExpiresAt), RevokedAt: instant(t.RevokedAt), LastUsedAt: instant(t.LastUsedAt),
		Programmes: document[[]uuid.UUID]{t.Programmes}, Scopes: document[[]access.Scope]{t.Scopes},
	}
}

func unpackToken(r tokenRow) access.Token {
	return access.Token{
		Meta: r.meta(), Hash: r.Hash, Hint: r.Hint, RevokedAt: time.Time(r.RevokedAt), LastUsedAt: time.Time(r.LastUsedAt),
		TokenFields: access.TokenFields{
			Name: r.Name, Role: access.Role(r.Role), Person: uuid.UUID(r.PersonID), ExpiresAt: time.Time(r.ExpiresAt),
			Programmes: r.Programmes.of, Scopes: r.Scopes.of,
		},
	}
}

type tokens = table[access.Token, access.TokenFilter, tokenRow, *access.Token]

func (s *Store) tokens() tokens {
	return tokens{store: s, kind: "token", pack: packToken, unpack: unpackToken, uniques: []unique[tokenRow]{
		{"tokens_hash", "hash = ?", func(r tokenRow) []any { return []any{r.Hash} }},
	}}
}

// Tokens implements access.Store.
func (s *Store) Tokens() record.Table[access.Token, access.TokenFilter] { return s.tokens() }

// TokenByHash implements access.Store.
func (s *Store) TokenByHash(ctx context.Context, hash [32]byte) (access.Token, error) {
	return s.tokens().one(ctx, "hash = ?", digest(hash))
}

// TouchToken implements access.Store.
func (s *Store) TouchToken(ctx context.Context, id uuid.UUID, at time.Time) error {
	return s.UpdateLoosely(ctx, func(ctx context.Context) error {
		_, err := of[tokenRow](ctx, s.db(ctx)).where("id = ?", id).set("last_used_at", instant(at))
		return err
	})
}
