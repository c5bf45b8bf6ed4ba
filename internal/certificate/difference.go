package certificate

import (
	"cmp"
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/difference"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// Difference says how the text of one version became that of another.
type Difference struct {
	From, To uuid.UUID
	Fields   []FieldDifference
	Sections []SectionDifference // those of the later text in its order, each that was removed where it stood
}

// FieldDifference is a title, name or date that changed.
type FieldDifference struct {
	Field         string // "title", "name", "award_date" or "expires_on"
	Before, After string
}

// SectionChange says what became of a section.
type SectionChange string

// What becomes of a section. A moved one may be reworded, too.
const (
	SectionSame     SectionChange = "same"
	SectionAdded    SectionChange = "added"
	SectionRemoved  SectionChange = "removed"
	SectionMoved    SectionChange = "moved"
	SectionReworded SectionChange = "reworded"
)

// SectionDifference is a section with what became of its words.
type SectionDifference struct {
	Change     SectionChange
	Heading    []difference.Run
	Paragraphs []difference.Paragraph // paragraphs, and items of lists
}

// Differs says whether anything changed at all.
func (d Difference) Differs() bool {
	for _, s := range d.Sections {
		if s.Change != SectionSame {
			return true
		}
	}
	return len(d.Fields) > 0
}

// Difference compares two versions of a certificate, both of which the actor must be allowed to read. For Nil, to is the one out
// for signing or else the one in force, and from what the actor read last before it, or else the one before. Fails as
// NotFound, as Gone when one was erased, or as Conflict with nothing_before.
func (s *Service) Difference(ctx context.Context, a access.Actor, certificate, from, to uuid.UUID) (Difference, error) {
	if err := a.Permit(access.OpGetDifference); err != nil {
		return Difference{}, err
	}
	c, err := s.Store.Certificates().Get(ctx, certificate)
	if err != nil {
		return Difference{}, err
	}
	all, err := s.Store.Versions(ctx, certificate)
	if err != nil {
		return Difference{}, err
	}
	if all = readable(a, c, all); len(all) == 0 {
		return Difference{}, cmp.Or(a.PermitOn(access.OpGetDifference, c.object()), errNothingBefore())
	}
	after, err := compared(all, cmp.Or(to, latestOf(c, all)))
	if err != nil {
		return Difference{}, err
	}
	if from == uuid.Nil {
		if from, err = s.readBefore(ctx, a, all, after); err != nil {
			return Difference{}, err
		}
	}
	before, err := compared(all, from)
	if err != nil {
		return Difference{}, err
	}
	return before.difference(after)
}

// readable leaves those of a certificate's versions that the actor may read.
func readable(a access.Actor, c Certificate, all []Version) []Version {
	return slices.DeleteFunc(all, func(v Version) bool { return a.PermitOn(access.OpGetDifference, v.object(c.PersonID)) != nil })
}

// latestOf gives what is out for signing or else in force, where it is among the versions, or else the last of them.
func latestOf(c Certificate, all []Version) uuid.UUID {
	for _, id := range []uuid.UUID{c.VersionID, c.IssuedID} {
		if slices.ContainsFunc(all, func(v Version) bool { return v.ID == id }) {
			return id
		}
	}
	return all[len(all)-1].ID
}

func compared(all []Version, id uuid.UUID) (Version, error) {
	for _, v := range all {
		switch {
		case v.ID != id:
		case !v.ErasedAt.IsZero():
			return Version{}, errErased()
		default:
			return v, nil
		}
	}
	return Version{}, fault.Missing("version")
}

// readBefore gives what the actor read last other than the version, or else the latest before it.
func (s *Service) readBefore(ctx context.Context, a access.Actor, all []Version, v Version) (uuid.UUID, error) {
	readings, err := s.Store.Readings(ctx, a.Person, []uuid.UUID{v.CertificateID})
	if err != nil {
		return uuid.Nil, err
	}
	_, read := lastRead(readings, v)
	before := uuid.Nil
	for _, x := range all {
		if x.ID == read {
			return read, nil
		}
		if x.SentAt.Before(v.SentAt) {
			before = x.ID
		}
	}
	if before == uuid.Nil {
		return before, errNothingBefore()
	}
	return before, nil
}

func errNothingBefore() error {
	return fault.New(fault.Conflict, "nothing_before", "There is no earlier text to compare this with.")
}
