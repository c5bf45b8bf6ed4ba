package store

import (
	"context"
	"errors"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type issuedFileRow struct {
	Digest       digest
	VersionID    uuid.UUID
	Size         int64
	IssuedAt     instant
	StampedUntil instant
}

// TableName implements gorm's schema.Tabler.
func (issuedFileRow) TableName() string { return "issued_files" }

// InsertIssuedFile implements certificate.Store.
func (s *Store) InsertIssuedFile(ctx context.Context, f certificate.IssuedFile) error {
	return s.Update(ctx, func(ctx context.Context) error {
		r := issuedFileRow{digest(f.Digest), f.VersionID, f.Size, instant(f.At), instant(f.StampedUntil)}
		n, err := of[issuedFileRow](ctx, s.db(ctx), clause.OnConflict{DoNothing: true}).create(&r)
		if err == nil && n == 0 {
			return taken("issued_files_pkey")
		}
		return err
	})
}

// IssuedVersion implements certificate.Store.
func (s *Store) IssuedVersion(ctx context.Context, file record.Digest) (uuid.UUID, certificate.Code, error) {
	r, err := of[versionRow](ctx, s.db(ctx)).columns("id", "code").
		where("id = (SELECT version_id FROM issued_files WHERE digest = ?)", digest(file)).take()
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = fault.Missing("version")
	}
	return r.ID, certificate.Code(r.Code), err
}

// IssuedFiles implements personal.Store: every file of a version.
func (s *Store) IssuedFiles(ctx context.Context, version uuid.UUID) ([]record.Digest, error) {
	rows, err := of[issuedFileRow](ctx, s.db(ctx)).where("version_id = ?", version).order("issued_at, digest").find()
	return all(rows, func(r issuedFileRow) record.Digest { return record.Digest(r.Digest) }), err
}

type renewableRow struct {
	ID            uuid.UUID
	CertificateID uuid.UUID
	ProgrammeID   uuid.UUID
	Code          string
	Serial        string
	Number        int
	File          digest
	StampedUntil  instant
}

// Renewable implements certificate.RenewalStore.
func (s *Store) Renewable(ctx context.Context, before time.Time) ([]certificate.Renewable, error) {
	var rows []renewableRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT v.id, v.certificate_id, v.programme_id, v.code, v.serial, v.number, v.file, f.stamped_until
		FROM versions v JOIN issued_files f ON f.digest = v.file
		WHERE v.erased_at IS NULL AND (f.stamped_until IS NULL OR f.stamped_until < ?)
		ORDER BY f.stamped_until IS NOT NULL, f.stamped_until, v.id`, instant(before)).Scan(&rows).Error
	return all(rows, func(r renewableRow) certificate.Renewable {
		return certificate.Renewable{
			VersionID: r.ID, CertificateID: r.CertificateID, ProgrammeID: r.ProgrammeID, Code: certificate.Code(r.Code),
			Serial: certificate.PrintedSerial(r.Serial, r.Number), File: record.Digest(r.File), StampedUntil: time.Time(r.StampedUntil),
		}
	}), translate(err)
}

// ReplaceFile implements certificate.RenewalStore.
func (s *Store) ReplaceFile(ctx context.Context, version uuid.UUID, old, file record.Digest, size int64) (replaced bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := of[versionRow](ctx, s.db(ctx)).where("id = ? AND file = ? AND erased_at IS NULL", version, digest(old)).
			change(versionRow{File: digest(file), FileSize: size}, "file", "file_size")
		replaced = n > 0
		return err
	})
	return replaced, err
}
