package api

import (
	"context"

	"testamur/internal/certificate"

	"github.com/google/uuid"
)

func wireShareLink(l certificate.ShareLink) ShareLink {
	return ShareLink{
		ID: l.ID, CreatedAt: l.CreatedAt, CertificateID: l.CertificateID, Sections: l.Sections, WithFile: l.WithFile,
		ExpiresAt: l.ExpiresAt, WithdrawnAt: l.WithdrawnAt, Opened: int64(l.Opened), OpenedAt: l.OpenedAt,
	}
}

func wireShare(v certificate.Shared) Share {
	w := Share{
		Verdict: Verdict(v.Verdict), Message: v.Sentence, Valid: v.Verdict == certificate.Genuine, ExpiresAt: v.Until,
	}
	if t := v.Text; t != nil {
		w.Text = SharedText{
			Facts: wireFacts(t.Facts), Code: t.Code.String(), VerificationURL: t.VerifyURL, Whole: t.Whole, Replaced: t.Replaced,
			WithFile: t.WithFile,
			Sections: each(t.Sections, func(s certificate.ContentSection) SharedSection {
				return SharedSection{Heading: s.Heading, Paragraphs: s.Paragraphs()}
			}),
		}
	}
	return w
}

// ListShareLinks implements StrictServerInterface.
func (s *server) ListShareLinks(ctx context.Context, r ListShareLinksRequestObject) (ListShareLinksResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Certificates.ListShareLinks(ctx, actor, r.ID, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireShareLink, func(l certificate.ShareLink) uuid.UUID { return l.ID })
	return ListShareLinks200JSONResponse{ShareLinkListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateShareLink implements StrictServerInterface.
func (s *server) CreateShareLink(ctx context.Context, r CreateShareLinkRequestObject) (CreateShareLinkResponseObject, error) {
	ctx, actor := caller(ctx)
	fields := certificate.ShareFields{Sections: r.Body.Sections, WithFile: r.Body.WithFile, ExpiresAt: r.Body.ExpiresAt}
	l, secret, err := s.Certificates.CreateShareLink(ctx, actor, r.ID, fields)
	if err != nil {
		return nil, err
	}
	body := wireShareLink(l)
	body.Secret, body.URL = secret, s.Certificates.ShareURL(secret)
	return CreateShareLink201JSONResponse{ShareLinkCreatedJSONResponse(body)}, nil
}

// DeleteShareLink implements StrictServerInterface.
func (s *server) DeleteShareLink(ctx context.Context, r DeleteShareLinkRequestObject) (DeleteShareLinkResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Certificates.WithdrawShareLink(ctx, actor, r.ID); err != nil {
		return nil, err
	}
	return DeleteShareLink204Response{}, nil
}

// ReadShare implements StrictServerInterface.
func (s *server) ReadShare(ctx context.Context, r ReadShareRequestObject) (ReadShareResponseObject, error) {
	ctx, _ = caller(ctx)
	shared, err := s.Certificates.OpenShare(ctx, r.Body.Link, true)
	if err != nil {
		return nil, err
	}
	return ReadShare200JSONResponse{ShareShownJSONResponse(wireShare(shared))}, nil
}
