package account

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
)

// Again gives whoever signed in with the powers that they have now, from how an actor was recorded: that they signed out
// since does not matter, that their account was disabled or is gone does. It fails as Unauthenticated then. A proof of who
// they are is not brought back.
func (s *Service) Again(ctx context.Context, recorded access.Actor) (access.Actor, error) {
	account, err := s.Store.Accounts().Get(ctx, recorded.Person)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && account.Disabled()) {
		return access.Actor{}, fault.New(fault.Unauthenticated, "account_disabled", "This account is disabled.")
	}
	if err != nil {
		return access.Actor{}, err
	}
	p, err := s.People.Get(ctx, recorded.Person)
	if err != nil {
		return access.Actor{}, err
	}
	staff, err := s.Store.StaffOf(ctx, recorded.Person)
	presence := Presence{Session: Session{ID: recorded.ID, Account: recorded.Person}, Name: p.Name, Admin: account.Admin}
	return actorOf(presence, staff, s.Now()), err
}
