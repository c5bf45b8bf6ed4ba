package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"testamur/internal/record"
)

// Sweep removes files that are older than age and that keep does not want, and what interrupted writes left behind. It
// asks about one file at a time and stops at the first error.
func (f *Folder) Sweep(ctx context.Context, now time.Time, age time.Duration, keep func(context.Context, record.Digest) (bool, error)) (removed int, err error) {
	err = filepath.WalkDir(f.path, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		gone, err := f.sweepOne(ctx, path, entry, now.Add(-age), keep)
		if gone {
			removed++
		}
		return err
	})
	return removed, err
}

func (f *Folder) sweepOne(ctx context.Context, path string, entry fs.DirEntry, before time.Time, keep func(context.Context, record.Digest) (bool, error)) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	info, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || !info.ModTime().Before(before) {
		return false, err
	}
	if d, ok := record.ParseDigest(filepath.Base(filepath.Dir(path)) + entry.Name()); ok {
		wanted, err := keep(ctx, d)
		if err != nil || wanted {
			return false, err
		}
	}
	return true, os.Remove(path)
}
