// Package blob keeps files in a folder under their own SHA-256. What is there never changes; what nothing refers to any
// more is swept when it is old. Several servers may share the folder. It knows nothing of what the files are.
package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"testamur/internal/fault"
	"testamur/internal/record"
)

// Folder is a blob store in a folder of the file system.
type Folder struct{ path string }

// Open makes the folder and its 256 divisions, by the first byte of the digest, so that storing a file never has to make
// a directory durable.
func Open(path string) (*Folder, error) {
	for i := range 256 {
		if err := os.MkdirAll(filepath.Join(path, fmt.Sprintf("%02x", i)), 0o700); err != nil {
			return nil, fmt.Errorf("blob folder: %w", err)
		}
	}
	return &Folder{path: path}, nil
}

func (f *Folder) file(d record.Digest) string {
	s := d.String()
	return filepath.Join(f.path, s[:2], s[2:])
}

// Put stores b durably under its digest: written beside, synced, renamed, and the directory synced. Storing the same
// bytes twice is one file. It fails as Unavailable when the disk does not take it; then nothing is left behind.
func (f *Folder) Put(ctx context.Context, b []byte) (record.Digest, error) {
	d := record.DigestOf(b)
	if err := ctx.Err(); err != nil {
		return record.Digest{}, err
	}
	if f.holds(d, b) {
		return d, nil
	}
	if err := replace(f.file(d), b); err != nil {
		return record.Digest{}, fault.New(fault.Unavailable, "storage", "The file could not be stored. Try again; if it stays so, the disk may be full.").Because(err)
	}
	return d, nil
}

// holds says whether exactly b is stored already, and marks it as young: the sweep must not take what is being referred
// to just now.
func (f *Folder) holds(d record.Digest, b []byte) bool {
	stored, err := os.ReadFile(f.file(d))
	if err != nil || !bytes.Equal(stored, b) {
		return false
	}
	now := time.Now() //nolint:forbidigo // file times are the file system's, not the domain's
	return os.Chtimes(f.file(d), now, now) == nil
}

// Get gives the bytes of d. It fails as NotFound, and as Internal when the stored bytes are no longer those: damaged
// files are never served.
func (f *Folder) Get(ctx context.Context, d record.Digest) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(f.file(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Missing("file").Because(err)
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, "storage", "The file could not be read. Try again.").Because(err)
	}
	if record.DigestOf(b) != d {
		return nil, fault.New(fault.Internal, "damaged_file", "A stored file is damaged.").Because(fmt.Errorf("blob %s does not have its digest", d))
	}
	return b, nil
}

// Remove deletes the file of d for good: the removal survives a power cut. That there is none is no error.
func (f *Folder) Remove(ctx context.Context, d record.Digest) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := os.Remove(f.file(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = syncDir(filepath.Dir(f.file(d)))
	}
	if err != nil {
		return fault.New(fault.Unavailable, "storage", "The file could not be removed. Try again.").Because(err)
	}
	return nil
}

// Ready says whether the folder takes files: it stores a page and removes it. What a crash leaves of that is swept.
func (f *Folder) Ready() error {
	tmp, err := os.CreateTemp(f.path, "ready-*")
	if err != nil {
		return fmt.Errorf("blob folder: %w", err)
	}
	_, err = tmp.Write(make([]byte, 4096))
	if err = errors.Join(err, tmp.Close(), os.Remove(tmp.Name())); err != nil {
		return fmt.Errorf("blob folder: %w", err)
	}
	return nil
}

// replace writes b to path so that after a crash there is either all of it or nothing.
func replace(path string, b []byte) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	_, err = tmp.Write(b)
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err = os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
