package api

import (
	"context"

	"testamur/internal/access"

	"github.com/google/uuid"
)

func wireToken(t access.Token) Token {
	return Token{
		ID: t.ID, CreatedAt: t.CreatedAt, Name: t.Name, Role: TokenRole(t.Role), PersonID: t.Person, Programmes: each(t.Programmes, same),
		Scopes: each(t.Scopes, func(s access.Scope) TokenScope { return TokenScope(s) }), Hint: t.Hint,
		ExpiresAt: t.ExpiresAt, LastUsedAt: t.LastUsedAt, RevokedAt: t.RevokedAt,
	}
}

func (b TokenCreate) fields() access.TokenFields {
	return access.TokenFields{
		Name: b.Name, Role: access.Role(b.Role), Person: b.PersonID, Programmes: b.Programmes,
		Scopes: each(b.Scopes, func(s TokenScope) access.Scope { return access.Scope(s) }), ExpiresAt: b.ExpiresAt,
	}
}

// ListTokens implements StrictServerInterface.
func (s *server) ListTokens(ctx context.Context, r ListTokensRequestObject) (ListTokensResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Access.ListTokens(ctx, actor, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireToken, func(t access.Token) uuid.UUID { return t.ID })
	return ListTokens200JSONResponse{TokenListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateToken implements StrictServerInterface.
func (s *server) CreateToken(ctx context.Context, r CreateTokenRequestObject) (CreateTokenResponseObject, error) {
	ctx, actor := caller(ctx)
	t, secret, err := s.Access.CreateToken(ctx, actor, r.Body.fields())
	if err != nil {
		return nil, err
	}
	body := wireToken(t)
	body.Secret = secret
	return CreateToken201JSONResponse{TokenCreatedJSONResponse{
		Body: body, Headers: TokenCreatedResponseHeaders{Location: "/v1/tokens/" + t.ID.String()},
	}}, nil
}

// GetToken implements StrictServerInterface.
func (s *server) GetToken(ctx context.Context, r GetTokenRequestObject) (GetTokenResponseObject, error) {
	ctx, actor := caller(ctx)
	t, err := s.Access.Token(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetToken200JSONResponse{TokenShownJSONResponse(wireToken(t))}, nil
}

// DeleteToken implements StrictServerInterface.
func (s *server) DeleteToken(ctx context.Context, r DeleteTokenRequestObject) (DeleteTokenResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Access.RevokeToken(ctx, actor, r.ID); err != nil {
		return nil, err
	}
	return DeleteToken204Response{}, nil
}
