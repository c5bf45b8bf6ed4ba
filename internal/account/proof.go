package account

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
)

// Prove proves with the password who is signed in. The session gets another secret; the one that the client came with is
// dead. Fails as Forbidden with the reason proof_failed, as Limited, as Unauthenticated when the session has ended.
func (s *Service) Prove(ctx context.Context, a access.Actor, from Origin, password string) (Signed, error) {
	if err := a.Permit(access.OpProveIdentity); err != nil {
		return Signed{}, err
	}
	p, err := s.sessionOf(ctx, a, from)
	if err != nil {
		return Signed{}, err
	}
	account, err := s.Store.Accounts().Get(ctx, p.Session.Account)
	if err != nil {
		return Signed{}, err
	}
	if err := s.confirm(ctx, from, a, account, password, access.OpProveIdentity); err != nil {
		return Signed{}, err
	}
	return s.prove(ctx, from, p, ByPassword, nil)
}

// confirm fails unless the password is the account's. It is throttled: a stolen session must not be a way to guess.
func (s *Service) confirm(ctx context.Context, from Origin, a access.Actor, account Account, password string, op access.Operation) error {
	throttles := ofProof(from, a)
	leave, err := s.gate.enter(throttles[0])
	if err != nil {
		return err
	}
	defer leave()
	if err := s.admit(ctx, throttles...); err != nil {
		return err
	}
	matches, err := s.matches(ctx, password, account.Password)
	if err != nil {
		return err
	}
	if matches {
		return s.Store.UpdateLoosely(ctx, func(ctx context.Context) error { return s.succeeded(ctx, throttles...) })
	}
	reason := map[bool]string{true: refusedNone, false: refusedPassword}[account.Password == ""]
	err = s.attempted(ctx, from, Attempt{What: opSignInRefused, Account: account.ID, Method: ByPassword, Reason: string(op) + "_" + reason})
	if err != nil {
		return err
	}
	return errProof()
}

func errProof() error {
	return fault.New(fault.Forbidden, "proof_failed", "That did not prove that it is you. Try again.")
}

// prove renews the session of p. also, if there is any, happens with it.
func (s *Service) prove(ctx context.Context, from Origin, p Presence, method Method, also func(context.Context) error) (Signed, error) {
	secret, hash, err := newSecret(s.Random, SessionPrefix)
	if err != nil {
		return Signed{}, err
	}
	old := p.Session.Hash
	p.Session.Hash, p.Session.ProvenAt = hash, s.Now()
	signed := Signed{Secret: secret, Session: p.Session}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if signed.Person, err = s.People.Get(ctx, p.Session.Account); err != nil {
			return err
		}
		if also != nil {
			if err := also(ctx); err != nil {
				return err
			}
		}
		renewed, err := s.Store.RenewSession(ctx, p.Session, old)
		if err != nil {
			return err
		}
		if !renewed {
			return errSession()
		}
		a := actorOf(p, nil, s.Now())
		return s.note(ctx, a, access.OpProveIdentity, access.Ref{Kind: "person", ID: a.Person}, a.Person, map[string]string{"method": string(method)}, from.address(), from.device())
	})
	return signed, err
}
