package store

import (
	"context"

	"testamur/internal/certificate"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type fileRow struct {
	Head
	Purpose string
	Name    string
	Digest  digest
	Size    int64
	Width   int
	Height  int
	Owner   reference
}

// TableName implements gorm's schema.Tabler.
func (fileRow) TableName() string { return "files" }

func packFile(f certificate.File) fileRow {
	return fileRow{
		Head: headOf(f.Meta), Purpose: string(f.Purpose), Name: f.Name, Digest: digest(f.Digest), Size: f.Size, Width: f.Width, Height: f.Height,
		Owner: reference(f.Owner),
	}
}

func unpackFile(r fileRow) certificate.File {
	return certificate.File{
		Meta: r.meta(), Purpose: certificate.FilePurpose(r.Purpose), Name: r.Name, Digest: record.Digest(r.Digest),
		Size: r.Size, Width: r.Width, Height: r.Height, Owner: uuid.UUID(r.Owner),
	}
}

func filterFiles(c *conditions, f certificate.FileFilter) {
	c.text("purpose", string(f.Purpose))
	if !f.Sight.All {
		c.and("(owner = ? OR (purpose = ? AND ?))", reference(f.Sight.Owner), certificate.PurposeLogo, f.Sight.Logos)
	}
}

type files = table[certificate.File, certificate.FileFilter, fileRow, *certificate.File]

// Files implements certificate.Store.
func (s *Store) Files() record.Table[certificate.File, certificate.FileFilter] {
	return files{store: s, kind: "file", pack: packFile, unpack: unpackFile, filter: filterFiles}
}

// RefersTo says whether anything in the database needs the blob of the digest.
func (s *Store) RefersTo(ctx context.Context, d record.Digest) (bool, error) {
	return scalar[bool](ctx, s.db(ctx), `SELECT EXISTS (SELECT 1 FROM files WHERE digest = @digest)
		OR EXISTS (SELECT 1 FROM issued_files WHERE digest = @digest)
		OR EXISTS (SELECT 1 FROM versions WHERE file = @digest)
		OR EXISTS (SELECT 1 FROM versions WHERE base_file = @digest)
		OR EXISTS (SELECT 1 FROM versions WHERE logo = @digest)
		OR EXISTS (SELECT 1 FROM sign_offs WHERE signature = @digest)`, map[string]any{"digest": digest(d)})
}
