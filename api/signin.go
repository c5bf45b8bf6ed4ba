package api

import (
	"context"

	"testamur/internal/account"
)

func wireLink(l account.LinkView) Link {
	return Link{
		Purpose: LinkPurpose(l.Purpose), Name: l.Name, Institution: l.Institution, ExpiresAt: l.ExpiresAt,
		Object: LinkObject{Kind: LinkObjectKind(l.Object.Kind), ID: l.Object.ID},
	}
}

// begun sets the cookie of a session that was just begun.
func (s *server) begun(ctx context.Context, signed account.Signed) SessionBegunJSONResponse {
	s.setCookie(ctx, signed)
	return SessionBegunJSONResponse(s.wireSession(signed.Session, signed.Session.ID))
}

// RequestSignInLink implements StrictServerInterface.
func (s *server) RequestSignInLink(ctx context.Context, r RequestSignInLinkRequestObject) (RequestSignInLinkResponseObject, error) {
	from := originOf(ctx)
	ctx, _ = caller(ctx)
	if err := s.Accounts.RequestLink(ctx, from, r.Body.Email); err != nil {
		return nil, err
	}
	return RequestSignInLink202Response{}, nil
}

// ReadLink implements StrictServerInterface.
func (s *server) ReadLink(ctx context.Context, r ReadLinkRequestObject) (ReadLinkResponseObject, error) {
	ctx, _ = caller(ctx)
	l, err := s.Accounts.PeekLink(ctx, r.Body.Link)
	if err != nil {
		return nil, err
	}
	return ReadLink200JSONResponse{LinkShownJSONResponse(wireLink(l))}, nil
}

// SignInWithLink implements StrictServerInterface.
func (s *server) SignInWithLink(ctx context.Context, r SignInWithLinkRequestObject) (SignInWithLinkResponseObject, error) {
	request, _ := caller(ctx)
	signed, err := s.Accounts.SignInWithLink(request, originOf(ctx), r.Body.Link)
	if err != nil {
		return nil, err
	}
	return SignInWithLink201JSONResponse{s.begun(ctx, signed)}, nil
}

// SignInWithPassword implements StrictServerInterface.
func (s *server) SignInWithPassword(ctx context.Context, r SignInWithPasswordRequestObject) (SignInWithPasswordResponseObject, error) {
	request, _ := caller(ctx)
	signed, err := s.Accounts.SignInWithPassword(request, originOf(ctx), r.Body.Email, r.Body.Password)
	if err != nil {
		return nil, err
	}
	return SignInWithPassword201JSONResponse{s.begun(ctx, signed)}, nil
}

// BeginPasskeySignIn implements StrictServerInterface.
func (s *server) BeginPasskeySignIn(ctx context.Context, _ BeginPasskeySignInRequestObject) (BeginPasskeySignInResponseObject, error) {
	request, _ := caller(ctx)
	options, id, err := s.Accounts.BeginPasskeySignIn(request, originOf(ctx))
	if err != nil {
		return nil, err
	}
	return BeginPasskeySignIn201JSONResponse{PasskeyAskedJSONResponse{ID: id, Options: options}}, nil
}

// SignInWithPasskey implements StrictServerInterface.
func (s *server) SignInWithPasskey(ctx context.Context, r SignInWithPasskeyRequestObject) (SignInWithPasskeyResponseObject, error) {
	request, _ := caller(ctx)
	signed, err := s.Accounts.FinishPasskeySignIn(request, originOf(ctx), r.Body.ChallengeID, r.Body.Credential)
	if err != nil {
		return nil, err
	}
	return SignInWithPasskey201JSONResponse{s.begun(ctx, signed)}, nil
}
