package api

import (
	"context"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
)

func wireSignOff(o certificate.SignOff) SignOff {
	w := SignOff{
		ID: o.ID, VersionID: o.VersionID, SignatoryID: o.SignatoryID, Decision: Decision(o.Decision), Reason: o.Reason,
		Pointer: o.Pointer, Suggested: Suggestion{Name: o.Suggested.Name, Email: o.Suggested.Email, PersonID: o.Suggested.PersonID}, Conflict: InterestConflict(o.Conflict), Confirmed: o.Confirmed,
		Name: o.Signatory.Name, Title: o.Signatory.Title, Organisation: o.Signatory.Organisation,
		TextDigest: o.TextDigest.String(), SignatureFileID: o.SignatureFile,
		RecordedBy: recorderName(o), RecordedByID: o.Recorder.Person, At: o.At,
	}
	if o.Conflict == programme.ConflictDeclared {
		w.ReasonClass = SignOffReasonClassConflictOfInterest
	}
	return w
}

// recorderName is kept of tokens alone: people change their names, and are erased.
func recorderName(o certificate.SignOff) string {
	if o.Recorder.Is(o.Signatory.PersonID) {
		return o.Signatory.Name
	}
	return o.Recorder.Name
}

func (b SignOffCreate) answer() (certificate.Answer, error) {
	digest, err := askedDigest(b.TextDigest)
	if err != nil {
		return certificate.Answer{}, err
	}
	answer := certificate.Answer{
		SignatoryID: b.SignatoryID, Decision: certificate.Decision(b.Decision), Reason: b.Reason,
		Pointer: b.Pointer, Suggested: suggestion(b.Suggested), Conflict: programme.Conflict(b.Conflict),
		TextDigest: digest, SignatureFile: b.SignatureFileID, Code: b.Code,
	}
	if b.Confirmed != (Naming{}) {
		answer.Confirmed = &certificate.Naming{Name: b.Confirmed.Name, Title: b.Confirmed.Title, Organisation: b.Confirmed.Organisation}
	}
	return answer, nil
}

func suggestion(s Suggestion) certificate.Suggestion {
	return certificate.Suggestion{Name: s.Name, Email: s.Email, PersonID: s.PersonID}
}

// askedDigest reads the digest of the text that an answer is bound to.
func askedDigest(s string) (record.Digest, error) {
	d, ok := record.ParseDigest(s)
	if !ok {
		return record.Digest{}, fault.At("/text_digest", "pattern", "Send the text_digest of what you answer to.")
	}
	return d, nil
}

// ListSignOffs implements StrictServerInterface.
func (s *server) ListSignOffs(ctx context.Context, r ListSignOffsRequestObject) (ListSignOffsResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Certificates.SignOffs(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return ListSignOffs200JSONResponse{SignOffListedJSONResponse{Items: each(list, wireSignOff)}}, nil
}

// RecordSignOff implements StrictServerInterface.
func (s *server) RecordSignOff(ctx context.Context, r RecordSignOffRequestObject) (RecordSignOffResponseObject, error) {
	ctx, actor := caller(ctx)
	answer, err := r.Body.answer()
	if err != nil {
		return nil, err
	}
	o, err := s.Certificates.RecordSignOff(ctx, actor, r.ID, answer)
	if err != nil {
		return nil, err
	}
	return RecordSignOff201JSONResponse{SignOffCreatedJSONResponse(wireSignOff(o))}, nil
}

// SendForSigning implements StrictServerInterface.
func (s *server) SendForSigning(ctx context.Context, r SendForSigningRequestObject) (SendForSigningResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.SendForSigning(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return SendForSigning200JSONResponse{shown}, err
}

// ReviseCertificate implements StrictServerInterface.
func (s *server) ReviseCertificate(ctx context.Context, r ReviseCertificateRequestObject) (ReviseCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.Revise(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return ReviseCertificate200JSONResponse{shown}, err
}

// CancelCertificate implements StrictServerInterface.
func (s *server) CancelCertificate(ctx context.Context, r CancelCertificateRequestObject) (CancelCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.Cancel(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return CancelCertificate200JSONResponse{shown}, err
}

// IssueCertificate implements StrictServerInterface.
func (s *server) IssueCertificate(ctx context.Context, r IssueCertificateRequestObject) (IssueCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.Issue(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return IssueCertificate200JSONResponse{shown}, err
}

// CorrectCertificate implements StrictServerInterface.
func (s *server) CorrectCertificate(ctx context.Context, r CorrectCertificateRequestObject) (CorrectCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.Correct(ctx, actor, r.ID, matching(r.Params.IfMatch), certificate.ReasonClass(r.Body.ReasonClass))
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return CorrectCertificate200JSONResponse{shown}, err
}

// ExpireCertificate implements StrictServerInterface.
func (s *server) ExpireCertificate(ctx context.Context, r ExpireCertificateRequestObject) (ExpireCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	reason := certificate.ReasonClass(r.Body.ReasonClass)
	c, err := s.Certificates.Expire(ctx, actor, r.ID, matching(r.Params.IfMatch), day(r.Body.On), reason, r.Body.Note)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return ExpireCertificate200JSONResponse{shown}, err
}

// RevokeCertificate implements StrictServerInterface.
func (s *server) RevokeCertificate(ctx context.Context, r RevokeCertificateRequestObject) (RevokeCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.Revoke(ctx, actor, r.ID, matching(r.Params.IfMatch), certificate.ReasonClass(r.Body.ReasonClass), r.Body.Note)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return RevokeCertificate200JSONResponse{shown}, err
}
