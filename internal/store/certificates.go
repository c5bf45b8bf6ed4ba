package store

import (
	"context"
	"errors"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

type certificateRow struct {
	Head
	EnrolmentID    uuid.UUID
	ProgrammeID    uuid.UUID
	State          string
	Title          string
	Name           string
	AwardDate      day
	ExpiresOn      day
	Serial         string
	VersionID      reference
	IssuedID       reference
	CorrectionNote string
	Composers      document[[]composer]
	Settlements    document[[]settlement]
}

// TableName implements gorm's schema.Tabler.
func (certificateRow) TableName() string { return "certificates" }

// composer is a certificate.Composer in JSON.
type composer struct {
	Key    string    `json:"key"`
	Person uuid.UUID `json:"person"`
}

func packCertificate(c certificate.Certificate) certificateRow {
	return certificateRow{
		Head: headOf(c.Meta), EnrolmentID: c.EnrolmentID, ProgrammeID: c.ProgrammeID, State: string(c.State),
		Title: c.Title, Name: c.Name, AwardDate: dayOf(c.AwardDate), ExpiresOn: dayOf(c.ExpiresOn), Serial: c.Serial,
		VersionID: reference(c.VersionID), IssuedID: reference(c.IssuedID), CorrectionNote: string(c.CorrectionNote),
		Composers:   document[[]composer]{packComposers(c.Composers)},
		Settlements: document[[]settlement]{all(c.Settlements, packSettlement)},
	}
}

func unpackCertificate(r certificateRow) certificate.Certificate {
	return certificate.Certificate{
		Meta:        r.meta(),
		Fields:      certificate.Fields{Title: r.Title, Name: r.Name, AwardDate: r.AwardDate.date(), ExpiresOn: r.ExpiresOn.date()},
		EnrolmentID: r.EnrolmentID, ProgrammeID: r.ProgrammeID, State: certificate.State(r.State),
		Serial: r.Serial, VersionID: uuid.UUID(r.VersionID), IssuedID: uuid.UUID(r.IssuedID),
		CorrectionNote: certificate.ReasonClass(r.CorrectionNote), Composers: unpackComposers(r.Composers.of),
		Settlements: all(r.Settlements.of, unpackSettlement),
	}
}

// settlement is a certificate.Settlement in JSON.
type settlement struct {
	Theme    uuid.UUID                 `json:"theme"`
	How      certificate.SettlementWay `json:"how"`
	Note     string                    `json:"note"`
	Writings []uuid.UUID               `json:"writings"`
	By       composer                  `json:"by"`
	At       time.Time                 `json:"at"`
}

func packSettlement(x certificate.Settlement) settlement {
	return settlement{x.ThemeID, x.How, x.Note, x.Writings, composer(x.By), x.At}
}

func unpackSettlement(r settlement) certificate.Settlement {
	return certificate.Settlement{ThemeID: r.Theme, How: r.How, Note: r.Note, Writings: r.Writings, By: certificate.Composer(r.By), At: r.At}
}

func packComposers(cs []certificate.Composer) []composer {
	return all(cs, func(c certificate.Composer) composer { return composer(c) })
}

func unpackComposers(cs []composer) []certificate.Composer {
	return all(cs, func(c composer) certificate.Composer { return certificate.Composer(c) })
}

func filterCertificates(c *conditions, f certificate.Filter) {
	c.id("programme_id", f.Programme)
	c.id("enrolment_id", f.Enrolment)
	if f.Cohort != uuid.Nil {
		c.and("enrolment_id IN (SELECT id FROM enrolments WHERE cohort_id = ?)", f.Cohort)
	}
	c.sight(f.Sight, "programme_id", ties{
		access.Participant: "(issued_id IS NOT NULL AND enrolment_id IN (SELECT id FROM enrolments WHERE person_id = ?))",
	})
	if !f.Finished {
		c.text("state", string(f.State))
		return
	}
	c.and("issued_id IS NOT NULL")
	switch f.State {
	case "":
	case certificate.Issued: // also while it is being corrected
		c.and("state <> ?", certificate.Revoked)
	default:
		c.and("state = ? AND state = ?", f.State, certificate.Revoked)
	}
}

// ended are the states in which a certificate leaves room for another of the same enrolment.
var ended = []certificate.State{certificate.Cancelled, certificate.Revoked}

type certificates = table[certificate.Certificate, certificate.Filter, certificateRow, *certificate.Certificate]

// Certificates implements certificate.Store.
func (s *Store) Certificates() record.Table[certificate.Certificate, certificate.Filter] {
	return s.certificates()
}

// Standing implements certificate.Store.
func (s *Store) Standing(ctx context.Context, id uuid.UUID) (certificate.Certificate, error) {
	t := s.certificates()
	t.load = nil
	return t.Get(ctx, id)
}

// Complement implements certificate.Store.
func (s *Store) Complement(ctx context.Context, c *certificate.Certificate) error {
	one := []certificate.Certificate{*c}
	err := s.loadCompositions(ctx, one)
	*c = one[0]
	return err
}

// SaveStanding implements certificate.Store.
func (s *Store) SaveStanding(ctx context.Context, c *certificate.Certificate) error {
	t := s.certificates()
	t.save, t.uniques = nil, nil
	return t.Update(ctx, c)
}

func (s *Store) certificates() certificates {
	return certificates{
		store: s, kind: "certificate", pack: packCertificate, unpack: unpackCertificate, filter: filterCertificates,
		load: s.loadCompositions, save: s.saveComposition,
		uniques: []unique[certificateRow]{{
			"certificates_one", "enrolment_id = ? AND state NOT IN ? AND ? NOT IN ?",
			func(r certificateRow) []any {
				return []any{r.EnrolmentID, ended, r.State, ended}
			},
		}},
	}
}

// ParticipantOf implements certificate.Store.
func (s *Store) ParticipantOf(ctx context.Context, id uuid.UUID) (uuid.UUID, error) {
	r, err := of[enrolmentRow](ctx, s.db(ctx)).columns("person_id").where("id = (SELECT enrolment_id FROM certificates WHERE id = ?)", id).take()
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = fault.Missing("certificate")
	}
	return r.PersonID, err
}

// SigningRequests implements certificate.Store.
func (s *Store) SigningRequests(ctx context.Context, person uuid.UUID, limit int) ([]certificate.Certificate, error) {
	rows, err := of[certificateRow](ctx, s.db(ctx)).
		where("state = ? AND id IN (SELECT certificate_id FROM signatories WHERE person_id = ?)", certificate.Signing, person).
		order("id").limit(limit).find()
	if err != nil {
		return nil, err
	}
	return s.certificates().items(ctx, rows)
}
