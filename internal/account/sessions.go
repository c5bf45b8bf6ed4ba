package account

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// Sessions lists where the actor is signed in, the newest first; the actor's ID is that of the session in use.
func (s *Service) Sessions(ctx context.Context, a access.Actor) ([]Session, error) {
	if err := signedIn(a); err != nil {
		return nil, err
	}
	sessions, err := s.Store.Sessions(ctx, a.Person)
	now := s.Now()
	return slices.DeleteFunc(sessions, func(s Session) bool { return s.over(now) }), err
}

// Session gives the session in use.
func (s *Service) Session(ctx context.Context, a access.Actor) (Session, error) {
	sessions, err := s.Sessions(ctx, a)
	if err != nil {
		return Session{}, err
	}
	i := slices.IndexFunc(sessions, func(s Session) bool { return s.ID == a.ID })
	if i < 0 {
		return Session{}, errSession()
	}
	return sessions[i], nil
}

// EndSession ends one of the actor's sessions at once. Fails as NotFound, for those of others too.
func (s *Service) EndSession(ctx context.Context, a access.Actor, id uuid.UUID) error {
	return s.end(ctx, a, access.OpEndSession, id)
}

// SignOut ends the session in use.
func (s *Service) SignOut(ctx context.Context, a access.Actor) error {
	return s.end(ctx, a, access.OpSignOut, a.ID)
}

func (s *Service) end(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) error {
	if err := signedIn(a); err != nil {
		return err
	}
	return s.Store.Update(ctx, func(ctx context.Context) error {
		ended, err := s.Store.EndSession(ctx, a.Person, id)
		if err != nil {
			return err
		}
		if !ended {
			return fault.Missing("session")
		}
		return s.Journal.Note(ctx, a, op, access.Ref{Kind: "session", ID: id}, uuid.Nil, nil)
	})
}

// signedIn fails unless the actor has an account: what follows is about that alone.
func signedIn(a access.Actor) error {
	switch a.Kind {
	case access.KindAccount:
		return nil
	case access.KindAnonymous, "":
		return fault.New(fault.Unauthenticated, "", "Sign in first.").Because(access.ErrRefused)
	default:
		return fault.New(fault.Forbidden, "", "Only somebody who signed in has this.").Because(access.ErrRefused)
	}
}
