package account

import (
	"time"

	"testamur/internal/access"
	"testamur/internal/record"
	"testamur/internal/text"
)

// Account lets a person sign in. Its ID is the person's.
type Account struct {
	record.Meta
	Email        string    // where sign-in links go; not the person's contact address; empty only for the first administrator
	Password     string    // Argon2id in PHC format; empty: none
	Admin        bool      // an administrator of the installation
	DisabledAt   time.Time // zero: enabled
	LastSignInAt time.Time // zero: never yet
}

// Disabled says whether nobody can sign in to the account.
func (a Account) Disabled() bool { return !a.DisabledAt.IsZero() }

// Fields is what an administrator may change of an account.
type Fields struct {
	Email    string
	Admin    bool
	Disabled bool
	Forget   bool // drops the password and all passkeys, for somebody who lost them; an invitation then lets them choose anew
}

// AccountFilter narrows a list of accounts.
type AccountFilter struct{}

func (a Account) fields() Fields {
	return Fields{Email: a.Email, Admin: a.Admin, Disabled: a.Disabled()}
}

// with gives the account with other fields, or what is wrong with them.
func (a Account) with(f Fields, now time.Time) (Account, error) {
	var form text.Form
	a.Email = form.Email("/email", f.Email)
	if a.Email == "" && form.Err() == nil {
		form.Refuse("/email", "required", "Fill this in.")
	}
	a.Admin = f.Admin
	if f.Forget {
		a.Password = ""
	}
	switch {
	case !f.Disabled:
		a.DisabledAt = time.Time{}
	case !a.Disabled():
		a.DisabledAt = now
	}
	return a, form.Err()
}

// newAccount makes the account of a person.
func newAccount(p access.Person, email string, admin bool, now time.Time) Account {
	return Account{
		Meta:  record.Meta{ID: p.ID, Revision: 1, CreatedAt: now, ChangedAt: now},
		Email: email, Admin: admin,
	}
}
