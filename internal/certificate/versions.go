package certificate

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Versions lists the frozen states of a certificate, oldest first; who may read only what is finished gets the issued
// ones. Fails as NotFound.
func (s *Service) Versions(ctx context.Context, a access.Actor, certificate uuid.UUID) ([]Version, error) {
	c, err := s.load(ctx, a, access.OpListVersions, certificate)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Versions(ctx, certificate)
	if err != nil || writes(a, c.ProgrammeID) {
		return all, err
	}
	issued := []Version{}
	for _, v := range all {
		if v.State.WasIssued() {
			issued = append(issued, v)
		}
	}
	return issued, nil
}

// Version gives one version: also to those who are asked to sign it, for they need its digest. Fails as NotFound.
func (s *Service) Version(ctx context.Context, a access.Actor, id uuid.UUID) (Version, error) {
	return s.seen(ctx, a, access.OpGetVersion, id)
}

// Content gives the canonical bytes that the text digest covers: also to those who are asked to sign it. Fails as NotFound, or as
// Gone when it was erased.
func (s *Service) Content(ctx context.Context, a access.Actor, id uuid.UUID) ([]byte, error) {
	v, err := s.seen(ctx, a, access.OpGetVersionContent, id)
	if err == nil && !v.ErasedAt.IsZero() {
		err = errErased()
	}
	if err == nil {
		err = s.noteReading(ctx, a, v)
	}
	return v.Content, err
}

// Words is Content, read.
func (s *Service) Words(ctx context.Context, a access.Actor, id uuid.UUID) (Content, error) {
	b, err := s.Content(ctx, a, id)
	if err != nil {
		return Content{}, err
	}
	return readContent(b)
}

func errErased() error { return fault.New(fault.Gone, "erased", "This certificate was erased.") }

// Document is a PDF to be downloaded.
type Document struct {
	PDF    []byte
	Digest record.Digest
	Name   string // file name, ASCII
	At     time.Time
}

// Document gives the issued PDF of a version, or, before it was issued, the document that signatories read. Fails as
// NotFound, or as Gone when it was erased.
func (s *Service) Document(ctx context.Context, a access.Actor, id uuid.UUID) (Document, error) {
	v, err := s.seen(ctx, a, access.OpGetVersionDocument, id)
	if err != nil {
		return Document{}, err
	}
	if !v.ErasedAt.IsZero() {
		return Document{}, errErased()
	}
	d := v.issued()
	if !v.State.WasIssued() {
		d = Document{Digest: v.Base.File, Name: v.Serial + "-to-sign.pdf", At: v.SentAt}
	}
	if d.PDF, err = s.Blobs.Get(ctx, d.Digest); err != nil {
		return d, err
	}
	return d, s.noteReading(ctx, a, v)
}

// issued describes the issued PDF.
func (v Version) issued() Document {
	return Document{Digest: v.File, Name: v.Serial + ".pdf", At: v.IssuedAt}
}
