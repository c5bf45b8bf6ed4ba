package certificate

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Origin is where the passages of a version came from, as that stood when it was sent for signing. It never changes, but for
// the names of who was erased.
type Origin struct {
	VersionID   uuid.UUID
	Digest      record.Digest // of the stored bytes
	Sections    []Section
	Settlements []SettledTheme
	Writings    []NamedWriting // that passages draw on or that were settled, and are still kept
}

// SettledTheme is how a theme was settled, with the names around it.
type SettledTheme struct {
	Settlement
	Theme   string // its heading; "" when it is gone
	Settler string // by name, when it was a person
}

// NamedWriting is a source with the names around it; its text is left out.
type NamedWriting struct {
	programme.Writing
	Assessor string // "" for a project
	Theme    string // the heading; "" without one
}

// Origin gives where the passages of a version came from, to those who compose. Fails as NotFound, or as Gone when it was erased.
func (s *Service) Origin(ctx context.Context, a access.Actor, id uuid.UUID) (Origin, error) {
	v, err := s.seen(ctx, a, access.OpGetVersionOrigin, id)
	if err != nil {
		return Origin{}, err
	}
	if !v.ErasedAt.IsZero() {
		return Origin{}, errErased()
	}
	from, err := readProvenance(v.Provenance)
	if err != nil {
		return Origin{}, err
	}
	out := Origin{VersionID: v.ID, Digest: v.ProvenanceDigest, Sections: from.sections()}
	for _, x := range from.settlements() {
		out.Settlements = append(out.Settlements, SettledTheme{Settlement: x})
	}
	err = s.nameOrigin(ctx, v, &out)
	return out, err
}

// nameOrigin brings the writings and the names that the origin speaks of.
func (s *Service) nameOrigin(ctx context.Context, v Version, out *Origin) error {
	c, err := s.Store.Certificates().Get(ctx, v.CertificateID)
	if err != nil {
		return err
	}
	m, err := s.Store.Material(ctx, c.EnrolmentID)
	if err != nil {
		return err
	}
	cited := out.cited()
	writings, err := s.Store.SourceWritings(ctx, c.EnrolmentID, cited)
	if err != nil {
		return err
	}
	writings = slices.DeleteFunc(writings, func(w programme.Writing) bool { return !slices.Contains(cited, w.ID) })
	names, err := s.Store.Names(ctx, out.people(writings))
	if err != nil {
		return err
	}
	headings := map[uuid.UUID]string{}
	for _, t := range m.Themes {
		headings[t.ID] = t.Heading
	}
	for _, w := range writings {
		w.Text = ""
		out.Writings = append(out.Writings, NamedWriting{w, names[w.AssessorID], headings[w.ThemeID]})
	}
	for i := range out.Settlements {
		x := &out.Settlements[i]
		x.Theme, x.Settler = headings[x.ThemeID], names[x.By.Person]
	}
	return nil
}

// cited gives the writings that the origin names.
func (o Origin) cited() []uuid.UUID {
	ids := Certificate{Sections: o.Sections}.sources()
	for _, x := range o.Settlements {
		ids = append(ids, x.Writings...)
	}
	return ids
}

// people gives everybody whose name stands in the origin.
func (o Origin) people(writings []programme.Writing) []uuid.UUID {
	var ids []uuid.UUID
	for _, w := range writings {
		ids = append(ids, w.AssessorID)
	}
	for _, x := range o.Settlements {
		ids = append(ids, x.By.Person)
	}
	return slices.DeleteFunc(ids, func(id uuid.UUID) bool { return id == uuid.Nil })
}
