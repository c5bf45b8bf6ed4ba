package store

import (
	"context"
	"fmt"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

type readingRow struct {
	VersionID     uuid.UUID
	PersonID      uuid.UUID
	CertificateID uuid.UUID
	ReadAt        instant
}

// TableName implements gorm's schema.Tabler.
func (readingRow) TableName() string { return "readings" }

func unpackReading(r readingRow) certificate.Reading {
	return certificate.Reading{VersionID: r.VersionID, PersonID: r.PersonID, CertificateID: r.CertificateID, At: time.Time(r.ReadAt)}
}

// NoteReading implements certificate.Store.
func (s *Store) NoteReading(ctx context.Context, r certificate.Reading) error {
	return s.Update(ctx, func(ctx context.Context) error {
		row := readingRow{r.VersionID, r.PersonID, r.CertificateID, instant(r.At)}
		_, err := of[readingRow](ctx, s.db(ctx), clause.OnConflict{
			Columns: []clause.Column{{Name: "version_id"}, {Name: "person_id"}}, DoUpdates: clause.AssignmentColumns([]string{"read_at"}),
		}).create(&row)
		return err
	})
}

// Readings implements certificate.Store.
func (s *Store) Readings(ctx context.Context, person uuid.UUID, certificates []uuid.UUID) ([]certificate.Reading, error) {
	rows, err := of[readingRow](ctx, s.db(ctx)).
		where("person_id = ? AND certificate_id IN ?", person, idsOf(certificates, func(id uuid.UUID) uuid.UUID { return id })).
		order("read_at DESC, version_id DESC").find()
	return all(rows, unpackReading), err
}

// ReadingsBy implements personal.Holdings.
func (s *Store) ReadingsBy(ctx context.Context, person uuid.UUID) ([]certificate.Reading, error) {
	rows, err := of[readingRow](ctx, s.db(ctx)).where("person_id = ?", person).order("read_at, version_id").find()
	return all(rows, unpackReading), err
}

// RemoveReadings implements personal.Erasures.
func (s *Store) RemoveReadings(ctx context.Context, p access.Person, addresses []string) error {
	const forget = "UPDATE sign_offs SET suggested = ? WHERE "
	empty := document[suggestion]{}
	statements := []statement{
		{"DELETE FROM readings WHERE person_id = ?", []any{p.ID}},
		{forget + "suggested LIKE ?", []any{empty, within("person_id", p.ID.String())}},
		{forget + "suggested LIKE ?", []any{empty, within("name", p.Name)}},
	}
	for _, address := range addresses {
		statements = append(statements, statement{forget + "lower(suggested) LIKE ?", []any{empty, within("email", access.EmailKey(address))}})
	}
	return s.executeAll(ctx, statements...)
}

// within is a pattern of JSON that has the string in the field.
func within(field, value string) string { return fmt.Sprintf("%%%q:%s%%", field, encoded(value)) }

// encoded gives a string as document writes it.
func encoded(s string) string {
	v, err := document[string]{s}.Value()
	if err != nil { // a string always has a form in JSON
		return s
	}
	return fmt.Sprint(v)
}

// CertificatesToRemind implements certificate.Store.
func (s *Store) CertificatesToRemind(ctx context.Context, now time.Time, limit int) ([]uuid.UUID, error) {
	rows, err := of[versionRow](ctx, s.db(ctx)).columns("certificate_id").
		where("state = ? AND remind_at <= ?", certificate.VersionSigning, instant(now)).order("remind_at, id").limit(limit).find()
	return all(rows, func(r versionRow) uuid.UUID { return r.CertificateID }), err
}
