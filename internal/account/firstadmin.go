package account

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// FirstAdmin says whether the installation still needs its first administrator. If so, and no link for that is open, it
// makes one to print on the console: whoever follows it is an administrator without an address yet. link is empty when
// one was printed before that can still be used. base stands in for PublicURL where there is none.
func (s *Service) FirstAdmin(ctx context.Context, base string) (link string, needed bool, err error) {
	if s.PublicURL != "" {
		base = s.PublicURL
	}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		admins, err := s.Store.EnabledAdmins(ctx)
		if needed = err == nil && len(admins) == 0; !needed {
			return err
		}
		open, err := s.Store.LinkOpen(ctx, PurposeFirstAdmin, s.Now())
		if err != nil || open {
			return err
		}
		link, err = s.makeLink(ctx, base, Link{Purpose: PurposeFirstAdmin}, s.Now().Add(FirstAdminLinkLife))
		return err
	})
	return link, needed, err
}

// firstAdmin makes the account that a link of FirstAdmin signs in to; once there is an administrator the link is worth
// nothing.
func (s *Service) firstAdmin(ctx context.Context) (Account, error) {
	admins, err := s.Store.EnabledAdmins(ctx)
	if err != nil {
		return Account{}, err
	}
	if len(admins) > 0 {
		return Account{}, errLink()
	}
	p, err := s.newPerson(ctx, access.PersonFields{Name: "Administrator"})
	if err != nil {
		return Account{}, err
	}
	a := newAccount(p, "", true, s.Now())
	return a, s.Store.Accounts().Insert(ctx, a)
}

func (s *Service) newPerson(ctx context.Context, fields access.PersonFields) (access.Person, error) {
	fields, err := fields.Checked()
	if err != nil {
		return access.Person{}, err
	}
	now := s.Now()
	p := access.Person{Meta: record.Meta{ID: s.NewID(), Revision: 1, CreatedAt: now, ChangedAt: now}, PersonFields: fields}
	return p, s.People.Insert(ctx, p)
}

// MakeAdmin makes an administrator, or makes one of the person who has the address already, enabled, and gives an
// link, which is not mailed: it is good for FirstAdminLinkLife and proves who follows it, so that whoever runs the machine
// can help an administrator who lost password and passkeys. For the command line: only the system may. Fails as Invalid,
// Forbidden, Conflict.
func (s *Service) MakeAdmin(ctx context.Context, a access.Actor, name, email string) (link string, err error) {
	if a.Kind != access.KindSystem {
		return "", fault.New(fault.Forbidden, "", "Only the command line does this.").Because(access.ErrRefused)
	}
	if email, err = typedEmail(email); err != nil {
		return "", err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		p, err := s.personFor(ctx, name, email)
		if err != nil {
			return err
		}
		account, err := s.accountFor(ctx, p, true)
		if err != nil {
			return err
		}
		if account.Disabled() {
			account.DisabledAt = time.Time{}
			if err := s.Store.Accounts().Update(ctx, &account); err != nil {
				return err
			}
		}
		if link, err = s.linkInPlace(ctx, Link{Purpose: PurposeFirstAdmin, Person: p.ID}, FirstAdminLinkLife); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, opMakeAdmin, access.Ref{Kind: "person", ID: p.ID}, uuid.Nil, nil)
	})
	return link, err
}

// personFor gives the person whose sign-in address or e-mail it is, made if there is none.
func (s *Service) personFor(ctx context.Context, name, email string) (access.Person, error) {
	account, err := s.known(ctx, email)
	if err != nil {
		return access.Person{}, err
	}
	if account.ID != uuid.Nil {
		return s.People.Get(ctx, account.ID)
	}
	found, err := s.People.List(ctx, access.PersonFilter{Email: email}, record.Page{Limit: 1})
	if err != nil {
		return access.Person{}, err
	}
	if len(found.Items) > 0 {
		return found.Items[0], nil
	}
	return s.newPerson(ctx, access.PersonFields{Name: name, Email: email})
}
