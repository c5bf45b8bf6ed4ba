package account

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"

	"golang.org/x/text/unicode/norm"
)

// EnrolWithin is how long after signing in by a link somebody who has neither password nor passkey yet can set the first.
const EnrolWithin = 15 * time.Minute

// SetPassword gives the actor's account another password. It takes a fresh proof, or the current password, or a session
// that began by link within EnrolWithin when there is neither password nor passkey yet. All other sessions end, and a letter
// says so. Fails as Invalid for a password that is too short, too long or easily guessed, as Forbidden with the reason
// proof_needed or proof_failed, as Unauthenticated when the session has ended.
func (s *Service) SetPassword(ctx context.Context, a access.Actor, from Origin, password, current string) error {
	if err := signedIn(a); err != nil {
		return err
	}
	account, err := s.Store.Accounts().Get(ctx, a.Person)
	if err != nil {
		return err
	}
	if current != "" && !a.Fresh {
		err = s.confirm(ctx, from, a, account, current, access.OpSetPassword)
	} else {
		err = s.mayEnrol(ctx, a, account)
	}
	if err != nil {
		return err
	}
	hash, err := s.hashNew(ctx, account, password)
	if err != nil {
		return err
	}
	return s.Store.Update(ctx, func(ctx context.Context) error {
		if account, err = s.stillIn(ctx, a); err != nil { // while the hash was computed
			return err
		}
		account.Password, account.ChangedAt = hash, s.Now()
		if err := s.Store.Accounts().Update(ctx, &account); err != nil {
			return err
		}
		return s.changedCredentials(ctx, a, from, account, access.OpSetPassword, access.Ref{Kind: "person", ID: account.ID}, "password")
	})
}

// hashNew checks a new password and hashes it.
func (s *Service) hashNew(ctx context.Context, account Account, password string) (string, error) {
	person, err := s.People.Get(ctx, account.ID)
	if err != nil {
		return "", err
	}
	password = norm.NFC.String(password)
	if err := checkPassword(password, person.Name, account.Email, person.Email, s.Institution); err != nil {
		return "", err
	}
	return s.Hasher.Hash(ctx, password)
}

// stillIn gives the actor's account, unless it was disabled or the session has ended since the actor was authenticated. It
// joins the transaction of ctx, which holds the account: disabling it waits.
func (s *Service) stillIn(ctx context.Context, a access.Actor) (Account, error) {
	account, err := s.Store.Accounts().Get(ctx, a.Person)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && account.Disabled()) {
		return Account{}, errSession()
	}
	if err != nil {
		return Account{}, err
	}
	_, err = s.Session(ctx, a)
	return account, err
}

// changedCredentials ends all other ways in that may be somebody else's, and announces what was done to the object.
func (s *Service) changedCredentials(ctx context.Context, a access.Actor, from Origin, account Account, op access.Operation, object access.Ref, what string) error {
	if err := s.Store.EndSessions(ctx, account.ID, a.ID); err != nil {
		return err
	}
	if err := s.Store.EndLinks(ctx, Links{Person: account.ID, Purposes: accountPurposes}, s.Now()); err != nil {
		return err
	}
	return s.announce(ctx, a, from, account, op, object, what)
}

// announce says by letter that a way in changed, and notes the event.
func (s *Service) announce(ctx context.Context, a access.Actor, from Origin, account Account, op access.Operation, object access.Ref, what string) error {
	if err := s.tell(ctx, account, what); err != nil {
		return err
	}
	return s.note(ctx, a, op, object, account.ID, nil, from.address(), from.device())
}

var accountPurposes = []Purpose{PurposeSignIn, PurposeInvitation, PurposeFirstAdmin}

// mayEnrol fails unless the actor may set a password or add a passkey: a stolen session must not become an account.
func (s *Service) mayEnrol(ctx context.Context, a access.Actor, account Account) error {
	if a.Fresh {
		return nil
	}
	session, err := s.Session(ctx, a)
	if err != nil {
		return err
	}
	unarmed, err := s.unarmed(ctx, account)
	if err != nil {
		return err
	}
	age := s.Now().Sub(session.CreatedAt)
	if unarmed && session.Method == ByLink && age >= 0 && age < EnrolWithin {
		return nil
	}
	return errProofNeeded()
}

func errProofNeeded() error {
	return fault.New(fault.Forbidden, "proof_needed",
		"Prove that it is you first: give your password or passkey again. That holds for five minutes.").Because(access.ErrRefused)
}
