package account

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Code is six digits that were mailed to a guest.
type Code struct {
	Link      uuid.UUID
	Object    access.Ref
	Salt      [16]byte
	Hash      record.Digest // of salt and digits
	Tries     int
	ExpiresAt time.Time
}

// Guests is the service as access.Guests: its Invite has another meaning than that of accounts.
type Guests struct{ *Service }

var _ access.Guests = Guests{}

// Invite implements access.Guests.
func (g Guests) Invite(ctx context.Context, kind access.LetterKind, person access.Person, object access.Ref, data map[string]string, until time.Time) error {
	return fault.New(fault.Internal, "", "not yet")
}

// End implements access.Guests.
func (g Guests) End(ctx context.Context, object access.Ref, person uuid.UUID) error {
	return fault.New(fault.Internal, "", "not yet")
}

// SendCode implements access.Guests.
func (g Guests) SendCode(ctx context.Context, a access.Actor, object access.Ref, data map[string]string) error {
	return fault.New(fault.Internal, "", "not yet")
}

// CheckCode implements access.Guests.
func (g Guests) CheckCode(ctx context.Context, a access.Actor, object access.Ref, code string) error {
	return fault.New(fault.Internal, "", "not yet")
}

// AuthenticateGuest turns the secret of a guest's link into the actor that may see its one object. Fails as Unauthenticated
// with the reason link_ended, for links that sign in too.
func (s *Service) AuthenticateGuest(ctx context.Context, secret string) (access.Actor, error) {
	return access.Actor{}, fault.New(fault.Internal, "", "not yet")
}
