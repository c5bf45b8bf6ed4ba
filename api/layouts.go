package api

import (
	"bytes"
	"context"
	"mime"

	"testamur/internal/certificate"
)

func wireLayout(l certificate.Layout) Layout {
	return Layout{Name: l.Name, Version: l.Version, Description: l.Description, Digest: l.Digest}
}

// wirePreview is a PDF that a browser shows rather than saves.
func wirePreview(d certificate.Document) PreviewApplicationPdfResponse {
	return PreviewApplicationPdfResponse{
		Body: bytes.NewReader(d.PDF), ContentLength: int64(len(d.PDF)),
		Headers: PreviewResponseHeaders{ContentDisposition: mime.FormatMediaType("inline", map[string]string{"filename": d.Name})},
	}
}

// ListLayouts implements StrictServerInterface.
func (s *server) ListLayouts(ctx context.Context, _ ListLayoutsRequestObject) (ListLayoutsResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Certificates.Layouts(ctx, actor)
	if err != nil {
		return nil, err
	}
	return ListLayouts200JSONResponse{LayoutListedJSONResponse{Items: each(list, wireLayout)}}, nil
}

// PreviewLayout implements StrictServerInterface.
func (s *server) PreviewLayout(ctx context.Context, r PreviewLayoutRequestObject) (PreviewLayoutResponseObject, error) {
	ctx, actor := caller(ctx)
	d, err := s.Certificates.PreviewLayout(ctx, actor, r.Name)
	if err != nil {
		return nil, err
	}
	return PreviewLayout200ApplicationPdfResponse{wirePreview(d)}, nil
}

// PreviewCertificate implements StrictServerInterface.
func (s *server) PreviewCertificate(ctx context.Context, r PreviewCertificateRequestObject) (PreviewCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	d, err := s.Certificates.Preview(ctx, actor, r.ID, r.Params.Layout)
	if err != nil {
		return nil, err
	}
	return PreviewCertificate200ApplicationPdfResponse{wirePreview(d)}, nil
}
