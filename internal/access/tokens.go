package access

import (
	"context"
	"time"

	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// touchAfter is how exact the time of a token's last use is.
const touchAfter = time.Minute

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
	now := s.Now()
	a, err := t.Actor(now)
	if err == nil && now.Sub(t.LastUsedAt).Abs() >= touchAfter {
		err = s.Store.TouchToken(ctx, t.ID, now)
	}
	return a, err
}

// Again gives the actor of a token as it is now, from how an actor was recorded. It fails as Unauthenticated when the token
// has ended.
func (s *Service) Again(ctx context.Context, recorded Actor) (Actor, error) {
	t, err := s.Store.Tokens().Get(ctx, recorded.ID)
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

// CreateToken makes a token and gives its secret, the only time that it can be seen. Fails as Invalid.
func (s *Service) CreateToken(ctx context.Context, a Actor, fields TokenFields) (Token, string, error) {
	if err := a.Permit(OpCreateToken); err != nil {
		return Token{}, "", err
	}
	t, secret, err := NewToken(s.Random, s.NewID(), s.Now(), fields)
	if err != nil {
		return Token{}, "", err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if t.Person != uuid.Nil {
			_, err := s.Store.People().Get(ctx, t.Person)
			if fault.CodeOf(err) == fault.NotFound {
				return fault.At("/person_id", "unknown", "There is no such person.")
			} else if err != nil {
				return err
			}
		}
		if err := s.Store.Tokens().Insert(ctx, t); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, OpCreateToken, Ref{"token", t.ID}, uuid.Nil, map[string]string{"role": string(t.Role)})
	})
	return t, secret, err
}

// RevokeToken ends a token at once. Fails as NotFound.
func (s *Service) RevokeToken(ctx context.Context, a Actor, id uuid.UUID) error {
	if err := a.Permit(OpDeleteToken); err != nil {
		return err
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
		return s.Journal.Note(ctx, a, OpDeleteToken, Ref{"token", id}, uuid.Nil, nil)
	})
}

// Token gives one token, without its secret. Fails as NotFound.
func (s *Service) Token(ctx context.Context, a Actor, id uuid.UUID) (Token, error) {
	if err := a.Permit(OpGetToken); err != nil {
		return Token{}, err
	}
	return s.Store.Tokens().Get(ctx, id)
}

// ListTokens gives a page of tokens, without secrets.
func (s *Service) ListTokens(ctx context.Context, a Actor, page record.Page) (record.List[Token], error) {
	if err := a.Permit(OpListTokens); err != nil {
		return record.List[Token]{}, err
	}
	return s.Store.Tokens().List(ctx, TokenFilter{}, page)
}
