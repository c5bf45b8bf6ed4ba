package account

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Account gives the account of a person: to administrators, staff, and the person. Fails as NotFound.
func (s *Service) Account(ctx context.Context, a access.Actor, person uuid.UUID) (Account, error) {
	if err := a.PermitOn(access.OpGetAccount, object(person)); err != nil {
		return Account{}, err
	}
	return s.Store.Accounts().Get(ctx, person)
}

// object is what the policy knows of an account.
func object(person uuid.UUID) access.Object {
	return access.Object{Kind: "account", Reading: access.OpGetAccount, Person: person}
}

// ChangeAccount lets edit set what an administrator may change of an account that is at revision match. Disabling ends all
// its sessions and links at once, and so does forgetting how its owner proves who they are. A letter to the address that it had says what changed. Fails as NotFound, Stale, Invalid,
// as Conflict with the reason duplicate_email, or last_admin: somebody must be able to let others in.
func (s *Service) ChangeAccount(ctx context.Context, a access.Actor, person uuid.UUID, match record.Match, edit func(*Fields)) (Account, error) {
	if err := a.PermitOn(access.OpUpdateAccount, object(person)); err != nil {
		return Account{}, err
	}
	var after Account
	err := s.Store.Update(ctx, func(ctx context.Context) error {
		admins, err := s.Store.EnabledAdmins(ctx) // before the account itself: everybody locks in this order
		if err != nil {
			return err
		}
		before, err := s.Store.Accounts().Get(ctx, person)
		if err != nil {
			return err
		}
		if err := match.Check(before.Revision); err != nil {
			return err
		}
		fields := before.fields()
		edit(&fields)
		if after, err = before.with(fields, s.Now()); err != nil || (after == before && !fields.Forget) {
			return err
		}
		if err := keepsAnAdmin(after, admins); err != nil {
			return err
		}
		if fields.Forget {
			if err := s.forget(ctx, before); err != nil {
				return err
			}
		}
		return s.save(ctx, a, before, &after, fields.Forget)
	})
	return after, err
}

// keepsAnAdmin fails when nobody could let others in any more.
func keepsAnAdmin(after Account, admins []uuid.UUID) error {
	stays := after.Admin && !after.Disabled()
	if stays || !slices.Equal(admins, []uuid.UUID{after.ID}) {
		return nil
	}
	return fault.New(fault.Conflict, "last_admin", "This is the last administrator. Make somebody else one first.")
}

// save stores a changed account and draws the conclusions.
func (s *Service) save(ctx context.Context, a access.Actor, before Account, after *Account, forgot bool) error {
	after.ChangedAt = s.Now()
	if err := s.Store.Accounts().Update(ctx, after); err != nil {
		return err
	}
	detail, disabled, moved := map[string]string{}, after.Disabled() && !before.Disabled(), after.Email != before.Email
	if disabled {
		detail["disabled"] = "true"
	} else if before.Disabled() && !after.Disabled() {
		detail["disabled"] = "false"
	}
	if after.Admin != before.Admin {
		detail["admin"] = map[bool]string{true: "true", false: "false"}[after.Admin]
	}
	if moved {
		detail["sign_in_address"] = "changed"
	}
	if forgot {
		detail["credentials"] = "forgotten"
	}
	if err := s.shut(ctx, *after, disabled, moved); err != nil {
		return err
	}
	if err := s.tellOf(ctx, before, disabled, moved); err != nil {
		return err
	}
	return s.Journal.Note(ctx, a, access.OpUpdateAccount, access.Ref{Kind: "person", ID: after.ID}, uuid.Nil, detail)
}

// forget drops the passkeys of an account and ends what was begun with them or with the password, and tells its owner.
func (s *Service) forget(ctx context.Context, a Account) error {
	passkeys, err := s.Store.PasskeysOf(ctx, a.ID)
	if err != nil {
		return err
	}
	for _, p := range passkeys {
		if _, err := s.Store.RemovePasskey(ctx, a.ID, p.ID); err != nil {
			return err
		}
	}
	if err := s.Store.EndSessions(ctx, a.ID, uuid.Nil); err != nil {
		return err
	}
	if err := s.Store.EndLinks(ctx, Links{Person: a.ID, Purposes: accountPurposes}, s.Now()); err != nil {
		return err
	}
	return s.tell(ctx, a, "password")
}

// shut ends what must not go on: everything of a disabled account, and the links that were mailed to an address that is no
// longer the account's.
func (s *Service) shut(ctx context.Context, a Account, disabled, moved bool) error {
	if disabled {
		if err := s.Store.EndSessions(ctx, a.ID, uuid.Nil); err != nil {
			return err
		}
		return s.Store.EndLinks(ctx, Links{Person: a.ID}, s.Now())
	}
	if moved {
		return s.Store.EndLinks(ctx, Links{Person: a.ID, Purposes: accountPurposes}, s.Now())
	}
	return nil
}

func (s *Service) tellOf(ctx context.Context, before Account, disabled, moved bool) error {
	if disabled {
		if err := s.tell(ctx, before, "disabled"); err != nil {
			return err
		}
	}
	if moved {
		return s.tell(ctx, before, "sign_in_address")
	}
	return nil
}

// Erase removes the account of a person and all that came of it: sessions, links, passkeys, origins. Events stay. It joins
// the transaction of ctx, and checks nobody's rights: it is part of erasing a person. Fails as Conflict with the reason
// last_admin.
func (s *Service) Erase(ctx context.Context, person uuid.UUID) error {
	return s.Store.Update(ctx, func(ctx context.Context) error {
		admins, err := s.Store.EnabledAdmins(ctx)
		if err != nil {
			return err
		}
		gone := Account{Meta: record.Meta{ID: person}}
		if err := keepsAnAdmin(gone, admins); err != nil {
			return err
		}
		return s.Store.EraseAccount(ctx, person)
	})
}
