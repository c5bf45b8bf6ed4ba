package api

import (
	"context"

	"testamur/internal/account"
)

func wirePasskey(p account.Passkey) Passkey {
	return Passkey{ID: p.ID, Name: p.Name, CreatedAt: p.CreatedAt, LastUsedAt: p.UsedAt}
}

// BeginPasskeyProof implements StrictServerInterface.
func (s *server) BeginPasskeyProof(ctx context.Context, _ BeginPasskeyProofRequestObject) (BeginPasskeyProofResponseObject, error) {
	ctx, actor := caller(ctx)
	options, id, err := s.Accounts.BeginPasskeyProof(ctx, actor)
	if err != nil {
		return nil, err
	}
	return BeginPasskeyProof201JSONResponse{PasskeyAskedJSONResponse{ID: id, Options: options}}, nil
}

// ListPasskeys implements StrictServerInterface.
func (s *server) ListPasskeys(ctx context.Context, _ ListPasskeysRequestObject) (ListPasskeysResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Accounts.ListPasskeys(ctx, actor)
	if err != nil {
		return nil, err
	}
	return ListPasskeys200JSONResponse{PasskeyListedJSONResponse{Items: each(list, wirePasskey)}}, nil
}

// BeginPasskey implements StrictServerInterface.
func (s *server) BeginPasskey(ctx context.Context, _ BeginPasskeyRequestObject) (BeginPasskeyResponseObject, error) {
	ctx, actor := caller(ctx)
	options, id, err := s.Accounts.BeginPasskey(ctx, actor)
	if err != nil {
		return nil, err
	}
	return BeginPasskey201JSONResponse{PasskeyAskedJSONResponse{ID: id, Options: options}}, nil
}

// CreatePasskey implements StrictServerInterface.
func (s *server) CreatePasskey(ctx context.Context, r CreatePasskeyRequestObject) (CreatePasskeyResponseObject, error) {
	request, actor := caller(ctx)
	p, err := s.Accounts.FinishPasskey(request, actor, originOf(ctx), r.Body.ChallengeID, r.Body.Credential, r.Body.Name)
	if err != nil {
		return nil, err
	}
	return CreatePasskey201JSONResponse{PasskeyCreatedJSONResponse(wirePasskey(p))}, nil
}

// DeletePasskey implements StrictServerInterface.
func (s *server) DeletePasskey(ctx context.Context, r DeletePasskeyRequestObject) (DeletePasskeyResponseObject, error) {
	request, actor := caller(ctx)
	if err := s.Accounts.RemovePasskey(request, actor, originOf(ctx), r.ID); err != nil {
		return nil, err
	}
	return DeletePasskey204Response{}, nil
}
