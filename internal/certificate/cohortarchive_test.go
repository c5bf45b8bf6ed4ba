package certificate_test

import (
	"archive/zip"
	"bytes"
	"context"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store/storetest"
)

// reading has something happen when a file is read for the first time.
type reading struct {
	certificate.Blobs
	meanwhile func()
}

func (r *reading) Get(ctx context.Context, d record.Digest) ([]byte, error) {
	if r.meanwhile != nil {
		r.meanwhile()
		r.meanwhile = nil
	}
	return r.Blobs.Get(ctx, d)
}

// archived gives how many files an archive of the cohort has, while something happens to the second certificate.
func archived(t *testing.T, meanwhile func(w *world, v certificate.Version)) (int, error) {
	t.Helper()
	w := newWorld(t, storetest.Open(t))
	w.Cohorts = w.programmes
	_, err := w.issue(w.signed())
	w.must(err)
	second, err := w.issue(w.approved(w.send(w.proposedFor(w.participant("Ana Reis")))))
	w.must(err)
	v := w.version(second)
	w.Blobs = &reading{w.blobs, func() { meanwhile(w, v) }}
	var b bytes.Buffer
	if err := w.Archive(t.Context(), office, w.cohort.ID, &b); err != nil {
		return 0, err
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	w.must(err)
	return len(z.File), nil
}

func TestWhoIsErasedWhileAnArchiveIsReadIsLeftOut(t *testing.T) {
	n, err := archived(t, func(w *world, v certificate.Version) {
		file := v.File
		v.ErasedAt = w.now()
		w.must(w.db.SaveVersion(t.Context(), v))
		w.must(w.blobs.Remove(t.Context(), file))
	})
	if err != nil || n != 1 {
		t.Errorf("%d files, %v", n, err)
	}
}

func TestAnArchiveThatLacksAFileIsNotWritten(t *testing.T) {
	_, err := archived(t, func(w *world, v certificate.Version) { w.must(w.blobs.Remove(t.Context(), v.File)) })
	if fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a file that is lost passes for %v", err)
	}
}
