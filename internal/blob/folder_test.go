package blob_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"testamur/internal/blob"
	"testamur/internal/fault"
	"testamur/internal/record"
)

func open(t *testing.T) (*blob.Folder, string) {
	t.Helper()
	path := t.TempDir()
	f, err := blob.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f, path
}

func put(t *testing.T, f *blob.Folder, s string) record.Digest {
	t.Helper()
	d, err := f.Put(t.Context(), []byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWhatWasPutComesBack(t *testing.T) {
	f, _ := open(t)
	d := put(t, f, "certificate")
	if d != record.DigestOf([]byte("certificate")) {
		t.Fatal("stored under another digest")
	}
	got, err := f.Get(t.Context(), d)
	if err != nil || string(got) != "certificate" {
		t.Fatalf("%q, %v", got, err)
	}
	if _, err := f.Get(t.Context(), record.DigestOf([]byte("other"))); fault.CodeOf(err) != fault.NotFound {
		t.Fatalf("something that was never put: %v", err)
	}
}

func TestADamagedFileIsNeverServed(t *testing.T) {
	f, path := open(t)
	d := put(t, f, "certificate")
	file := filepath.Join(path, d.String()[:2], d.String()[2:])
	if err := os.WriteFile(file, []byte("certificatf"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Get(t.Context(), d); fault.CodeOf(err) != fault.Internal {
		t.Fatalf("%q, %v", got, err)
	}
	if put(t, f, "certificate") != d {
		t.Fatal("another digest")
	}
	if got, err := f.Get(t.Context(), d); err != nil || string(got) != "certificate" {
		t.Fatalf("putting it again does not mend it: %q, %v", got, err)
	}
}

func TestAFailedPutLeavesNothing(t *testing.T) {
	f, path := open(t)
	d := record.DigestOf([]byte("certificate"))
	division := filepath.Join(path, d.String()[:2])
	if err := os.Remove(division); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(division, nil, 0o600); err != nil { // a file where the folder was: writing must fail
		t.Fatal(err)
	}
	if _, err := f.Put(t.Context(), []byte("certificate")); fault.CodeOf(err) != fault.Unavailable {
		t.Fatalf("got %v", err)
	}
}

func TestReadyOnlyWhileFilesCanBeStored(t *testing.T) {
	f, path := open(t)
	if err := f.Ready(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if err := f.Ready(); err == nil {
		t.Error("it is ready without its folder")
	}
}

func TestTheSameBytesAtOnceAreOneFile(t *testing.T) {
	f, path := open(t)
	content := bytes.Repeat([]byte("certificate"), 10_000)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := f.Put(context.Background(), content); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	found, err := filepath.Glob(filepath.Join(path, "*", "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
}

func TestSweepTakesOnlyOldFilesThatNothingRefersTo(t *testing.T) {
	f, path := open(t)
	wanted, orphan := put(t, f, "wanted"), put(t, f, "orphan")
	interrupted := filepath.Join(path, "00", ".new-123")
	if err := os.WriteFile(interrupted, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	keep := func(_ context.Context, d record.Digest) (bool, error) { return d == wanted, nil }

	if n, err := f.Sweep(t.Context(), time.Now(), time.Hour, keep); n != 0 || err != nil {
		t.Fatalf("young files: swept %d, %v", n, err)
	}
	later := time.Now().Add(2 * time.Hour)
	if n, err := f.Sweep(t.Context(), later, time.Hour, keep); n != 2 || err != nil {
		t.Fatalf("old files: swept %d, %v", n, err)
	}
	if _, err := f.Get(t.Context(), wanted); err != nil {
		t.Error(err)
	}
	if _, err := f.Get(t.Context(), orphan); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("the orphan: %v", err)
	}
}

func TestSweepStopsWhenItCannotAsk(t *testing.T) {
	f, _ := open(t)
	d := put(t, f, "certificate")
	failure := errors.New("no database")
	_, err := f.Sweep(t.Context(), time.Now().Add(48*time.Hour), time.Hour, func(context.Context, record.Digest) (bool, error) { return false, failure })
	if !errors.Is(err, failure) {
		t.Fatalf("got %v", err)
	}
	if _, err := f.Get(t.Context(), d); err != nil {
		t.Fatalf("it was swept all the same: %v", err)
	}
}

func TestWhatWasRemovedIsGoneAndRemovingItAgainIsNoError(t *testing.T) {
	f, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Put(t.Context(), []byte("a certificate"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := f.Remove(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Get(t.Context(), d); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}
