package account

import (
	"context"
	"encoding/json"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// holderOf gives the actor's account as passkeys know it.
func (s *Service) holderOf(ctx context.Context, a access.Actor) (holder, Account, error) {
	if err := signedIn(a); err != nil {
		return holder{}, Account{}, err
	}
	if s.Passkeys == nil {
		return holder{}, Account{}, errNoPasskeys()
	}
	account, err := s.Store.Accounts().Get(ctx, a.Person)
	if err != nil {
		return holder{}, Account{}, err
	}
	passkeys, err := s.Store.PasskeysOf(ctx, a.Person)
	if err != nil {
		return holder{}, Account{}, err
	}
	name := account.Email
	if name == "" {
		name = a.Name
	}
	h, err := held(account.ID, name, a.Name, passkeys)
	return h, account, err
}

// BeginPasskey gives the options for navigator.credentials.create, in JSON, and the id to answer with within
// ChallengeLife. It takes what SetPassword takes, except the current password. Fails as Forbidden with the reason
// proof_needed, as Conflict with the reason passkeys_off or too_many_passkeys.
func (s *Service) BeginPasskey(ctx context.Context, a access.Actor) (options []byte, id uuid.UUID, err error) {
	h, account, err := s.holderOf(ctx, a)
	if err != nil {
		return nil, uuid.Nil, err
	}
	if err := s.mayEnrol(ctx, a, account); err != nil {
		return nil, uuid.Nil, err
	}
	if len(h.credentials) >= MaxPasskeys {
		return nil, uuid.Nil, fault.New(fault.Conflict, "too_many_passkeys", "You have %d passkeys. Remove one first.", MaxPasskeys)
	}
	options, data, err := s.Passkeys.askNew(h)
	if err != nil {
		return nil, uuid.Nil, err
	}
	return s.ask(ctx, ceremonyRegister, a.ID, options, data)
}

// FinishPasskey adds the passkey that the browser made, under a name of the person's own. A letter says so. Fails as
// Invalid with the reason passkey_refused, as Unauthenticated when the session has ended.
func (s *Service) FinishPasskey(ctx context.Context, a access.Actor, from Origin, id uuid.UUID, response []byte, name string) (Passkey, error) {
	var f text.Form
	name = f.Line("/name", name, 100)
	if err := f.Err(); err != nil {
		return Passkey{}, err
	}
	h, account, err := s.holderOf(ctx, a)
	if err != nil {
		return Passkey{}, err
	}
	data, err := s.take(ctx, ceremonyRegister, a.ID, id)
	if passkeyReason(err) != "" {
		return Passkey{}, errNotAdded(err)
	}
	if err != nil {
		return Passkey{}, err
	}
	credential, err := s.Passkeys.added(h, data, response)
	if passkeyReason(err) != "" {
		return Passkey{}, errNotAdded(err)
	}
	if err != nil {
		return Passkey{}, err
	}
	encoded, err := json.Marshal(credential)
	if err != nil {
		return Passkey{}, broken(err)
	}
	p := Passkey{ID: s.NewID(), Account: a.Person, Name: name, CredentialID: credential.ID, Credential: encoded, CreatedAt: s.Now()}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if account, err = s.stillIn(ctx, a); err != nil {
			return err
		}
		if err := s.Store.InsertPasskey(ctx, p); err != nil {
			return err
		}
		return s.announce(ctx, a, from, account, access.OpCreatePasskey, access.Ref{Kind: "passkey", ID: p.ID}, "passkey")
	})
	return p, err
}

func errNotAdded(cause error) error {
	return fault.At("/response", "passkey_refused", "This passkey could not be added. Try again.").Because(cause)
}

// ListPasskeys lists the actor's passkeys, the oldest first.
func (s *Service) ListPasskeys(ctx context.Context, a access.Actor) ([]Passkey, error) {
	if err := signedIn(a); err != nil {
		return nil, err
	}
	return s.Store.PasskeysOf(ctx, a.Person)
}

// RemovePasskey removes one of the actor's passkeys, which takes a fresh proof. All other sessions end, and a letter says
// so. Fails as NotFound, as Unauthenticated when the session has ended.
func (s *Service) RemovePasskey(ctx context.Context, a access.Actor, from Origin, id uuid.UUID) error {
	if err := signedIn(a); err != nil {
		return err
	}
	if !a.Fresh {
		return errProofNeeded()
	}
	return s.Store.Update(ctx, func(ctx context.Context) error {
		account, err := s.stillIn(ctx, a)
		if err != nil {
			return err
		}
		removed, err := s.Store.RemovePasskey(ctx, a.Person, id)
		if err != nil {
			return err
		}
		if !removed {
			return fault.Missing("passkey")
		}
		return s.changedCredentials(ctx, a, from, account, access.OpDeletePasskey, access.Ref{Kind: "passkey", ID: id}, "passkey")
	})
}
