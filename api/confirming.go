package api

import "context"

// ConfirmFeedback implements StrictServerInterface.
func (s *server) ConfirmFeedback(ctx context.Context, r ConfirmFeedbackRequestObject) (ConfirmFeedbackResponseObject, error) {
	ctx, actor := caller(ctx)
	code := ""
	if r.Body != nil {
		code = r.Body.Code
	}
	f, err := s.Programmes.ConfirmFeedback(ctx, actor, r.ID, matching(r.Params.IfMatch), code)
	if err != nil {
		return nil, err
	}
	return ConfirmFeedback200JSONResponse{shownFeedback(f)}, nil
}

// InviteAssessor implements StrictServerInterface.
func (s *server) InviteAssessor(ctx context.Context, r InviteAssessorRequestObject) (InviteAssessorResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Programmes.InviteAssessor(ctx, actor, r.ID); err != nil {
		return nil, err
	}
	return InviteAssessor202Response{}, nil
}

// RequestConfirmationCode implements StrictServerInterface.
func (s *server) RequestConfirmationCode(ctx context.Context, r RequestConfirmationCodeRequestObject) (RequestConfirmationCodeResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Programmes.SendConfirmationCode(ctx, actor, r.ID); err != nil {
		return nil, err
	}
	return RequestConfirmationCode202Response{}, nil
}
