package store

import (
	"context"
	"errors"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type issuedFileRow struct {
	Digest    digest
	VersionID uuid.UUID
	Size      int64
	IssuedAt  instant
}

// TableName implements gorm's schema.Tabler.
func (issuedFileRow) TableName() string { return "issued_files" }

// InsertIssuedFile implements certificate.Store.
func (s *Store) InsertIssuedFile(ctx context.Context, f certificate.IssuedFile) error {
	return s.Update(ctx, func(ctx context.Context) error {
		r := issuedFileRow{digest(f.Digest), f.VersionID, f.Size, instant(f.At)}
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
