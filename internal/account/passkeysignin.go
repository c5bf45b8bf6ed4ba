package account

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
)

// errNoPasskeys is for an address at which browsers allow none.
func errNoPasskeys() error {
	return fault.New(fault.Conflict, "passkeys_off", "Passkeys do not work at the address of this installation.")
}

// ask stores what a browser is asked to sign, and gives the options for it and the id to answer with.
func (s *Service) ask(ctx context.Context, ceremony Ceremony, session uuid.UUID, options, data []byte) ([]byte, uuid.UUID, error) {
	now := s.Now()
	c := Challenge{ID: s.NewID(), Ceremony: ceremony, Session: session, Data: data, CreatedAt: now, ExpiresAt: now.Add(ChallengeLife)}
	err := s.Store.UpdateLoosely(ctx, func(ctx context.Context) error { return s.Store.InsertChallenge(ctx, c) })
	return options, c.ID, err
}

// take gives what was asked, once: an answer that fails is not given a second try. Fails as errPasskey.
func (s *Service) take(ctx context.Context, ceremony Ceremony, session, id uuid.UUID) ([]byte, error) {
	var c Challenge
	err := s.Store.Update(ctx, func(ctx context.Context) (err error) {
		c, err = s.Store.TakeChallenge(ctx, id)
		return err
	})
	if fault.CodeOf(err) == fault.NotFound {
		return nil, errPasskey
	}
	if err == nil && (c.Ceremony != ceremony || c.Session != session || !s.Now().Before(c.ExpiresAt)) {
		err = errPasskey
	}
	return c.Data, err
}

// BeginPasskeySignIn gives the options for navigator.credentials.get, in JSON, and the id to answer with within
// ChallengeLife. Fails as Limited, as Conflict with the reason passkeys_off.
func (s *Service) BeginPasskeySignIn(ctx context.Context, from Origin) (options []byte, id uuid.UUID, err error) {
	if s.Passkeys == nil {
		return nil, uuid.Nil, errNoPasskeys()
	}
	if err := s.admit(ctx, ofAddress(from.Address)); err != nil {
		return nil, uuid.Nil, err
	}
	options, data, err := s.Passkeys.askAny()
	if err != nil {
		return nil, uuid.Nil, err
	}
	return s.ask(ctx, ceremonySignIn, uuid.Nil, options, data)
}

// FinishPasskeySignIn signs in with what the browser answered. Fails as Unauthenticated with the reason sign_in_failed.
func (s *Service) FinishPasskeySignIn(ctx context.Context, from Origin, id uuid.UUID, response []byte) (Signed, error) {
	if s.Passkeys == nil {
		return Signed{}, errNoPasskeys()
	}
	data, err := s.take(ctx, ceremonySignIn, uuid.Nil, id)
	if errors.Is(err, errPasskey) {
		return Signed{}, errSignIn()
	}
	if err != nil {
		return Signed{}, err
	}
	a, use, err := s.answered(ctx, data, response, uuid.Nil)
	if reason := passkeyReason(err); reason != "" {
		return Signed{}, s.refuse(ctx, from, a, ByPasskey, reason)
	}
	if err != nil {
		return Signed{}, err
	}
	if a.Disabled() {
		return Signed{}, s.refuse(ctx, from, a, ByPasskey, refusedDisabled)
	}
	var signed Signed
	err = s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if a, err = s.Store.Accounts().Get(ctx, a.ID); err != nil {
			return err
		}
		if a.Disabled() {
			return errSignIn()
		}
		if err := use(ctx); err != nil {
			return err
		}
		if err := s.succeeded(ctx, ofAddress(from.Address)); err != nil {
			return err
		}
		signed, err = s.begin(ctx, from, a, ByPasskey, true)
		return err
	})
	return signed, err
}

// passkeyReason says why an answer is worth nothing; "" when something else went wrong, or nothing.
func passkeyReason(err error) string {
	switch {
	case errors.Is(err, errCloned):
		return refusedCloned
	case errors.Is(err, errPasskey):
		return refusedPasskey
	}
	return ""
}

// answered checks an answer and gives the account that it is from, known as far as it got, and what notes the use of the
// passkey. The account must be only, unless that is Nil.
func (s *Service) answered(ctx context.Context, data, response []byte, only uuid.UUID) (Account, func(context.Context) error, error) {
	var a Account
	var passkeys []Passkey
	credential, err := s.Passkeys.answered(data, response, func(handle []byte) (h holder, err error) {
		id, err := uuid.FromBytes(handle)
		if len(handle) == 0 && only != uuid.Nil {
			id, err = only, nil // an authenticator need not say whose it is when it was asked for one
		}
		if err != nil || (only != uuid.Nil && id != only) {
			return holder{}, errPasskey
		}
		if a, err = s.Store.Accounts().Get(ctx, id); err != nil {
			if fault.CodeOf(err) == fault.NotFound {
				return holder{}, errPasskey
			}
			return holder{}, err
		}
		if passkeys, err = s.Store.PasskeysOf(ctx, id); err != nil {
			return holder{}, err
		}
		return held(a.ID, a.Email, "", passkeys)
	})
	if err != nil {
		return a, nil, err
	}
	return a, s.use(passkeys, credential), nil
}

// use stores what is new of a passkey that was just used.
func (s *Service) use(passkeys []Passkey, credential webauthn.Credential) func(context.Context) error {
	return func(ctx context.Context) error {
		for _, p := range passkeys {
			if !bytes.Equal(p.CredentialID, credential.ID) {
				continue
			}
			old := p.Credential
			encoded, err := json.Marshal(credential)
			if err != nil {
				return broken(err)
			}
			p.Credential, p.UsedAt = encoded, s.Now()
			return s.Store.UsePasskey(ctx, p, old)
		}
		return errSignIn()
	}
}

// BeginPasskeyProof gives the options with which the actor proves who they are. Fails as Conflict with the reason
// no_passkey.
func (s *Service) BeginPasskeyProof(ctx context.Context, a access.Actor) (options []byte, id uuid.UUID, err error) {
	h, _, err := s.holderOf(ctx, a)
	if err != nil {
		return nil, uuid.Nil, err
	}
	if len(h.credentials) == 0 {
		return nil, uuid.Nil, fault.New(fault.Conflict, "no_passkey", "You have no passkey here yet.")
	}
	options, data, err := s.Passkeys.askOne(h)
	if err != nil {
		return nil, uuid.Nil, err
	}
	return s.ask(ctx, ceremonyProof, a.ID, options, data)
}

// FinishPasskeyProof is Prove with a passkey.
func (s *Service) FinishPasskeyProof(ctx context.Context, a access.Actor, from Origin, id uuid.UUID, response []byte) (Signed, error) {
	if s.Passkeys == nil {
		return Signed{}, errNoPasskeys()
	}
	p, err := s.sessionOf(ctx, a, from)
	if err != nil {
		return Signed{}, err
	}
	data, err := s.take(ctx, ceremonyProof, a.ID, id)
	if errors.Is(err, errPasskey) {
		return Signed{}, errProof()
	}
	if err != nil {
		return Signed{}, err
	}
	_, use, err := s.answered(ctx, data, response, a.Person)
	if reason := passkeyReason(err); reason != "" {
		refused := Attempt{What: opSignInRefused, Account: a.Person, Method: ByPasskey, Reason: string(access.OpProveIdentity) + "_" + reason}
		if err := s.attempted(ctx, from, refused); err != nil {
			return Signed{}, err
		}
		return Signed{}, errProof()
	}
	if err != nil {
		return Signed{}, err
	}
	return s.prove(ctx, from, p, ByPasskey, use)
}
