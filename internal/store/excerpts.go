package store

import (
	"context"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

type excerptRow struct {
	ID            uuid.UUID
	EditionID     uuid.UUID
	Discipline    string
	ProgrammeID   uuid.UUID
	CertificateID uuid.UUID
	VersionID     uuid.UUID
	PassageID     uuid.UUID
	Wording       []byte
	Digest        digest
	AskedAt       instant
	TakenBackAt   instant
}

// TableName implements gorm's schema.Tabler.
func (excerptRow) TableName() string { return "excerpts" }

func (r excerptRow) id() uuid.UUID { return r.ID }

type consentRow struct {
	ExcerptID  uuid.UUID
	RequestID  uuid.UUID
	PersonID   uuid.UUID
	Part       string
	Answer     string
	Digest     digest
	AnsweredAt instant
}

// TableName implements gorm's schema.Tabler.
func (consentRow) TableName() string { return "excerpt_consents" }

func packExcerpt(x excerpt.Excerpt) excerptRow {
	return excerptRow{
		ID: x.ID, EditionID: x.EditionID, Discipline: x.Discipline, ProgrammeID: x.ProgrammeID, CertificateID: x.CertificateID,
		VersionID: x.VersionID, PassageID: x.PassageID, Wording: x.Wording, Digest: digest(x.Digest), AskedAt: instant(x.AskedAt),
		TakenBackAt: instant(x.TakenBackAt),
	}
}

func unpackExcerpt(r excerptRow) excerpt.Excerpt {
	return excerpt.Excerpt{
		ID: r.ID, EditionID: r.EditionID, Discipline: r.Discipline, ProgrammeID: r.ProgrammeID, CertificateID: r.CertificateID,
		VersionID: r.VersionID, PassageID: r.PassageID, Wording: r.Wording, Digest: record.Digest(r.Digest), AskedAt: time.Time(r.AskedAt),
		TakenBackAt: time.Time(r.TakenBackAt),
	}
}

func packConsent(c excerpt.Consent) consentRow {
	return consentRow{
		ExcerptID: c.ExcerptID, RequestID: c.RequestID, PersonID: c.PersonID, Part: string(c.Part), Answer: string(c.Answer),
		Digest: digest(c.Digest), AnsweredAt: instant(c.AnsweredAt),
	}
}

func unpackConsent(r consentRow) excerpt.Consent {
	return excerpt.Consent{
		ExcerptID: r.ExcerptID, RequestID: r.RequestID, PersonID: r.PersonID, Part: excerpt.Part(r.Part), Answer: excerpt.Answer(r.Answer),
		Digest: record.Digest(r.Digest), AnsweredAt: time.Time(r.AnsweredAt),
	}
}

// InsertExcerpt implements excerpt.Store.
func (s *Store) InsertExcerpt(ctx context.Context, x excerpt.Excerpt) error {
	return s.Update(ctx, func(ctx context.Context) error {
		err := insert(ctx, s, packExcerpt(x), []unique[excerptRow]{
			{"excerpts_passage", "edition_id = ? AND version_id = ? AND passage_id = ?", func(r excerptRow) []any { return []any{r.EditionID, r.VersionID, r.PassageID} }},
		})
		if err != nil || len(x.Consents) == 0 {
			return err
		}
		rows := all(x.Consents, packConsent)
		return s.db(ctx).WithContext(ctx).CreateInBatches(&rows, rewriteBatch).Error
	})
}

// TakeBackExcerpt implements excerpt.Store.
func (s *Store) TakeBackExcerpt(ctx context.Context, id uuid.UUID, at time.Time) error {
	return s.executeAll(ctx, statement{"UPDATE excerpts SET taken_back_at = ? WHERE id = ?", []any{instant(at), id}})
}

// AnswerExcerpt implements excerpt.Store.
func (s *Store) AnswerExcerpt(ctx context.Context, c excerpt.Consent) error {
	return s.executeAll(ctx, statement{
		"UPDATE excerpt_consents SET answer = ?, digest = ?, answered_at = ? WHERE excerpt_id = ? AND person_id = ?",
		[]any{string(c.Answer), digest(c.Digest), instant(c.AnsweredAt), c.ExcerptID, c.PersonID},
	})
}

// Excerpt implements excerpt.Store.
func (s *Store) Excerpt(ctx context.Context, id uuid.UUID) (excerpt.Excerpt, error) {
	var out []excerpt.Excerpt
	err := s.snapshot(ctx, func(ctx context.Context) error {
		r, err := one[excerptRow](ctx, s, "excerpt", "id = ?", id)
		if err != nil {
			return err
		}
		out, err = s.wholeExcerpts(ctx, []excerptRow{r})
		return err
	})
	if err != nil {
		return excerpt.Excerpt{}, err
	}
	return out[0], nil
}

// Excerpts implements excerpt.Store, with three queries.
func (s *Store) Excerpts(ctx context.Context, filter excerpt.Filter, page record.Page) (record.List[excerpt.Excerpt], error) {
	var c conditions
	c.id("edition_id", filter.Edition)
	if filter.Versions != nil {
		c.and("version_id IN ?", idsOf(filter.Versions, itself))
	}
	if filter.Requests != nil {
		c.and("id IN (SELECT excerpt_id FROM excerpt_consents WHERE request_id IN ?)", idsOf(filter.Requests, itself))
	}
	if filter.Person != uuid.Nil {
		c.and("id IN (SELECT excerpt_id FROM excerpt_consents WHERE person_id = ?)", filter.Person)
	}
	c.sight(filter.Sight, "programme_id", nil)
	c.and("id > ?", page.After)
	var list record.List[excerpt.Excerpt]
	err := s.snapshot(ctx, func(ctx context.Context) error {
		rows, err := of[excerptRow](ctx, s.db(ctx), c.where()).order("id").limit(page.Limit + 1).find()
		if err != nil {
			return err
		}
		rows, list.More = cut(rows, page.Limit)
		list.Items, err = s.wholeExcerpts(ctx, rows)
		return err
	})
	return list, err
}

// PrintableExcerpts implements excerpt.Store, with three queries.
func (s *Store) PrintableExcerpts(ctx context.Context, edition uuid.UUID) ([]excerpt.Excerpt, error) {
	var out []excerpt.Excerpt
	err := s.snapshot(ctx, func(ctx context.Context) error {
		rows, err := of[excerptRow](ctx, s.db(ctx)).where("edition_id = ? AND taken_back_at IS NULL", edition).
			where("version_id IN ("+versionsInForce+")", certificate.VersionIssued).
			where("EXISTS (SELECT 1 FROM excerpt_settings s WHERE s.edition_id = excerpts.edition_id AND s.shown)").find()
		if err != nil {
			return err
		}
		out, err = s.wholeExcerpts(ctx, rows)
		return err
	})
	return out, err
}

// versionsInForce are the versions that count now, as a query with their state.
const versionsInForce = `SELECT v.id FROM versions v JOIN certificates c ON c.issued_id = v.id WHERE v.state = ? AND v.erased_at IS NULL`

// wholeExcerpts brings consents and whether the versions are in force.
func (s *Store) wholeExcerpts(ctx context.Context, rows []excerptRow) ([]excerpt.Excerpt, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	consents, err := of[consentRow](ctx, s.db(ctx)).where("excerpt_id IN ?", idsOf(rows, excerptRow.id)).order("excerpt_id, part, person_id").find()
	if err != nil {
		return nil, err
	}
	inForce, err := of[versionRow](ctx, s.db(ctx)).columns("id").
		where("id IN ?", idsOf(rows, func(r excerptRow) uuid.UUID { return r.VersionID })).where("id IN ("+versionsInForce+")", certificate.VersionIssued).find()
	if err != nil {
		return nil, err
	}
	said, counts := map[uuid.UUID][]excerpt.Consent{}, map[uuid.UUID]bool{}
	for _, r := range consents {
		said[r.ExcerptID] = append(said[r.ExcerptID], unpackConsent(r))
	}
	for _, v := range inForce {
		counts[v.ID] = true
	}
	return all(rows, func(r excerptRow) excerpt.Excerpt {
		x := unpackExcerpt(r)
		x.Consents, x.InForce = said[x.ID], counts[x.VersionID]
		return x
	}), nil
}

// ExcerptsShown implements excerpt.Store.
func (s *Store) ExcerptsShown(ctx context.Context, edition uuid.UUID) (bool, error) {
	return scalar[bool](ctx, s.db(ctx), "SELECT EXISTS (SELECT 1 FROM excerpt_settings WHERE edition_id = ? AND shown)", edition)
}

// ShowExcerpts implements excerpt.Store.
func (s *Store) ShowExcerpts(ctx context.Context, edition uuid.UUID, shown bool) error {
	return s.executeAll(ctx, statement{
		"INSERT INTO excerpt_settings (edition_id, shown) VALUES (?, ?) ON CONFLICT (edition_id) DO UPDATE SET shown = excluded.shown", []any{edition, shown},
	})
}

type excerptRequestRow struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	EditionID uuid.UUID
	PersonID  uuid.UUID
	AskedAt   instant
	Mailed    bool
}

