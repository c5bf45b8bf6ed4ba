package api

import (
	"context"

	"testamur/internal/certificate"

	"github.com/google/uuid"
)

func wireSummary(c certificate.Certificate) CertificateSummary {
	return CertificateSummary{
		ID: c.ID, Revision: c.Revision, CreatedAt: c.CreatedAt, ChangedAt: c.ChangedAt,
		ProgrammeID: c.ProgrammeID, CohortID: c.CohortID, EnrolmentID: c.EnrolmentID, State: CertificateState(c.State),
		Title: c.Title, Name: c.Name, AwardDate: dateOf(c.AwardDate), ExpiresOn: dateOf(c.ExpiresOn),
		Serial: c.Serial, VersionID: c.VersionID, IssuedVersionID: c.IssuedID,
	}
}

func wireCertificate(c certificate.Certificate) Certificate {
	return Certificate{
		ID: c.ID, Revision: c.Revision, CreatedAt: c.CreatedAt, ChangedAt: c.ChangedAt,
		ProgrammeID: c.ProgrammeID, CohortID: c.CohortID, EnrolmentID: c.EnrolmentID, State: CertificateState(c.State),
		Title: c.Title, Name: c.Name, AwardDate: dateOf(c.AwardDate), ExpiresOn: dateOf(c.ExpiresOn),
		Sections: each(c.Sections, wireSection), Signatories: each(c.Signatories, wireSignatory),
		Warnings: each(c.Warnings(), wireWarning),
		Serial:   c.Serial, VersionID: c.VersionID, IssuedVersionID: c.IssuedID,
		CorrectionReason: CorrectionReason(c.CorrectionNote),
	}
}

func wireSection(s certificate.Section) Section {
	return Section{ID: s.ID, Heading: s.Heading, ThemeID: s.ThemeID, Passages: each(s.Passages, wirePassage)}
}

func wirePassage(p certificate.Passage) Passage {
	return Passage{ID: p.ID, Text: p.Text, RunsOn: p.RunsOn, Sources: each(p.Sources, func(s certificate.Source) Source {
		return Source{WritingID: s.WritingID, Relation: SourceRelation(s.Relation)}
	})}
}

func wireSignatory(s certificate.Signatory) Signatory {
	return Signatory{ID: s.ID, PersonID: s.PersonID, Name: s.Name, Title: s.Title, Organisation: s.Organisation}
}

func wirePause(s certificate.Standing) Pause {
	if !s.Paused {
		return Pause{}
	}
	return Pause{
		SignOffID: s.Pause.ID, SignatoryID: s.Pause.SignatoryID, Name: s.Pause.Signatory.Name, Decision: Decision(s.Pause.Decision),
		Reason: s.Pause.Reason, Pointer: s.Pause.Pointer, At: s.Pause.At,
	}
}

func wireWarning(w certificate.Warning) Warning {
	return Warning{Pointer: w.Pointer, Reason: w.Reason, Message: w.Message}
}

func (b SectionInput) section() certificate.Section {
	return certificate.Section{ID: b.ID, Heading: b.Heading, ThemeID: b.ThemeID, Passages: each(b.Passages, PassageInput.passage)}
}

func (b PassageInput) passage() certificate.Passage {
	return certificate.Passage{ID: b.ID, Text: b.Text, RunsOn: b.RunsOn, Sources: each(b.Sources, func(id uuid.UUID) certificate.Source {
		return certificate.Source{WritingID: id}
	})}
}

func (b SignatoryInput) signatory() certificate.Signatory {
	return certificate.Signatory{ID: b.ID, PersonID: b.PersonID, Name: b.Name, Title: b.Title, Organisation: b.Organisation}
}

func (b CertificatePatch) apply(f *certificate.Fields) {
	set(&f.Title, b.Title, same)
	set(&f.Name, b.Name, same)
	put(&f.AwardDate, b.AwardDate, day)
	put(&f.ExpiresOn, b.ExpiresOn, day)
}

// shownCertificate gives the certificate with the digest that signatories answer to and what pauses signing, while it is out for
// that.
func (s *server) shownCertificate(ctx context.Context, c certificate.Certificate) (CertificateShownJSONResponse, error) {
	shown := CertificateShownJSONResponse{Body: wireCertificate(c), Headers: CertificateShownResponseHeaders{ETag: etag(c.Revision)}}
	standings, err := s.Certificates.Standings(ctx, []certificate.Certificate{c})
	if standing, ok := standings[c.ID]; ok {
		shown.Body.TextDigest, shown.Body.Paused = standing.TextDigest, wirePause(standing)
	}
	return shown, err
}

// ListCertificates implements StrictServerInterface.
func (s *server) ListCertificates(ctx context.Context, r ListCertificatesRequestObject) (ListCertificatesResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := certificate.Filter{
		Programme: r.Params.ProgrammeID, Cohort: r.Params.CohortID, Enrolment: r.Params.EnrolmentID,
		State: certificate.State(r.Params.State), Finished: r.Params.Finished,
	}
	list, err := s.Certificates.List(ctx, actor, filter, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireSummary, func(c certificate.Certificate) uuid.UUID { return c.ID })
	standings, err := s.Certificates.Standings(ctx, list.Items)
	if err != nil {
		return nil, err
	}
	for i := range items {
		items[i].Paused = wirePause(standings[items[i].ID])
	}
	return ListCertificates200JSONResponse{CertificateListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// ProposeCertificate implements StrictServerInterface.
func (s *server) ProposeCertificate(ctx context.Context, r ProposeCertificateRequestObject) (ProposeCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.Propose(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return ProposeCertificate201JSONResponse{CertificateCreatedJSONResponse{
		Body:    wireCertificate(c),
		Headers: CertificateCreatedResponseHeaders{ETag: etag(c.Revision), Location: "/v1/certificates/" + c.ID.String()},
	}}, nil
}

// GetCertificate implements StrictServerInterface.
func (s *server) GetCertificate(ctx context.Context, r GetCertificateRequestObject) (GetCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.Certificate(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return GetCertificate200JSONResponse{shown}, err
}

// UpdateCertificate implements StrictServerInterface.
func (s *server) UpdateCertificate(ctx context.Context, r UpdateCertificateRequestObject) (UpdateCertificateResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.Change(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return UpdateCertificate200JSONResponse{shown}, err
}

// PutSections implements StrictServerInterface.
func (s *server) PutSections(ctx context.Context, r PutSectionsRequestObject) (PutSectionsResponseObject, error) {
	ctx, actor := caller(ctx)
	sections := each(r.Body.Sections, SectionInput.section)
	c, err := s.Certificates.PutSections(ctx, actor, r.ID, matching(r.Params.IfMatch), sections)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return PutSections200JSONResponse{shown}, err
}

// PutSignatories implements StrictServerInterface.
func (s *server) PutSignatories(ctx context.Context, r PutSignatoriesRequestObject) (PutSignatoriesResponseObject, error) {
	ctx, actor := caller(ctx)
	signatories := each(r.Body.Signatories, SignatoryInput.signatory)
	c, err := s.Certificates.PutSignatories(ctx, actor, r.ID, matching(r.Params.IfMatch), signatories)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return PutSignatories200JSONResponse{shown}, err
}
