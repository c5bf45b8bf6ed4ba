package account

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// Invitation is how somebody is invited.
type Invitation struct {
	Admin bool // as an administrator of the installation; only administrators ask for it
}

// Invite mails a person the link with which they first sign in, and makes their account if there is none, with their e-mail
// as the sign-in address. Inviting again sends another link and ends the one before. Staff invite whom they alone have to do
// with (access.Within); to make an administrator takes a fresh proof of one. Fails as NotFound, Forbidden, as
// Conflict with the reason no_email, duplicate_email or account_disabled.
func (s *Service) Invite(ctx context.Context, a access.Actor, person uuid.UUID, invitation Invitation) (Account, error) {
	if err := a.PermitOn(access.OpInvitePerson, access.PersonObject(person)); err != nil {
		return Account{}, err
	}
	if invitation.Admin {
		if err := a.Permit(access.OpUpdateAccount); err != nil {
			return Account{}, err
		}
	}
	var account Account
	err := s.Store.Update(ctx, func(ctx context.Context) error {
		p, err := s.People.Get(ctx, person)
		if err != nil {
			return err
		}
		if err := access.Within(ctx, s.Store, a, person); err != nil {
			return err
		}
		if account, err = s.accountFor(ctx, p, invitation.Admin); err != nil {
			return err
		}
		if account.Disabled() {
			return fault.New(fault.Conflict, "account_disabled", "This account is disabled. Enable it first.")
		}
		link, err := s.linkInPlace(ctx, Link{Purpose: PurposeInvitation, Person: person}, InvitationLife)
		if err != nil {
			return err
		}
		err = s.write(ctx, account, access.LetterInvitation, map[string]string{
			"link": link, "institution": s.Institution, "by": a.Name, "until": inWords(s.Now().Add(InvitationLife)),
		})
		if err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, access.OpInvitePerson, access.Ref{Kind: "person", ID: person}, uuid.Nil, nil)
	})
	return account, err
}

// linkInPlace makes a link in place of whatever link of the same purpose the person had before.
func (s *Service) linkInPlace(ctx context.Context, l Link, life time.Duration) (string, error) {
	if err := s.Store.EndLinks(ctx, Links{Person: l.Person, Purposes: []Purpose{l.Purpose}}, s.Now()); err != nil {
		return "", err
	}
	return s.makeLink(ctx, s.PublicURL, l, s.Now().Add(life))
}

// accountFor gives the account of a person, made if there is none, as an administrator's if that is wanted.
func (s *Service) accountFor(ctx context.Context, p access.Person, admin bool) (Account, error) {
	a, err := s.Store.Accounts().Get(ctx, p.ID)
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		if p.Email == "" {
			return Account{}, errNoEmail()
		}
		a = newAccount(p, p.Email, admin, s.Now())
		return a, s.Store.Accounts().Insert(ctx, a)
	case err != nil:
		return a, err
	}
	before := a
	a.Admin = a.Admin || admin
	if a.Email, err = s.mended(ctx, a, p); err != nil || a == before {
		return a, err
	}
	if a.Email != before.Email { // what was mailed went astray
		if err := s.Store.EndLinks(ctx, Links{Person: a.ID, Purposes: accountPurposes}, s.Now()); err != nil {
			return a, err
		}
	}
	a.ChangedAt = s.Now()
	err = s.Store.Accounts().Update(ctx, &a)
	return a, err
}

// mended gives the sign-in address of an account: the person's present one while nobody ever got in, so that one that was
// mistyped can be made good.
func (s *Service) mended(ctx context.Context, a Account, p access.Person) (string, error) {
	if !a.LastSignInAt.IsZero() || p.Email == "" {
		return a.Email, nil
	}
	unarmed, err := s.unarmed(ctx, a)
	if err != nil || !unarmed {
		return a.Email, err
	}
	return p.Email, nil
}

func errNoEmail() error {
	return fault.New(fault.Conflict, "no_email", "This person has no e-mail address to write to.")
}
