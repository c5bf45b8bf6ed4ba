package api

import (
	"context"

	"testamur/internal/certificate"
)

func wireSigningRequest(r certificate.SigningRequest) SigningRequest {
	return SigningRequest{
		CertificateID: r.CertificateID, VersionID: r.VersionID, SignatoryID: r.SignatoryID, Participant: r.Participant, Title: r.Title,
		Programme: r.Programme, SentAt: r.SentAt, TextDigest: r.TextDigest.String(), Answered: Decision(r.Answered),
		AnsweredAt: r.AnsweredAt, Reason: r.Reason, ReadAt: r.ReadAt, ReadBeforeVersionID: r.ReadBefore, Paused: r.Paused,
		Others: each(r.Others, func(o certificate.GivenAnswer) GivenAnswer {
			return GivenAnswer{SignatoryID: o.SignatoryID, Decision: Decision(o.Decision), At: o.At}
		}),
	}
}

// ListSigningRequests implements StrictServerInterface.
func (s *server) ListSigningRequests(ctx context.Context, _ ListSigningRequestsRequestObject) (ListSigningRequestsResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Certificates.SigningRequests(ctx, actor)
	if err != nil {
		return nil, err
	}
	return ListSigningRequests200JSONResponse{SigningRequestListedJSONResponse{Items: each(list, wireSigningRequest)}}, nil
}

// RequestSigningCode implements StrictServerInterface.
func (s *server) RequestSigningCode(ctx context.Context, r RequestSigningCodeRequestObject) (RequestSigningCodeResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Certificates.SendSigningCode(ctx, actor, r.ID); err != nil {
		return nil, err
	}
	return RequestSigningCode202Response{}, nil
}

// InviteSignatory implements StrictServerInterface.
func (s *server) InviteSignatory(ctx context.Context, r InviteSignatoryRequestObject) (InviteSignatoryResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Certificates.InviteSignatory(ctx, actor, r.ID, r.SignatoryID); err != nil {
		return nil, err
	}
	return InviteSignatory202Response{}, nil
}

// RemindSignatories implements StrictServerInterface.
func (s *server) RemindSignatories(ctx context.Context, r RemindSignatoriesRequestObject) (RemindSignatoriesResponseObject, error) {
	ctx, actor := caller(ctx)
	done, err := s.Certificates.Remind(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return RemindSignatories202JSONResponse{wireReminded(done)}, nil
}

func wireReminded(done certificate.Reminded) RemindersPostedJSONResponse {
	return RemindersPostedJSONResponse{Mailed: done.Mailed, RemindedLately: done.Lately}
}
