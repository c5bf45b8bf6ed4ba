package account

import (
	"context"

	"testamur/internal/fault"

	"golang.org/x/text/unicode/norm"
)

// SignInWithPassword signs in with what somebody typed. Fails as Unauthenticated with the reason sign_in_failed and the
// same words whatever was wrong, as Limited after too many tries or when too many sign in at once.
func (s *Service) SignInWithPassword(ctx context.Context, from Origin, email, password string) (Signed, error) {
	email, err := typedEmail(email)
	if err != nil {
		return Signed{}, err
	}
	throttles := ofSignIn(from, email)
	leave, err := s.gate.enter(throttles[0])
	if err != nil {
		return Signed{}, err
	}
	defer leave()
	if err := s.admit(ctx, throttles...); err != nil {
		return Signed{}, err
	}
	a, err := s.known(ctx, email)
	if err != nil {
		return Signed{}, err
	}
	matches, err := s.matches(ctx, password, a.Password)
	if err != nil {
		return Signed{}, err
	}
	if reason := refusal(a, matches); reason != "" {
		return Signed{}, s.refuse(ctx, from, a, ByPassword, reason)
	}
	hash, err := s.renewed(ctx, password, a.Password)
	if err != nil {
		return Signed{}, err
	}
	var signed Signed
	err = s.Store.Update(ctx, func(ctx context.Context) (err error) {
		now, err := s.Store.Accounts().Get(ctx, a.ID)
		if err != nil {
			return err
		}
		if now.Disabled() || now.Password != a.Password { // while the hash was computed
			return errSignIn()
		}
		if hash != now.Password {
			now.Password = hash
			if err := s.Store.Accounts().Update(ctx, &now); err != nil {
				return err
			}
		}
		if err := s.succeeded(ctx, throttles...); err != nil {
			return err
		}
		signed, err = s.begin(ctx, from, now, ByPassword, true)
		return err
	})
	return signed, err
}

// renewed gives the hash of a password that matched: hashed anew when more effort is spent on it today (ASVS V11.2.2),
// unless too many wait for that.
func (s *Service) renewed(ctx context.Context, password, hash string) (string, error) {
	if !s.Hasher.Outdated(hash) {
		return hash, nil
	}
	anew, err := s.Hasher.Hash(ctx, norm.NFC.String(password))
	if fault.CodeOf(err) == fault.Limited {
		return hash, nil
	}
	return anew, err
}

// refusal says why a password does not let in; "" when it does.
func refusal(a Account, matches bool) string {
	switch {
	case a.Revision == 0:
		return refusedUnknown
	case a.Password == "":
		return refusedNone
	case !matches:
		return refusedPassword
	case a.Disabled():
		return refusedDisabled
	}
	return ""
}

// refuse stores that a sign-in was refused, the same way for every account and for none.
func (s *Service) refuse(ctx context.Context, from Origin, a Account, method Method, reason string) error {
	if err := s.attempted(ctx, from, Attempt{What: opSignInRefused, Account: a.ID, Method: method, Reason: reason}); err != nil {
		return err
	}
	return errSignIn()
}

// matches compares a password as it was typed. What cannot be a password costs the same.
func (s *Service) matches(ctx context.Context, password, hash string) (bool, error) {
	if len(password) > maxPasswordBytes {
		password, hash = "", ""
	}
	return s.Hasher.Matches(ctx, norm.NFC.String(password), hash)
}
