package access

import (
	"context"
	"io"
	"time"

	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Operations of the command line alone, so not in the contract; their events carry these names.
const (
	opCreateToken Operation = "createToken"
	opRevokeToken Operation = "revokeToken"
)

// Store is what this package needs of the database.
type Store interface {
	record.Transactor
	EventStore
	People() record.Table[Person, PersonFilter]
	Tokens() record.Table[Token, TokenFilter]
	// TokenByHash fails as NotFound.
	TokenByHash(ctx context.Context, hash [32]byte) (Token, error)
	// PersonByExternalID fails as NotFound.
	PersonByExternalID(ctx context.Context, externalID string) (Person, error)
}

// Service carries out the use cases of people and tokens.
type Service struct {
	Store   Store
	Journal Journal
	Now     func() time.Time
	NewID   func() uuid.UUID
	Random  io.Reader
}

// Authenticate turns the secret of a bearer token into the actor who may use it; it fails as Unauthenticated.
func (s *Service) Authenticate(ctx context.Context, secret string) (Actor, error) {
	hash, ok := ParseSecret(secret)
	if !ok {
		return Actor{}, errBadToken()
	}
	t, err := s.Store.TokenByHash(ctx, hash)
	if fault.CodeOf(err) == fault.NotFound {
		return Actor{}, errBadToken()
	}
	if err != nil {
		return Actor{}, err
	}
	return t.Actor(s.Now())
}

func errBadToken() error {
	return fault.New(fault.Unauthenticated, "token_unknown", "This token is not valid.")
}

// CreateToken makes a token and gives its secret, the only time that it can be seen. Administrators only.
func (s *Service) CreateToken(ctx context.Context, a Actor, name string, role Role, person uuid.UUID) (Token, string, error) {
	if a.Role != RoleAdmin {
		return Token{}, "", fault.New(fault.Forbidden, "", "Only an administrator makes tokens.")
	}
	t, secret, err := NewToken(s.Random, s.NewID(), s.Now(), name, role, person)
	if err != nil {
		return Token{}, "", err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if person != uuid.Nil {
			if _, err := s.Store.People().Get(ctx, person); err != nil {
				return err
			}
		}
		if err := s.Store.Tokens().Insert(ctx, t); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, opCreateToken, Ref{"token", t.ID}, uuid.Nil, map[string]string{"role": string(role)})
	})
	return t, secret, err
}

// RevokeToken ends a token at once. Administrators only.
func (s *Service) RevokeToken(ctx context.Context, a Actor, id uuid.UUID) error {
	if a.Role != RoleAdmin {
		return fault.New(fault.Forbidden, "", "Only an administrator revokes tokens.")
	}
	return s.Store.Update(ctx, func(ctx context.Context) error {
		t, err := s.Store.Tokens().Get(ctx, id)
		if err != nil || !t.RevokedAt.IsZero() {
			return err
		}
		t.RevokedAt = s.Now()
		if err := s.Store.Tokens().Update(ctx, &t); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, opRevokeToken, Ref{"token", id}, uuid.Nil, nil)
	})
}

// ListTokens gives all tokens, without secrets, for the command line.
func (s *Service) ListTokens(ctx context.Context, a Actor, page record.Page) (record.List[Token], error) {
	if a.Role != RoleAdmin {
		return record.List[Token]{}, fault.New(fault.Forbidden, "", "Only an administrator lists tokens.")
	}
	return s.Store.Tokens().List(ctx, TokenFilter{}, page)
}
