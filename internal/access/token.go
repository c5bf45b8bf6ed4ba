package access

import (
	"io"
	"strconv"
	"time"

	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// TokenPrefix begins every token, so that scanners recognise a leaked one; a CRC-32 at its end keeps them from crying
// wolf over look-alikes.
const TokenPrefix = "testamur_"

const hintChars = 6

// Token lets a program call the API. The secret itself is shown once and only its hash is kept.
type Token struct {
	record.Meta
	TokenFields
	Hash       [32]byte
	Hint       string // the first characters of the secret, to tell tokens apart
	RevokedAt  time.Time
	LastUsedAt time.Time // to the minute
}

// TokenFields is what a token is made with.
type TokenFields struct {
	Name       string
	Role       Role
	Person     uuid.UUID   // whom an assessor token acts as; for the other roles, whose hand it is
	Programmes []uuid.UUID // that a staff or read token is for; none means all
	Scopes     []Scope     // none means all that the role may do
	ExpiresAt  time.Time   // zero: it does not expire
}

// TokenFilter narrows a list of tokens.
type TokenFilter struct{}

// NewToken makes a token and its secret. An assessor token must name its person, and only staff and read tokens are for
// certain programmes.
func NewToken(random io.Reader, id uuid.UUID, now time.Time, fields TokenFields) (Token, string, error) {
	fields, err := fields.checked(now)
	if err != nil {
		return Token{}, "", err
	}
	t := Token{Meta: record.Meta{ID: id, Revision: 1, CreatedAt: now, ChangedAt: now}, TokenFields: fields}
	secret, hash, err := NewSecret(random, TokenPrefix)
	if err != nil {
		return Token{}, "", err
	}
	t.Hash, t.Hint = hash, secret[len(TokenPrefix):][:hintChars]
	return t, secret, nil
}

func (t TokenFields) checked(now time.Time) (TokenFields, error) {
	var f text.Form
	t.Name = f.Line("/name", t.Name, 100)
	t.Role = text.OneOf(&f, "/role", t.Role, RoleAdmin, RoleStaff, RoleAssessor, RoleRead)
	if t.Role == RoleAssessor && t.Person == uuid.Nil {
		f.Refuse("/person_id", "required", "Name the person that this token acts as.")
	}
	if len(t.Programmes) > 0 && t.Role != RoleStaff && t.Role != RoleRead {
		f.Refuse("/programmes", "not_allowed", "Only a token for staff or for reading is for certain programmes.")
	}
	for i, scope := range t.Scopes {
		t.Scopes[i] = text.OneOf(&f, "/scopes/"+strconv.Itoa(i), scope, Scopes...)
	}
	if !t.ExpiresAt.IsZero() && !t.ExpiresAt.After(now) {
		f.Refuse("/expires_at", "past", "Give a time that is still to come.")
	}
	return t, f.Err()
}

// ParseSecret checks the form of a secret and gives the hash to look it up by. It needs no database, so a mistyped or
// made-up token costs nothing.
func ParseSecret(s string) ([32]byte, bool) { return SecretHash(s, TokenPrefix) }

// Actor gives who acts when the token is used at now; it fails as Unauthenticated for an expired or revoked one.
func (t Token) Actor(now time.Time) (Actor, error) {
	ended := !t.RevokedAt.IsZero() || (!t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt))
	if ended {
		return Actor{}, fault.New(fault.Unauthenticated, "token_ended", "This token has expired or was revoked.")
	}
	return Actor{
		Kind: KindToken, ID: t.ID, Name: t.Name, Role: t.Role, Person: t.Person,
		Powers: Powers{Programmes: t.Programmes, Scopes: t.Scopes},
	}, nil
}
