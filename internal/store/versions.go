package store

import (
	"context"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type versionRow struct {
	ID               uuid.UUID
	Code             string
	State            string
	Serial           string
	Number           int
	File             digest
	IssuedAt         instant
	ExpiresOn        day
	EndedAt          instant
	EndReason        string
	ErasedAt         instant
	Facts            document[certificate.Facts]
	CertificateID    uuid.UUID
	ProgrammeID      uuid.UUID
	TextDigest       digest
	ProvenanceDigest digest
	VersionDigest    digest
	Logo             digest
	RequiredSignOffs int
	SentAt           instant
	SentBy           reference
	RemindAt         instant
	Reminders        int
	RemindedAt       instant
	IssuingUntil     instant
	FileSize         int64
	EndNote          string
	BaseFile         digest
	BaseFileID       []byte
	BasePages        int
	BaseLayout       string
	BaseLayoutHash   string
	BaseFontsHash    string
	BasePlaces       document[[]certificate.Place]
	Signatories      document[[]signatory]
	Composers        document[[]composer]
	About            string
	Content          []byte
	Provenance       []byte
	Sealed           []byte
}

// TableName implements gorm's schema.Tabler.
func (versionRow) TableName() string { return "versions" }

func (r versionRow) id() uuid.UUID { return r.ID }

// signatory is a certificate.Signatory in JSON.
type signatory struct {
	ID           uuid.UUID `json:"id"`
	PersonID     uuid.UUID `json:"person_id"`
	Name         string    `json:"name"`
	Title        string    `json:"title"`
	Organisation string    `json:"organisation"`
}

func packVersion(v certificate.Version) versionRow {
	return versionRow{
		ID: v.ID, Code: string(v.Code), State: string(v.State), Serial: v.Serial, Number: v.Number, File: digest(v.File),
		IssuedAt: instant(v.IssuedAt), ExpiresOn: dayOf(v.ExpiresOn), EndedAt: instant(v.EndedAt), EndReason: string(v.EndReason),
		ErasedAt: instant(v.ErasedAt), Facts: document[certificate.Facts]{v.Facts}, CertificateID: v.CertificateID, ProgrammeID: v.ProgrammeID,
		TextDigest: digest(v.TextDigest), ProvenanceDigest: digest(v.ProvenanceDigest), VersionDigest: digest(v.VersionDigest),
		Logo: digest(v.Logo), RequiredSignOffs: v.RequiredSignOffs, SentAt: instant(v.SentAt),
		SentBy: reference(v.SentBy), RemindAt: instant(v.RemindAt), Reminders: v.Reminders, RemindedAt: instant(v.RemindedAt), IssuingUntil: instant(v.IssuingUntil),
		FileSize: v.FileSize, EndNote: v.EndNote, BaseFile: digest(v.Base.File), BaseFileID: v.Base.FileID[:], BasePages: v.Base.Pages,
		BaseLayout: v.Base.Layout, BaseLayoutHash: v.Base.LayoutHash, BaseFontsHash: v.Base.FontsHash,
		BasePlaces:  document[[]certificate.Place]{v.Base.Places},
		Signatories: document[[]signatory]{all(v.Signatories, func(s certificate.Signatory) signatory { return signatory(s) })},
		Composers:   document[[]composer]{packComposers(v.Composers)},
		About:       v.About, Content: v.Content, Provenance: v.Provenance, Sealed: v.Sealed,
	}
}

func unpackVersion(r versionRow) certificate.Version {
	var fileID [16]byte
	copy(fileID[:], r.BaseFileID)
	return certificate.Version{
		ID: r.ID, CertificateID: r.CertificateID, ProgrammeID: r.ProgrammeID, Number: r.Number, State: certificate.VersionState(r.State),
		Serial: r.Serial, Code: certificate.Code(r.Code), Content: r.Content, TextDigest: record.Digest(r.TextDigest),
		Provenance: r.Provenance, ProvenanceDigest: record.Digest(r.ProvenanceDigest),
		Signatories: all(r.Signatories.of, func(s signatory) certificate.Signatory { return certificate.Signatory(s) }),
		Composers:   unpackComposers(r.Composers.of), RequiredSignOffs: r.RequiredSignOffs, Facts: r.Facts.of, About: r.About,
		Logo: record.Digest(r.Logo), ExpiresOn: r.ExpiresOn.date(), SentAt: time.Time(r.SentAt),
		SentBy: uuid.UUID(r.SentBy), RemindAt: time.Time(r.RemindAt), Reminders: r.Reminders, RemindedAt: time.Time(r.RemindedAt),
		Base: certificate.Base{
			File: record.Digest(r.BaseFile), FileID: fileID, Pages: r.BasePages, Places: r.BasePlaces.of,
			Layout: r.BaseLayout, LayoutHash: r.BaseLayoutHash, FontsHash: r.BaseFontsHash,
		},
		IssuingUntil: time.Time(r.IssuingUntil), IssuedAt: time.Time(r.IssuedAt), Sealed: r.Sealed, VersionDigest: record.Digest(r.VersionDigest),
		File: record.Digest(r.File), FileSize: r.FileSize, EndedAt: time.Time(r.EndedAt), EndReason: certificate.ReasonClass(r.EndReason),
		EndNote: r.EndNote, ErasedAt: time.Time(r.ErasedAt),
	}
}

var versionUniques = []unique[versionRow]{
	{"versions_code", "code = ?", func(r versionRow) []any { return []any{r.Code} }},
}

// InsertVersion implements certificate.Store.
func (s *Store) InsertVersion(ctx context.Context, v certificate.Version) error {
	return insert(ctx, s, packVersion(v), versionUniques)
}

// SaveVersion implements certificate.Store. A version has no revision of its own: read it in the same transaction.
func (s *Store) SaveVersion(ctx context.Context, v certificate.Version) error {
	return s.Update(ctx, func(ctx context.Context) error {
		n, err := of[versionRow](ctx, s.db(ctx)).where("id = ?", v.ID).replace(packVersion(v))
		if err == nil && n == 0 {
			return fault.Missing("version")
		}
		return err
	})
}

// LeaseVersion implements certificate.Store.
func (s *Store) LeaseVersion(ctx context.Context, id uuid.UUID, until time.Time) error {
	return s.Update(ctx, func(ctx context.Context) error {
		n, err := of[versionRow](ctx, s.db(ctx)).where("id = ?", id).set("issuing_until", instant(until))
		if err == nil && n == 0 {
			return fault.Missing("version")
		}
		return err
	})
}

// EnterVersion implements certificate.Store.
func (s *Store) EnterVersion(ctx context.Context, v certificate.Version, lease time.Time) (entered bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := of[versionRow](ctx, s.db(ctx)).
			where("id = ? AND state = ? AND issuing_until = ?", v.ID, certificate.VersionSigning, instant(lease)).
			change(packVersion(v), "state", "issuing_until", "issued_at", "sealed", "version_digest", "file", "file_size")
		entered = n > 0
		return err
	})
	return entered, err
}

