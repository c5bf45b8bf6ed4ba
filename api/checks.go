package api

import (
	"context"

	"testamur/internal/certificate"
)

func wireFinding(f certificate.Finding) Finding {
	return Finding{
		Kind: FindingKind(f.Kind), Severity: Severity(f.Severity), Pointer: f.Pointer, Message: f.Message, Detail: f.Detail,
		CertificateID: f.Certificate, FeedbackID: f.Feedback, ThemeID: f.Theme,
	}
}

// ListChecks implements StrictServerInterface.
func (s *server) ListChecks(ctx context.Context, r ListChecksRequestObject) (ListChecksResponseObject, error) {
	ctx, actor := caller(ctx)
	findings, err := s.Certificates.Checks(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return ListChecks200JSONResponse{FindingListedJSONResponse{Items: each(findings, wireFinding)}}, nil
}
