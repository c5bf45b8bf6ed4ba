package certificate

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Layout is a way for certificates to look. It is compiled in and never edited once it is released: another version has another
// name.
type Layout struct {
	Name        string
	Version     int
	Description string
	Digest      string // SHA-256 in hexadecimal, part of what is sealed
}

// Layouts lists the layouts that a programme may choose, by name.
func (s *Service) Layouts(_ context.Context, a access.Actor) ([]Layout, error) {
	if err := a.Permit(access.OpListLayouts); err != nil {
		return nil, err
	}
	return s.Press.Layouts(), nil
}

// PreviewLayout renders a sample text in a layout, marked as a preview on each page. Fails as NotFound.
func (s *Service) PreviewLayout(ctx context.Context, a access.Actor, name string) (Document, error) {
	if err := a.Permit(access.OpPreviewLayout); err != nil {
		return Document{}, err
	}
	pdf, err := s.Press.Sample(ctx, name, s.Now())
	return Document{PDF: pdf, Name: name + "-preview.pdf"}, err
}

// Preview renders a certificate as it is composed now, in a layout or ("") in its programme's, marked as a preview on each page.
// It has neither serial number nor code, and nothing is stored. What is still to be written may be missing. Fails as
// NotFound, or as Invalid for a layout that there is not and for what its fonts cannot print.
func (s *Service) Preview(ctx context.Context, a access.Actor, id uuid.UUID, layout string) (Document, error) {
	c, err := s.load(ctx, a, access.OpPreviewCertificate, id)
	if err != nil {
		return Document{}, err
	}
	p, err := s.Store.Programmes().Get(ctx, c.ProgrammeID)
	if err != nil {
		return Document{}, err
	}
	if layout != "" {
		p.Layout = layout
	}
	if !slices.ContainsFunc(s.Press.Layouts(), func(l Layout) bool { return l.Name == p.Layout }) {
		return Document{}, fault.At("", "unknown_layout", "There is no layout %q. GET /v1/layouts lists them.", p.Layout)
	}
	if err := s.covered(c, p); err != nil {
		return Document{}, err
	}
	sheet := Sheet{
		Layout: p.Layout, Content: c.freeze(p.Language, [16]byte{}), Facts: facts(c, p), About: p.About, Signatories: c.Signatories,
		At: s.Now(), Preview: true,
	}
	if s.PublicURL != "" {
		sheet.URL = s.verifyURL("")
	}
	if sheet.Logo, err = s.logoPicture(ctx, p.LogoFile); err != nil {
		return Document{}, err
	}
	pdf, _, err := s.Press.Typeset(ctx, sheet)
	return Document{PDF: pdf, Name: "preview.pdf"}, err
}

// logoPicture is the picture that a new certificate would have, or nil.
func (s *Service) logoPicture(ctx context.Context, file uuid.UUID) ([]byte, error) {
	digest, err := s.logo(ctx, file)
	if err != nil || digest == (record.Digest{}) {
		return nil, err
	}
	return s.Blobs.Get(ctx, digest)
}