// Version implements certificate.Store. Inside a transaction the row stays locked until its end: of two servers that want
// to issue it, one reads what the other wrote.
func (s *Store) Version(ctx context.Context, id uuid.UUID) (certificate.Version, error) {
	r, err := one[versionRow](ctx, s, "version", "id = ?", id)
	if err != nil {
		return certificate.Version{}, err
	}
	return unpackVersion(r), nil
}

// VersionsByID implements certificate.Store.
func (s *Store) VersionsByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]certificate.Version, error) {
	return versionsByID(ids, of[versionRow](ctx, s.db(ctx)))
}

// VersionStandings implements certificate.Store.
func (s *Store) VersionStandings(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]certificate.Version, error) {
	return versionsByID(ids, of[versionRow](ctx, s.db(ctx)).without("about", "content", "provenance", "sealed"))
}

func versionsByID(ids []uuid.UUID, all rows[versionRow]) (map[uuid.UUID]certificate.Version, error) {
	rows, err := all.where("id IN ?", idsOf(ids, func(id uuid.UUID) uuid.UUID { return id })).find()
	versions := make(map[uuid.UUID]certificate.Version, len(rows))
	for _, r := range rows {
		versions[r.ID] = unpackVersion(r)
	}
	return versions, err
}

// Versions implements certificate.Store, oldest first.
func (s *Store) Versions(ctx context.Context, certificateID uuid.UUID) ([]certificate.Version, error) {
	rows, err := of[versionRow](ctx, s.db(ctx)).where("certificate_id = ?", certificateID).order("sent_at, id").find()
	return all(rows, unpackVersion), err
}
