package excerpt

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Quotable is a certificate with those of its passages that a handbook could quote.
type Quotable struct {
	VersionID     uuid.UUID
	CertificateID uuid.UUID
	ProgrammeID   uuid.UUID
	PersonID      uuid.UUID
	Name          string // whom it was issued to, for those who ask alone
	Passages      []Passage
}

// Passage is one that can be asked for.
type Passage struct {
	ID          uuid.UUID
	Heading     string
	Text        string          // as it would be printed: without names
	Disciplines framework.Codes // of the edition, under any of which it could stand
	Writers     []uuid.UUID     // assessors on whose feedback it draws
	ExcerptID   uuid.UUID       // Nil: it was not asked for
}

// Quotable lists the issued certificates of the cohorts that pin an edition, each with the passages under a theme that links to
// the discipline; "" stands for any. Certificates of programmes whose staff the actor is not are not there. Fails as NotFound.
func (s *Service) Quotable(ctx context.Context, a access.Actor, edition uuid.UUID, discipline string, page record.Page) (record.List[Quotable], error) {
	var out record.List[Quotable]
	sight, err := a.See(access.OpListQuotablePassages)
	if err != nil {
		return out, err
	}
	e, err := s.Store.Editions().Get(ctx, edition)
	if err != nil {
		return out, err
	}
	sources, err := s.Store.VersionsInForce(ctx, SourceFilter{Edition: e.ID, Sight: sight}, page)
	if err != nil {
		return out, err
	}
	out.More = sources.More
	if out.Items, err = s.quotable(ctx, e, sources.Items); err != nil {
		return out, err
	}
	for i := range out.Items {
		q := &out.Items[i]
		q.Passages = slices.DeleteFunc(q.Passages, func(p Passage) bool { return discipline != "" && !p.Disciplines.Has(discipline) })
	}
	return out, s.markAsked(ctx, e.ID, out.Items)
}

// around is what is needed to make passages of sections.
type around struct {
	themes   map[uuid.UUID]programme.Theme
	writers  map[uuid.UUID]uuid.UUID
	names    map[uuid.UUID][]string
	meanings map[string]framework.Codes
	mark     func(language string) string
}

// quotable makes passages of versions, with as many queries however many there are.
func (s *Service) quotable(ctx context.Context, e framework.Edition, sources []Source) ([]Quotable, error) {
	sections := make([][]certificate.Section, len(sources))
	for i, v := range sources {
		var err error
		if sections[i], err = v.Composition(); err != nil {
			return nil, err
		}
	}
	with, err := s.around(ctx, e, sources, slices.Concat(sections...))
	if err != nil {
		return nil, err
	}
	out := make([]Quotable, len(sources))
	for i, v := range sources {
		out[i] = Quotable{
			VersionID: v.ID, CertificateID: v.CertificateID, ProgrammeID: v.ProgrammeID, PersonID: v.PersonID, Name: v.Facts.Name,
			Passages: with.passages(v, sections[i]),
		}
	}
	return out, nil
}

func (s *Service) around(ctx context.Context, e framework.Edition, sources []Source, sections []certificate.Section) (around, error) {
	var themes, writings, cohorts []uuid.UUID
	for _, section := range sections {
		themes = append(themes, section.ThemeID)
		for _, p := range section.Passages {
			for _, source := range p.Sources {
				writings = append(writings, source.WritingID)
			}
		}
	}
	for _, v := range sources {
		cohorts = append(cohorts, v.CohortID)
	}
	lineage, err := s.Store.Lineage(ctx, e.FrameworkID)
	if err != nil {
		return around{}, err
	}
	with := around{meanings: lineage.Meanings(e.Framework.Edition), mark: s.Mark}
	if with.themes, err = s.Store.ThemesByID(ctx, distinct(themes)); err != nil {
		return with, err
	}
	if with.writers, err = s.Store.Writers(ctx, distinct(writings)); err != nil {
		return with, err
	}
	with.names, err = s.Store.NamesAround(ctx, distinct(cohorts))
	return with, err
}

// passages gives those of a version that stand under a theme with a discipline of the edition.
func (w around) passages(v Source, sections []certificate.Section) []Passage {
	names := append([]string{v.Facts.Name}, w.names[v.CohortID]...)
	for _, signatory := range v.Signatories {
		names = append(names, signatory.Name)
	}
	known, mark := text.NewNames(names...), w.mark(v.Facts.Language)
	var out []Passage
	for _, section := range sections {
		disciplines := w.disciplines(section.ThemeID)
		if disciplines == "" {
			continue
		}
		for _, p := range section.Passages {
			if p.Text != "" {
				out = append(out, Passage{
					ID: p.ID, Heading: known.Hidden(section.Heading, mark), Text: known.Hidden(p.Text, mark), Disciplines: disciplines,
					Writers: w.writersOf(p),
				})
			}
		}
	}
	return out
}

// disciplines gives what a theme links to, as the edition has it.
func (w around) disciplines(theme uuid.UUID) framework.Codes {
	var codes framework.Codes
	for _, code := range w.themes[theme].Disciplines.List() {
		codes = codes.With(w.meanings[code])
	}
	return codes
}

func (w around) writersOf(p certificate.Passage) []uuid.UUID {
	var out []uuid.UUID
	for _, source := range p.Sources {
		out = append(out, w.writers[source.WritingID])
	}
	return distinct(out)
}

// markAsked says of each passage whether it was asked for.
func (s *Service) markAsked(ctx context.Context, edition uuid.UUID, items []Quotable) error {
	versions := []uuid.UUID{}
	for _, q := range items {
		versions = append(versions, q.VersionID)
	}
	asked, err := s.excerptsOf(ctx, edition, versions)
	for i := range items {
		for j := range items[i].Passages {
			p := &items[i].Passages[j]
			p.ExcerptID = asked[passageKey{items[i].VersionID, p.ID}]
		}
	}
	return err
}

// passageKey names a passage, whose id is that of its composition and so the same in later versions.
type passageKey struct{ version, passage uuid.UUID }

// excerptsOf gives which passages of versions were asked for. There are as many as the certificates have passages at most.
func (s *Service) excerptsOf(ctx context.Context, edition uuid.UUID, versions []uuid.UUID) (map[passageKey]uuid.UUID, error) {
	asked := map[passageKey]uuid.UUID{}
	if len(versions) == 0 {
		return asked, nil
	}
	list, err := s.Store.Excerpts(ctx, Filter{Edition: edition, Versions: versions, Sight: access.Everything()}, record.Page{Limit: everything})
	for _, x := range list.Items {
		asked[passageKey{x.VersionID, x.PassageID}] = x.ID
	}
	return asked, err
}

// everything is more than a page of certificates has passages.
const everything = record.MaxPage * 40 * 60

// distinct gives ids once each, without Nil.
func distinct(ids []uuid.UUID) []uuid.UUID {
	out := []uuid.UUID{}
	seen := map[uuid.UUID]bool{uuid.Nil: true}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
