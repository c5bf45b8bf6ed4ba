package personal

import (
	"context"
	"fmt"
	"io"

	"testamur/internal/access"

	"github.com/google/uuid"
)

// batch is how many items are held in memory at once.
const batch = 100

// Export writes all that is held on a person as one zip archive, for the person or an administrator. Others' unreleased
// words about them are not in it. What it reads is not held back while it is sent: an archive of what changes meanwhile may
// have the one and not the other. Fails as NotFound, or as Gone when the person was erased; an archive that failed on the
// way has no directory at its end, so that nobody takes it for whole.
func (s *Service) Export(ctx context.Context, a access.Actor, person uuid.UUID, w io.Writer) error {
	p, err := s.beginExport(ctx, a, person)
	if err != nil {
		return err
	}
	x := export{Service: s, archive: newArchive(w, s.Now()), person: p, own: a.Is(person), folders: map[uuid.UUID]*folder{}}
	if err := x.text("README.txt", readme(p, s.Institution, maker(a, person), x.at)); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{
		x.self, x.account, x.enrolments, x.projects, x.projectHistory, x.log, x.certificates, x.shareLinks, x.excerpts,
		x.meetings, x.notes,
		x.assignments, x.feedback, x.reviews, x.signOffs, x.readings, x.signatures, x.operations, x.events, x.origins,
	} {
		if err := part(ctx); err != nil {
			return fmt.Errorf("export: %w", err)
		}
	}
	return x.zip.Close()
}

// beginExport asks whether the actor may, and notes that the data was given out.
func (s *Service) beginExport(ctx context.Context, a access.Actor, person uuid.UUID) (p access.Person, err error) {
	if err := a.PermitOn(access.OpExportPerson, access.PersonObject(person)); err != nil {
		return p, err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if p, err = s.Store.People().Get(ctx, person); err != nil {
			return err
		}
		if erased, err := s.Store.Erased(ctx, person); err != nil {
			return err
		} else if erased {
			return errErased()
		}
		return s.Journal.Note(ctx, a, access.OpExportPerson, access.Ref{Kind: "person", ID: person}, uuid.Nil, nil)
	})
	return p, err
}

// maker says who asked for the archive.
func maker(a access.Actor, person uuid.UUID) string {
	switch {
	case a.Is(person):
		return "the person themself"
	case a.Name == "":
		return "an administrator"
	}
	return a.Name + ", an administrator"
}

// export is one archive being written.
type export struct {
	*Service
	archive
	person  access.Person
	own     bool                  // it is the person who asks: a draft is its author's alone
	folders map[uuid.UUID]*folder // by enrolment
}

// folder is where the files of an enrolment go.
type folder struct {
	name             string
	entries, history int // written so far
}

// each hands over the items of all pages, one by one.
func each[T any](page func(after uuid.UUID) ([]T, error), id func(T) uuid.UUID, do func(T) error) error {
	for after, more := uuid.Nil, true; more; {
		items, err := page(after)
		if err != nil {
			return err
		}
		for _, item := range items {
			if err := do(item); err != nil {
				return err
			}
			after = id(item)
		}
		more = len(items) == batch
	}
	return nil
}
