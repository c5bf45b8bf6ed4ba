package account

import (
	"context"
	"strconv"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// RequestLink has a sign-in link mailed to the account of an address, if there is one. The answer and the time that it
// takes do not tell. Fails as Invalid for what is no address, as Limited.
func (s *Service) RequestLink(ctx context.Context, from Origin, email string) error {
	email, err := typedEmail(email)
	if err != nil {
		return err
	}
	if err := s.admit(ctx, ofLetters(from, email)...); err != nil {
		return err
	}
	a, err := s.known(ctx, email)
	if err != nil {
		return err
	}
	if a.Disabled() {
		a.ID = uuid.Nil
	}
	return s.attempted(ctx, from, Attempt{What: access.OpRequestSignInLink, Account: a.ID})
}

// known gives the account of an address, or the zero account.
func (s *Service) known(ctx context.Context, email string) (Account, error) {
	a, err := s.Store.AccountByEmail(ctx, email)
	if fault.CodeOf(err) == fault.NotFound {
		return Account{}, nil
	}
	return a, err
}

// mailSignInLink mails a link to an account that is still there and enabled.
func (s *Service) mailSignInLink(ctx context.Context, account uuid.UUID) error {
	a, err := s.Store.Accounts().Get(ctx, account)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && a.Disabled()) {
		return nil
	}
	if err != nil {
		return err
	}
	link, err := s.makeLink(ctx, s.PublicURL, Link{Purpose: PurposeSignIn, Person: account}, s.Now().Add(SignInLinkLife))
	if err != nil {
		return err
	}
	return s.write(ctx, a, access.LetterSignIn, map[string]string{
		"link": link, "minutes": strconv.Itoa(int(SignInLinkLife / time.Minute)),
	})
}

// makeLink stores a link that is good until then, and gives its address below base.
func (s *Service) makeLink(ctx context.Context, base string, l Link, until time.Time) (string, error) {
	secret, hash, err := newSecret(s.Random, LinkPrefix)
	if err != nil {
		return "", err
	}
	l.ID, l.Hash, l.CreatedAt, l.ExpiresAt = s.NewID(), hash, s.Now(), until
	return base + "/l/" + secret, s.Store.InsertLink(ctx, l)
}

// open gives the link of a secret if it can still be used. One that has expired is ended for good.
func (s *Service) open(ctx context.Context, secret string) (HeldLink, error) {
	hash, ok := parseSecret(secret, LinkPrefix)
	if !ok {
		return HeldLink{}, errLink()
	}
	l, err := s.Store.LinkOf(ctx, hash)
	if fault.CodeOf(err) == fault.NotFound {
		return HeldLink{}, errLink()
	}
	if err != nil || l.open(s.Now()) {
		return l, err
	}
	if l.EndedAt.IsZero() {
		err = s.Store.UpdateLoosely(ctx, func(ctx context.Context) error {
			_, err := s.Store.EndLink(ctx, l.ID, s.Now())
			return err
		})
	}
	if err == nil {
		err = errLink()
	}
	return HeldLink{}, err
}

// PeekLink says what a link is for. It uses nothing up, however often it is called: mail scanners open links. Fails as
// Unauthenticated with the reason link_ended.
func (s *Service) PeekLink(ctx context.Context, secret string) (LinkView, error) {
	l, err := s.open(ctx, secret)
	if err != nil {
		return LinkView{}, err
	}
	return LinkView{Purpose: l.shown(), Name: l.Name, Institution: s.Institution, Object: l.Object, ExpiresAt: l.ExpiresAt}, nil
}

// SignInWithLink uses up a link that signs in. Of several at once one gets in. Fails as Unauthenticated with the reason
// link_ended, for links of guests too.
func (s *Service) SignInWithLink(ctx context.Context, from Origin, secret string) (Signed, error) {
	l, err := s.open(ctx, secret)
	if err != nil {
		return Signed{}, err
	}
	if l.Purpose.guest() {
		return Signed{}, errLink()
	}
	var signed Signed
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		ended, err := s.Store.EndLink(ctx, l.ID, s.Now())
		if err != nil {
			return err
		}
		if !ended {
			return errLink()
		}
		a, err := s.holder(ctx, l.Link)
		if err != nil {
			return err
		}
		proven, err := s.proves(ctx, l.Purpose, a)
		if err != nil {
			return err
		}
		signed, err = s.begin(ctx, from, a, ByLink, proven)
		return err
	})
	return signed, err
}

// proves says whether following a link is a proof of identity. One from the console is. An invitation is for whoever has
// nothing to prove it with yet: for others a mailbox must not stand in for their password or passkey.
func (s *Service) proves(ctx context.Context, p Purpose, a Account) (bool, error) {
	if p == PurposeInvitation {
		return s.unarmed(ctx, a)
	}
	return p == PurposeFirstAdmin, nil
}

// unarmed says whether an account has neither password nor passkey.
func (s *Service) unarmed(ctx context.Context, a Account) (bool, error) {
	if a.Password != "" {
		return false, nil
	}
	passkeys, err := s.Store.PasskeysOf(ctx, a.ID)
	return err == nil && len(passkeys) == 0, err
}

// holder gives the account that a link signs in to.
func (s *Service) holder(ctx context.Context, l Link) (Account, error) {
	if l.Purpose == PurposeFirstAdmin && l.Person == uuid.Nil {
		return s.firstAdmin(ctx)
	}
	a, err := s.Store.Accounts().Get(ctx, l.Person)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && a.Disabled()) {
		err = errLink()
	}
	return a, err
}
