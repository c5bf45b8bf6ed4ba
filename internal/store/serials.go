package store

import (
	"context"

	"testamur/internal/certificate"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

type serialRow struct {
	CertificateID uuid.UUID
	ProgrammeID   uuid.UUID
	Serial        string
	Prefix        string
	Year          int
	Number        int
}

// TableName implements gorm's schema.Tabler.
func (serialRow) TableName() string { return "serials" }

// ReserveSerial implements certificate.Store. Numbers run by prefix and year, over all programmes, so that two with the
// same prefix never give out the same one. Whoever takes a number holds the counter until the transaction ends. The first
// number that was committed for a certificate stays its own.
func (s *Store) ReserveSerial(ctx context.Context, certificateID, programmeID uuid.UUID, prefix string, year int) (serial string, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		if serial, err = s.serialOf(ctx, certificateID); err != nil || serial != "" {
			return err
		}
		number, err := scalar[int](ctx, s.db(ctx), `INSERT INTO serial_counters (prefix, year, last) VALUES (?, ?, 1)
			ON CONFLICT (prefix, year) DO UPDATE SET last = serial_counters.last + 1 RETURNING last`, prefix, year)
		if err != nil {
			return err
		}
		_, err = of[serialRow](ctx, s.db(ctx), clause.OnConflict{Columns: []clause.Column{{Name: "certificate_id"}}, DoNothing: true}).create(&serialRow{
			CertificateID: certificateID, ProgrammeID: programmeID, Serial: certificate.SerialNumber(prefix, year, number),
			Prefix: prefix, Year: year, Number: number,
		})
		if err != nil {
			return err
		}
		serial, err = s.serialOf(ctx, certificateID) // another server may have been first
		return err
	})
	return serial, err
}

// serialOf gives the serial number that the certificate has, or "".
func (s *Store) serialOf(ctx context.Context, certificateID uuid.UUID) (string, error) {
	return scalar[string](ctx, s.db(ctx), "SELECT serial FROM serials WHERE certificate_id = ?", certificateID)
}
