package account

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Invitation is how somebody is invited.
type Invitation struct {
	Admin bool // as an administrator of the installation; only administrators ask for it
}

// Invite mails a person the link with which they first sign in, and makes their account if there is none, with their e-mail
// as the sign-in address. Inviting again sends another link and ends the one before. Fails as NotFound, as Conflict with the
// reason no_email, duplicate_email or account_disabled.
func (s *Service) Invite(ctx context.Context, a access.Actor, person uuid.UUID, invitation Invitation) (Account, error) {
	return Account{}, fault.New(fault.Internal, "", "not yet")
}

// Account gives the account of a person: to administrators, staff, and the person. Fails as NotFound.
func (s *Service) Account(ctx context.Context, a access.Actor, person uuid.UUID) (Account, error) {
	return Account{}, fault.New(fault.Internal, "", "not yet")
}

// ChangeAccount lets edit set what an administrator may change of an account that is at revision match. Disabling ends all
// its sessions and links at once. A letter to the address that it had says what changed. Fails as NotFound, Stale, Invalid,
// as Conflict with the reason duplicate_email, or last_admin: somebody must be able to let others in.
func (s *Service) ChangeAccount(ctx context.Context, a access.Actor, person uuid.UUID, match record.Match, edit func(*Fields)) (Account, error) {
	return Account{}, fault.New(fault.Internal, "", "not yet")
}

// Erase removes the account of a person and all that came of it: sessions, links, passkeys, origins. Events stay. It joins
// the transaction of ctx, and checks nothing: it is part of erasing a person. Fails as Conflict with the reason last_admin.
func (s *Service) Erase(ctx context.Context, person uuid.UUID) error {
	return fault.New(fault.Internal, "", "not yet")
}

// FirstAdmin says whether the installation still needs its first administrator. If so, and no link for that is open, it
// makes one to print on the console: whoever follows it is an administrator without an address yet. link is empty when
// one was printed before that can still be used. base stands in for PublicURL where there is none.
func (s *Service) FirstAdmin(ctx context.Context, base string) (link string, needed bool, err error) {
	return "", false, fault.New(fault.Internal, "", "not yet")
}

func (s *Service) firstAdmin(ctx context.Context) (Account, error) {
	return Account{}, fault.New(fault.Internal, "", "not yet")
}

// MakeAdmin makes an administrator, or makes one of the person who has the address already, enabled, and gives an
// invitation link, which is not mailed. For the command line: only the system may. Fails as Invalid, Forbidden.
func (s *Service) MakeAdmin(ctx context.Context, a access.Actor, name, email string) (link string, err error) {
	return "", fault.New(fault.Internal, "", "not yet")
}
