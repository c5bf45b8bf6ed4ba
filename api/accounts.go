package api

import (
	"context"

	"testamur/internal/account"
)

func wireAccount(a account.Account) Account {
	return Account{
		PersonID: a.ID, Revision: a.Revision, CreatedAt: a.CreatedAt, ChangedAt: a.ChangedAt,
		Email: a.Email, Admin: a.Admin, Disabled: a.Disabled(), Password: a.Password != "", LastSignInAt: a.LastSignInAt,
	}
}

func shownAccount(a account.Account) AccountShownJSONResponse {
	return AccountShownJSONResponse{Body: wireAccount(a), Headers: AccountShownResponseHeaders{ETag: etag(a.Revision)}}
}

func (b AccountPatch) apply(f *account.Fields) {
	set(&f.Email, b.Email, same)
	set(&f.Admin, b.Admin, same)
	set(&f.Disabled, b.Disabled, same)
	set(&f.Forget, b.ForgetCredentials, same)
}

// SetPassword implements StrictServerInterface.
func (s *server) SetPassword(ctx context.Context, r SetPasswordRequestObject) (SetPasswordResponseObject, error) {
	request, actor := caller(ctx)
	if err := s.Accounts.SetPassword(request, actor, originOf(ctx), r.Body.Password, r.Body.CurrentPassword); err != nil {
		return nil, err
	}
	return SetPassword204Response{}, nil
}

// InvitePerson implements StrictServerInterface.
func (s *server) InvitePerson(ctx context.Context, r InvitePersonRequestObject) (InvitePersonResponseObject, error) {
	ctx, actor := caller(ctx)
	var invitation account.Invitation
	if r.Body != nil {
		invitation.Admin = r.Body.Admin
	}
	a, err := s.Accounts.Invite(ctx, actor, r.ID, invitation)
	if err != nil {
		return nil, err
	}
	return InvitePerson202JSONResponse{AccountInvitedJSONResponse{
		Body: wireAccount(a), Headers: AccountInvitedResponseHeaders{ETag: etag(a.Revision)},
	}}, nil
}

// GetAccount implements StrictServerInterface.
func (s *server) GetAccount(ctx context.Context, r GetAccountRequestObject) (GetAccountResponseObject, error) {
	ctx, actor := caller(ctx)
	a, err := s.Accounts.Account(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetAccount200JSONResponse{shownAccount(a)}, nil
}

// UpdateAccount implements StrictServerInterface.
func (s *server) UpdateAccount(ctx context.Context, r UpdateAccountRequestObject) (UpdateAccountResponseObject, error) {
	ctx, actor := caller(ctx)
	a, err := s.Accounts.ChangeAccount(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateAccount200JSONResponse{shownAccount(a)}, nil
}
