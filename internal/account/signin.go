package account

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// Why sign-ins are refused, in events; the answer says none of it.
const (
	refusedUnknown  = "unknown"
	refusedDisabled = "disabled"
	refusedPassword = "wrong_password"
	refusedNone     = "no_password"
	refusedPasskey  = "passkey"
	refusedCloned   = "passkey_cloned"
)

// errSignIn says the same whatever was wrong, so that nobody learns who has an account.
func errSignIn() error {
	return fault.New(fault.Unauthenticated, "sign_in_failed", "That did not work. Look at what you typed, or have a sign-in link mailed to you.")
}

// begin signs somebody in: it ends the session that the client came with and begins another, so that a secret planted
// before is worth nothing after. It joins the transaction of ctx and must be the last of it.
func (s *Service) begin(ctx context.Context, from Origin, a Account, method Method, proven bool) (Signed, error) {
	now := s.Now()
	person, err := s.People.Get(ctx, a.ID)
	if err != nil {
		return Signed{}, err
	}
	session := Session{
		ID: s.NewID(), Account: a.ID, Method: method, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(SessionLife),
		Address: from.address(), Device: from.device(),
	}
	if proven {
		session.ProvenAt = now
	}
	secret, hash, err := newSecret(s.Random, SessionPrefix)
	if err != nil {
		return Signed{}, err
	}
	session.Hash = hash
	if err := s.replace(ctx, from, session); err != nil {
		return Signed{}, err
	}
	if err := s.Store.TouchAccount(ctx, a.ID, now); err != nil {
		return Signed{}, err
	}
	actor := actorOf(Presence{Session: session, Name: person.Name, Admin: a.Admin}, nil, now)
	err = s.note(ctx, actor, opSignIn, access.Ref{Kind: "person", ID: a.ID}, a.ID, map[string]string{"method": string(method)}, session.Address, session.Device)
	return Signed{Secret: secret, Session: session, Person: person}, err
}

// replace puts a session in the place of the one that the client came with, and of the oldest when there are too many.
func (s *Service) replace(ctx context.Context, from Origin, session Session) error {
	if old, ok := parseSecret(from.Secret, SessionPrefix); ok {
		if err := s.Store.EndSessionOf(ctx, old); err != nil {
			return err
		}
	}
	if err := s.Store.EndOldSessions(ctx, session.Account, MaxSessions-1); err != nil {
		return err
	}
	return s.Store.InsertSession(ctx, session)
}

// Authenticate turns the secret of a session into who is signed in. Fails as Unauthenticated with the reason
// session_ended for a session that is none, whatever the cause.
func (s *Service) Authenticate(ctx context.Context, secret string) (access.Actor, error) {
	hash, ok := parseSecret(secret, SessionPrefix)
	if !ok {
		return access.Actor{}, errSession()
	}
	p, err := s.Store.Presence(ctx, hash)
	if fault.CodeOf(err) == fault.NotFound {
		return access.Actor{}, errSession()
	}
	if err != nil {
		return access.Actor{}, err
	}
	now := s.Now()
	if p.Disabled || p.Session.over(now) {
		return access.Actor{}, s.bury(ctx, p.Session)
	}
	staff, err := s.Store.StaffOf(ctx, p.Session.Account)
	if err != nil {
		return access.Actor{}, err
	}
	if seen, worth := p.Session.seen(now); worth {
		p.Session = seen
		err = s.Store.UpdateLoosely(ctx, func(ctx context.Context) error { return s.Store.TouchSession(ctx, seen) })
	}
	return actorOf(p, staff, now), err
}

// bury removes a session that was seen to be over: it stays so, whatever the clock says next.
func (s *Service) bury(ctx context.Context, session Session) error {
	err := s.Store.UpdateLoosely(ctx, func(ctx context.Context) error {
		_, err := s.Store.EndSession(ctx, session.Account, session.ID)
		return err
	})
	if err != nil {
		return err
	}
	return errSession()
}

func errSession() error {
	return fault.New(fault.Unauthenticated, "session_ended", "You are signed out. Sign in again.")
}

func actorOf(p Presence, staff []uuid.UUID, now time.Time) access.Actor {
	a := access.Actor{
		Kind: access.KindAccount, ID: p.Session.ID, Name: p.Name, Person: p.Session.Account,
		Powers: access.Powers{Programmes: staff, Fresh: p.Session.Fresh(now)},
	}
	if p.Admin {
		a.Role = access.RoleAdmin
	}
	return a
}

// sessionOf gives the session that the client came with, which must be the actor's and going on.
func (s *Service) sessionOf(ctx context.Context, a access.Actor, from Origin) (Presence, error) {
	hash, ok := parseSecret(from.Secret, SessionPrefix)
	if !ok || a.Kind != access.KindAccount {
		return Presence{}, errSession()
	}
	p, err := s.Store.Presence(ctx, hash)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && (p.Session.ID != a.ID || p.Disabled || p.Session.over(s.Now()))) {
		return Presence{}, errSession()
	}
	return p, err
}

// shortened gives valid UTF-8 of at most n bytes without control characters.
func shortened(text string, n int) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text[:min(len(text), 4*n)], ""))
	for len(text) > n || !utf8.ValidString(text) {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}
