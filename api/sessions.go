package api

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

func (s *server) wireSession(v account.Session, current uuid.UUID) Session {
	return Session{
		ID: v.ID, PersonID: v.Account, Method: SessionMethod(v.Method), CreatedAt: v.CreatedAt, SeenAt: v.SeenAt, ExpiresAt: v.ExpiresAt,
		ProvenUntil: v.FreshUntil(s.Now()), Address: v.Address, Device: v.Device, Current: v.ID == current,
	}
}

// GetSession implements StrictServerInterface.
func (s *server) GetSession(ctx context.Context, _ GetSessionRequestObject) (GetSessionResponseObject, error) {
	ctx, actor := caller(ctx)
	session, err := s.Accounts.Session(ctx, actor)
	if err != nil {
		return nil, err
	}
	who := CurrentSession{
		PersonID: actor.Person, Name: actor.Name, Session: s.wireSession(session, actor.ID),
		Admin: actor.Role == access.RoleAdmin, StaffOf: each(actor.Programmes, same),
	}
	if err := s.addParts(ctx, actor, &who); err != nil {
		return nil, err
	}
	return GetSession200JSONResponse{CurrentSessionShownJSONResponse(who)}, nil
}

// addParts finds out whether there is anything for a person in each of the parts that they can have.
func (s *server) addParts(ctx context.Context, a access.Actor, who *CurrentSession) error {
	one := record.Page{Limit: 1}
	assignments, err := s.Programmes.ListAssignments(ctx, a, programme.AssignmentFilter{Assessor: a.Person}, one)
	if err != nil {
		return err
	}
	enrolments, err := s.Programmes.ListEnrolments(ctx, a, programme.EnrolmentFilter{Person: a.Person}, one)
	if err != nil {
		return err
	}
	requests, err := s.Certificates.SigningRequests(ctx, a)
	if err != nil {
		return err
	}
	who.Assessor, who.Participant, who.Signatory = len(assignments.Items) > 0, len(enrolments.Items) > 0, len(requests) > 0
	return nil
}

// SignOut implements StrictServerInterface.
func (s *server) SignOut(ctx context.Context, _ SignOutRequestObject) (SignOutResponseObject, error) {
	request, actor := caller(ctx)
	if err := s.Accounts.SignOut(request, actor); err != nil {
		return nil, err
	}
	clearCookie(ctx)
	return SignOut204Response{}, nil
}

// ListSessions implements StrictServerInterface.
func (s *server) ListSessions(ctx context.Context, _ ListSessionsRequestObject) (ListSessionsResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Accounts.Sessions(ctx, actor)
	if err != nil {
		return nil, err
	}
	items := each(list, func(v account.Session) Session { return s.wireSession(v, actor.ID) })
	return ListSessions200JSONResponse{SessionListedJSONResponse{Items: items}}, nil
}

// EndSession implements StrictServerInterface.
func (s *server) EndSession(ctx context.Context, r EndSessionRequestObject) (EndSessionResponseObject, error) {
	request, actor := caller(ctx)
	if err := s.Accounts.EndSession(request, actor, r.ID); err != nil {
		return nil, err
	}
	if r.ID == actor.ID {
		clearCookie(ctx)
	}
	return EndSession204Response{}, nil
}

// ProveIdentity implements StrictServerInterface.
func (s *server) ProveIdentity(ctx context.Context, r ProveIdentityRequestObject) (ProveIdentityResponseObject, error) {
	signed, err := s.prove(ctx, *r.Body)
	if err != nil {
		return nil, err
	}
	s.setCookie(ctx, signed)
	return ProveIdentity200JSONResponse{SessionProvedJSONResponse(s.wireSession(signed.Session, signed.Session.ID))}, nil
}

func (s *server) prove(ctx context.Context, p Proof) (account.Signed, error) {
	from := originOf(ctx)
	ctx, actor := caller(ctx)
	passkey := p.Passkey.ChallengeID != uuid.Nil
	switch {
	case passkey && p.Password != "":
		return account.Signed{}, fault.At("/passkey", "not_allowed", "Send the password or the passkey's answer, not both.")
	case passkey:
		return s.Accounts.FinishPasskeyProof(ctx, actor, from, p.Passkey.ChallengeID, p.Passkey.Credential)
	}
	return s.Accounts.Prove(ctx, actor, from, p.Password)
}
