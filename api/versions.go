package api

import (
	"context"
	"net/http"

	"testamur/internal/certificate"
)

func wireVersion(v certificate.Version) Version {
	return Version{
		ID: v.ID, CertificateID: v.CertificateID, ProgrammeID: v.ProgrammeID, Number: v.Number, State: VersionState(v.State),
		Serial: certificate.PrintedSerial(v.Serial, v.Number), Code: v.Code.String(),
		TextDigest: v.TextDigest.String(), ProvenanceDigest: v.ProvenanceDigest.String(), VersionDigest: v.VersionDigest.String(),
		DocumentDigest: v.File.String(), DocumentSize: v.FileSize, Pages: v.Base.Pages, Layout: v.Base.Layout,
		Signatories: each(v.Signatories, wireSignatory), RequiredSignOffs: v.RequiredSignOffs, ExpiresOn: dateOf(v.ExpiresOn),
		SentAt: v.SentAt, IssuedAt: v.IssuedAt, EndedAt: v.EndedAt, EndReason: ReasonClass(v.EndReason), ErasedAt: v.ErasedAt,
	}
}

// ListVersions implements StrictServerInterface.
func (s *server) ListVersions(ctx context.Context, r ListVersionsRequestObject) (ListVersionsResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Certificates.Versions(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return ListVersions200JSONResponse{VersionListedJSONResponse{Items: each(list, wireVersion)}}, nil
}

// GetVersion implements StrictServerInterface.
func (s *server) GetVersion(ctx context.Context, r GetVersionRequestObject) (GetVersionResponseObject, error) {
	ctx, actor := caller(ctx)
	v, err := s.Certificates.Version(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetVersion200JSONResponse{VersionShownJSONResponse(wireVersion(v))}, nil
}

// GetVersionDocument implements StrictServerInterface.
func (s *server) GetVersionDocument(ctx context.Context, r GetVersionDocumentRequestObject) (GetVersionDocumentResponseObject, error) {
	request := requestOf(ctx)
	ctx, actor := caller(ctx)
	d, err := s.Certificates.Document(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return download{request: request, body: d.PDF, media: "application/pdf", digest: d.Digest, name: d.Name, at: d.At}, nil
}

// canonical is JSON that is sent as it is stored: encoding it again would change its digest.
type canonical []byte

// VisitGetVersionContentResponse implements GetVersionContentResponseObject.
func (b canonical) VisitGetVersionContentResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(b)
	return err
}

// GetVersionContent implements StrictServerInterface.
func (s *server) GetVersionContent(ctx context.Context, r GetVersionContentRequestObject) (GetVersionContentResponseObject, error) {
	ctx, actor := caller(ctx)
	content, err := s.Certificates.Content(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return canonical(content), nil
}
