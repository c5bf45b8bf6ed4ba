package store

import (
	"context"
	"reflect"

	"testamur/internal/certificate"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// What a certificate is composed of lies in tables of its own, so that a passage can be found by its source. Positions
// keep the order.

type sectionRow struct {
	ID            uuid.UUID
	CertificateID uuid.UUID
	Position      int
	Heading       string
	ThemeID       reference
}

// TableName implements gorm's schema.Tabler.
func (sectionRow) TableName() string { return "sections" }

type passageRow struct {
	ID            uuid.UUID
	CertificateID uuid.UUID
	SectionID     uuid.UUID
	Position      int
	Text          string
	RunsOn        bool
}

// TableName implements gorm's schema.Tabler.
func (passageRow) TableName() string { return "passages" }

type sourceRow struct {
	PassageID     uuid.UUID
	Position      int
	CertificateID uuid.UUID
	WritingID     uuid.UUID
	Relation      string
}

// TableName implements gorm's schema.Tabler.
func (sourceRow) TableName() string { return "passage_sources" }

type signatoryRow struct {
	ID            uuid.UUID
	CertificateID uuid.UUID
	Position      int
	PersonID      uuid.UUID
	Name          string
	Title         string
	Organisation  string
}

// TableName implements gorm's schema.Tabler.
func (signatoryRow) TableName() string { return "signatories" }

// composition is all of these rows, of one certificate or of several, each in order.
type composition struct {
	sections    []sectionRow
	passages    []passageRow
	sources     []sourceRow
	signatories []signatoryRow
}

func packComposition(c certificate.Certificate) composition {
	var rows composition
	for i, s := range c.Sections {
		rows.sections = append(rows.sections, sectionRow{s.ID, c.ID, i, s.Heading, reference(s.ThemeID)})
		for j, p := range s.Passages {
			rows.passages = append(rows.passages, passageRow{p.ID, c.ID, s.ID, j, p.Text, p.RunsOn})
			for k, source := range p.Sources {
				rows.sources = append(rows.sources, sourceRow{p.ID, k, c.ID, source.WritingID, string(source.Relation)})
			}
		}
	}
	for i, s := range c.Signatories {
		rows.signatories = append(rows.signatories, signatoryRow{s.ID, c.ID, i, s.PersonID, s.Name, s.Title, s.Organisation})
	}
	return rows
}

// loadCompositions brings the compositions of many certificates, and the cohorts in which their enrolments are now, with as
// many queries as there are tables.
func (s *Store) loadCompositions(ctx context.Context, certificates []certificate.Certificate) error {
	rows, err := s.compositions(ctx, idsOf(certificates, func(c certificate.Certificate) uuid.UUID { return c.ID }))
	if err != nil {
		return err
	}
	enrolments, err := of[enrolmentRow](ctx, s.db(ctx)).columns("id", "cohort_id", "person_id").
		where("id IN ?", idsOf(certificates, func(c certificate.Certificate) uuid.UUID { return c.EnrolmentID })).find()
	if err != nil {
		return err
	}
	whose := map[uuid.UUID]enrolmentRow{}
	for _, e := range enrolments {
		whose[e.ID] = e
	}
	sections, signatories := rows.unpack()
	for i := range certificates {
		c := &certificates[i]
		c.Sections, c.Signatories = sections[c.ID], signatories[c.ID]
		c.CohortID, c.PersonID = whose[c.EnrolmentID].CohortID, whose[c.EnrolmentID].PersonID
	}
	return nil
}

func (s *Store) compositions(ctx context.Context, ids []uuid.UUID) (rows composition, err error) {
	const mine = "certificate_id IN ?"
	db := s.db(ctx)
	if rows.sections, err = of[sectionRow](ctx, db).where(mine, ids).order("certificate_id, position").find(); err != nil {
		return rows, err
	}
	if rows.passages, err = of[passageRow](ctx, db).where(mine, ids).order("section_id, position").find(); err != nil {
		return rows, err
	}
	if rows.sources, err = of[sourceRow](ctx, db).where(mine, ids).order("passage_id, position").find(); err != nil {
		return rows, err
	}
	rows.signatories, err = of[signatoryRow](ctx, db).where(mine, ids).order("certificate_id, position").find()
	return rows, err
}

// unpack gives the sections and the signatories of each certificate.
func (rows composition) unpack() (map[uuid.UUID][]certificate.Section, map[uuid.UUID][]certificate.Signatory) {
	sources := map[uuid.UUID][]certificate.Source{}
	for _, r := range rows.sources {
		sources[r.PassageID] = append(sources[r.PassageID], certificate.Source{WritingID: r.WritingID, Relation: certificate.Relation(r.Relation)})
	}
	passages := map[uuid.UUID][]certificate.Passage{}
	for _, r := range rows.passages {
		passages[r.SectionID] = append(passages[r.SectionID], certificate.Passage{ID: r.ID, Text: r.Text, RunsOn: r.RunsOn, Sources: sources[r.ID]})
	}
	sections := map[uuid.UUID][]certificate.Section{}
	for _, r := range rows.sections {
		sections[r.CertificateID] = append(sections[r.CertificateID], certificate.Section{
			ID: r.ID, Heading: r.Heading, ThemeID: uuid.UUID(r.ThemeID), Passages: passages[r.ID],
		})
	}
	signatories := map[uuid.UUID][]certificate.Signatory{}
	for _, r := range rows.signatories {
		signatories[r.CertificateID] = append(signatories[r.CertificateID], certificate.Signatory{
			ID: r.ID, PersonID: r.PersonID, Name: r.Name, Title: r.Title, Organisation: r.Organisation,
		})
	}
	return sections, signatories
}

// saveComposition stores the composition of a certificate where it differs from what is stored.
func (s *Store) saveComposition(ctx context.Context, c certificate.Certificate) error {
	stored := []certificate.Certificate{{}}
	stored[0].ID = c.ID
	if err := s.loadCompositions(ctx, stored); err != nil {
		return err
	}
	before, after := packComposition(stored[0]), packComposition(c)
	if !reflect.DeepEqual(before.signatories, after.signatories) {
		if err := rewrite(ctx, s.db(ctx), c.ID, after.signatories); err != nil {
			return err
		}
	}
	before.signatories, after.signatories = nil, nil
	if reflect.DeepEqual(before, after) {
		return nil
	}
	if err := s.rewriteSections(ctx, c.ID, after); err != nil {
		return err
	}
	texts := all(after.passages, func(p passageRow) string { return p.Text })
	return s.keepSentences(ctx, ofCertificate, c.ID, c.EnrolmentID, texts...)
}

func (s *Store) rewriteSections(ctx context.Context, certificate uuid.UUID, rows composition) error {
	db := s.db(ctx)
	for _, children := range []func() error{ // what refers goes before what is referred to
		func() error { return rewrite[sourceRow](ctx, db, certificate, nil) },
		func() error { return rewrite[passageRow](ctx, db, certificate, nil) },
		func() error { return rewrite(ctx, db, certificate, rows.sections) },
		func() error { return rewrite(ctx, db, certificate, rows.passages) },
		func() error { return rewrite(ctx, db, certificate, rows.sources) },
	} {
		if err := children(); err != nil {
			return err
		}
	}
	return nil
}

// rewriteBatch keeps a statement below the number of variables that SQLite takes.
const rewriteBatch = 500

// rewrite makes rows all that a table has of a certificate.
func rewrite[R any](ctx context.Context, db *gorm.DB, certificate uuid.UUID, rows []R) error {
	if _, err := of[R](ctx, db).where("certificate_id = ?", certificate).remove(); err != nil || len(rows) == 0 {
		return err
	}
	return db.WithContext(ctx).CreateInBatches(&rows, rewriteBatch).Error
}