// TableName implements gorm's schema.Tabler.
func (excerptRequestRow) TableName() string { return "excerpt_requests" }

func unpackExcerptRequest(r excerptRequestRow) excerpt.Request {
	return excerpt.Request{ID: r.ID, EditionID: r.EditionID, PersonID: r.PersonID, AskedAt: time.Time(r.AskedAt), Mailed: r.Mailed}
}

// PutExcerptRequest implements excerpt.Store.
func (s *Store) PutExcerptRequest(ctx context.Context, q excerpt.Request) error {
	return s.Update(ctx, func(ctx context.Context) error {
		r := excerptRequestRow{ID: q.ID, EditionID: q.EditionID, PersonID: q.PersonID, AskedAt: instant(q.AskedAt), Mailed: q.Mailed}
		return put(ctx, s.db(ctx), []excerptRequestRow{r}, clause.OnConflict{UpdateAll: true})
	})
}

// ExcerptRequest implements excerpt.Store.
func (s *Store) ExcerptRequest(ctx context.Context, id uuid.UUID) (excerpt.Request, error) {
	return s.excerptRequest(ctx, "id = ?", id)
}

// ExcerptRequestTo implements excerpt.Store.
func (s *Store) ExcerptRequestTo(ctx context.Context, edition, person uuid.UUID) (excerpt.Request, error) {
	return s.excerptRequest(ctx, "edition_id = ? AND person_id = ?", edition, person)
}

func (s *Store) excerptRequest(ctx context.Context, where string, args ...any) (excerpt.Request, error) {
	rows, err := of[excerptRequestRow](ctx, s.db(ctx)).where(where, args...).find()
	if err == nil && len(rows) == 0 {
		err = fault.Missing("request")
	}
	if err != nil {
		return excerpt.Request{}, err
	}
	return unpackExcerptRequest(rows[0]), nil
}

// ExcerptRequestsTo implements excerpt.Store.
func (s *Store) ExcerptRequestsTo(ctx context.Context, person uuid.UUID, limit int) ([]excerpt.Request, error) {
	rows, err := of[excerptRequestRow](ctx, s.db(ctx)).where("person_id = ?", person).order("id").limit(limit).find()
	return all(rows, unpackExcerptRequest), err
}
