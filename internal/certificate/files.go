package certificate

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// FilePurpose is what a file was uploaded for.
type FilePurpose string

// The purposes of files.
const (
	PurposeSignature FilePurpose = "signature"
	PurposeLogo      FilePurpose = "logo"
)

// File is an uploaded picture: flattened to opaque PNG when it came in, and never changed.
type File struct {
	record.Meta
	Purpose FilePurpose
	Name    string // as the person called it
	Digest  record.Digest
	Size    int64
	Width   int // pixels
	Height  int
	Owner   uuid.UUID // access.Actor.Hand of whoever uploaded it
}

// FileFilter narrows a list of files.
type FileFilter struct {
	Purpose FilePurpose
	Sight   FileSight
}

// Picturing is an uploaded picture after it was read.
type Picturing struct {
	PNG           []byte
	Width, Height int
}

// Upload stores a picture. Fails as Invalid when it is no PNG or JPEG, too large, or not what the purpose asks for.
func (s *Service) Upload(ctx context.Context, a access.Actor, purpose FilePurpose, name string, b []byte) (File, error) {
	if err := a.Permit(access.OpCreateFile); err != nil {
		return File{}, err
	}
	if purpose != PurposeSignature && purpose != PurposeLogo {
		return File{}, fault.At("?purpose", "not_allowed", "Say what the file is for: signature or logo.")
	}
	var f text.Form
	name = f.OptionalLine("?name", name, 200)
	if err := f.Err(); err != nil {
		return File{}, err
	}
	p, err := s.Flatten(purpose, b)
	if err != nil {
		return File{}, err
	}
	digest, err := s.Blobs.Put(ctx, p.PNG)
	if err != nil {
		return File{}, err
	}
	now := s.Now()
	file := File{
		Meta:    record.Meta{ID: s.NewID(), Revision: 1, CreatedAt: now, ChangedAt: now},
		Purpose: purpose, Name: name, Digest: digest, Size: int64(len(p.PNG)), Width: p.Width, Height: p.Height,
		Owner: a.Hand(),
	}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if err := s.Store.Files().Insert(ctx, file); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, access.OpCreateFile, access.Ref{Kind: "file", ID: file.ID}, uuid.Nil, nil)
	})
	return file, err
}

// File gives what is known of a file. Fails as NotFound.
func (s *Service) File(ctx context.Context, a access.Actor, id uuid.UUID) (File, error) {
	return s.file(ctx, a, access.OpGetFile, id)
}

// file loads a file that the actor may use for the operation.
func (s *Service) file(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (File, error) {
	if err := a.Permit(op); err != nil {
		return File{}, err
	}
	f, err := s.Store.Files().Get(ctx, id)
	if err == nil {
		err = f.permits(a, op)
	}
	if err != nil {
		return File{}, err
	}
	return f, nil
}

// ListFiles gives a page of files.
func (s *Service) ListFiles(ctx context.Context, a access.Actor, filter FileFilter, page record.Page) (record.List[File], error) {
	if err := a.Permit(access.OpListFiles); err != nil {
		return record.List[File]{}, err
	}
	filter.Sight = fileSight(a)
	return s.Store.Files().List(ctx, filter, page)
}

// FileContent gives the PNG of a file. Fails as NotFound.
func (s *Service) FileContent(ctx context.Context, a access.Actor, id uuid.UUID) ([]byte, time.Time, error) {
	f, err := s.file(ctx, a, access.OpGetFileContent, id)
	if err != nil {
		return nil, time.Time{}, err
	}
	b, err := s.Blobs.Get(ctx, f.Digest)
	return b, f.CreatedAt, err
}
