package api

import (
	"context"

	"testamur/internal/fault"
)

func notBuilt() error { return fault.New(fault.Internal, "", "not built yet") }

// BeginPasskey implements StrictServerInterface.
func (s *server) BeginPasskey(context.Context, BeginPasskeyRequestObject) (BeginPasskeyResponseObject, error) { return nil, notBuilt() }

// ListPasskeys implements StrictServerInterface.
func (s *server) ListPasskeys(context.Context, ListPasskeysRequestObject) (ListPasskeysResponseObject, error) { return nil, notBuilt() }

// CreatePasskey implements StrictServerInterface.
func (s *server) CreatePasskey(context.Context, CreatePasskeyRequestObject) (CreatePasskeyResponseObject, error) { return nil, notBuilt() }

// DeletePasskey implements StrictServerInterface.
func (s *server) DeletePasskey(context.Context, DeletePasskeyRequestObject) (DeletePasskeyResponseObject, error) { return nil, notBuilt() }

// SetPassword implements StrictServerInterface.
func (s *server) SetPassword(context.Context, SetPasswordRequestObject) (SetPasswordResponseObject, error) { return nil, notBuilt() }

// InviteSignatory implements StrictServerInterface.
func (s *server) InviteSignatory(context.Context, InviteSignatoryRequestObject) (InviteSignatoryResponseObject, error) { return nil, notBuilt() }

// RequestSigningCode implements StrictServerInterface.
func (s *server) RequestSigningCode(context.Context, RequestSigningCodeRequestObject) (RequestSigningCodeResponseObject, error) { return nil, notBuilt() }

// RequestConfirmationCode implements StrictServerInterface.
func (s *server) RequestConfirmationCode(context.Context, RequestConfirmationCodeRequestObject) (RequestConfirmationCodeResponseObject, error) { return nil, notBuilt() }

// InviteAssessor implements StrictServerInterface.
func (s *server) InviteAssessor(context.Context, InviteAssessorRequestObject) (InviteAssessorResponseObject, error) { return nil, notBuilt() }

// ReadLink implements StrictServerInterface.
func (s *server) ReadLink(context.Context, ReadLinkRequestObject) (ReadLinkResponseObject, error) { return nil, notBuilt() }

// BeginPasskeySignIn implements StrictServerInterface.
func (s *server) BeginPasskeySignIn(context.Context, BeginPasskeySignInRequestObject) (BeginPasskeySignInResponseObject, error) { return nil, notBuilt() }

// GetAccount implements StrictServerInterface.
func (s *server) GetAccount(context.Context, GetAccountRequestObject) (GetAccountResponseObject, error) { return nil, notBuilt() }

// UpdateAccount implements StrictServerInterface.
func (s *server) UpdateAccount(context.Context, UpdateAccountRequestObject) (UpdateAccountResponseObject, error) { return nil, notBuilt() }

// ErasePerson implements StrictServerInterface.
func (s *server) ErasePerson(context.Context, ErasePersonRequestObject) (ErasePersonResponseObject, error) { return nil, notBuilt() }

// ExportPerson implements StrictServerInterface.
func (s *server) ExportPerson(context.Context, ExportPersonRequestObject) (ExportPersonResponseObject, error) { return nil, notBuilt() }

// InvitePerson implements StrictServerInterface.
func (s *server) InvitePerson(context.Context, InvitePersonRequestObject) (InvitePersonResponseObject, error) { return nil, notBuilt() }

// ListStaff implements StrictServerInterface.
func (s *server) ListStaff(context.Context, ListStaffRequestObject) (ListStaffResponseObject, error) { return nil, notBuilt() }

// RemoveStaff implements StrictServerInterface.
func (s *server) RemoveStaff(context.Context, RemoveStaffRequestObject) (RemoveStaffResponseObject, error) { return nil, notBuilt() }

// AddStaff implements StrictServerInterface.
func (s *server) AddStaff(context.Context, AddStaffRequestObject) (AddStaffResponseObject, error) { return nil, notBuilt() }

// SignOut implements StrictServerInterface.
func (s *server) SignOut(context.Context, SignOutRequestObject) (SignOutResponseObject, error) { return nil, notBuilt() }

// GetSession implements StrictServerInterface.
func (s *server) GetSession(context.Context, GetSessionRequestObject) (GetSessionResponseObject, error) { return nil, notBuilt() }

// BeginPasskeyProof implements StrictServerInterface.
func (s *server) BeginPasskeyProof(context.Context, BeginPasskeyProofRequestObject) (BeginPasskeyProofResponseObject, error) { return nil, notBuilt() }

// ProveIdentity implements StrictServerInterface.
func (s *server) ProveIdentity(context.Context, ProveIdentityRequestObject) (ProveIdentityResponseObject, error) { return nil, notBuilt() }

// ListSessions implements StrictServerInterface.
func (s *server) ListSessions(context.Context, ListSessionsRequestObject) (ListSessionsResponseObject, error) { return nil, notBuilt() }

// SignInWithLink implements StrictServerInterface.
func (s *server) SignInWithLink(context.Context, SignInWithLinkRequestObject) (SignInWithLinkResponseObject, error) { return nil, notBuilt() }

// SignInWithPasskey implements StrictServerInterface.
func (s *server) SignInWithPasskey(context.Context, SignInWithPasskeyRequestObject) (SignInWithPasskeyResponseObject, error) { return nil, notBuilt() }

// SignInWithPassword implements StrictServerInterface.
func (s *server) SignInWithPassword(context.Context, SignInWithPasswordRequestObject) (SignInWithPasswordResponseObject, error) { return nil, notBuilt() }

// EndSession implements StrictServerInterface.
func (s *server) EndSession(context.Context, EndSessionRequestObject) (EndSessionResponseObject, error) { return nil, notBuilt() }

// RequestSignInLink implements StrictServerInterface.
func (s *server) RequestSignInLink(context.Context, RequestSignInLinkRequestObject) (RequestSignInLinkResponseObject, error) { return nil, notBuilt() }

// ListSigningRequests implements StrictServerInterface.
func (s *server) ListSigningRequests(context.Context, ListSigningRequestsRequestObject) (ListSigningRequestsResponseObject, error) { return nil, notBuilt() }

// ListTokens implements StrictServerInterface.
func (s *server) ListTokens(context.Context, ListTokensRequestObject) (ListTokensResponseObject, error) { return nil, notBuilt() }

// CreateToken implements StrictServerInterface.
func (s *server) CreateToken(context.Context, CreateTokenRequestObject) (CreateTokenResponseObject, error) { return nil, notBuilt() }

// DeleteToken implements StrictServerInterface.
func (s *server) DeleteToken(context.Context, DeleteTokenRequestObject) (DeleteTokenResponseObject, error) { return nil, notBuilt() }

// GetToken implements StrictServerInterface.
func (s *server) GetToken(context.Context, GetTokenRequestObject) (GetTokenResponseObject, error) { return nil, notBuilt() }
