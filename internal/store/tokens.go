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
}

// TableName implements gorm's schema.Tabler.
func (tokenRow) TableName() string { return "tokens" }

func packToken(t access.Token) tokenRow {
	return tokenRow{
		Head: headOf(t.Meta), Name: t.Name, Role: string(t.Role), PersonID: reference(t.Person), Hash: t.Hash, Hint: t.Hint,
		ExpiresAt: instant(t.ExpiresAt), RevokedAt: instant(t.RevokedAt),
	}
}

func unpackToken(r tokenRow) access.Token {
	return access.Token{
		Meta: r.meta(), Name: r.Name, Role: access.Role(r.Role), Person: uuid.UUID(r.PersonID), Hash: r.Hash, Hint: r.Hint,
		ExpiresAt: time.Time(r.ExpiresAt), RevokedAt: time.Time(r.RevokedAt),
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
