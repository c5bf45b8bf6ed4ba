// Package judges lets other people's programs judge signed PDF files in tests: pdfsig (poppler), openssl, mutool and qpdf.
// It reads the files in its own crude way, so that a mistake in package pades is not repeated here. Tests alone import it.
package judges

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Judge is one program. Its verdict is read from what it prints, because exit codes say little.
type Judge struct {
	Name      string // of the program
	Signature bool   // whether it judges signatures; qpdf judges the file's structure alone

	// verdict is nil when a file is sound and holds exactly what is wanted.
	verdict func(r runner, file string, want Wanted) error
}

// Wanted is what a sound file holds.
type Wanted struct {
	RootPEM    []byte // that all signatures lead to
	Signatures int
	Timestamps int    // document timestamps, after all signatures
	TimesPEM   []byte // the root that they lead to
}

// All are the judges that are known here, installed or not.
var All = []Judge{
	{"pdfsig", true, pdfsig},
	{"openssl", true, openssl},
	{"mutool", true, mutool},
	{"qpdf", false, qpdf},
}

// Accepts fails the test unless the judge finds the file sound and holding that many signatures, each valid and leading to
// the root (openssl checks the chain, as of the claimed time; the others have no way to be told of a root). It skips the
// test when the program is not installed, so give each judge a subtest.
func (j Judge) Accepts(t testing.TB, file, rootPEM []byte, signatures int) {
	t.Helper()
	j.AcceptsPreserved(t, file, Wanted{RootPEM: rootPEM, Signatures: signatures})
}

// AcceptsPreserved is Accepts for a file with document timestamps. Only openssl can check these; pdfsig and mutool see that
// they are there.
func (j Judge) AcceptsPreserved(t testing.TB, file []byte, want Wanted) {
	t.Helper()
	if err := j.judge(t, file, want); err != nil {
		t.Errorf("%s refuses: %v", j.Name, err)
	}
}

// Refuses fails the test if the judge finds the file sound: a judge is worth something only if it also says no.
func (j Judge) Refuses(t testing.TB, file, rootPEM []byte, signatures int) {
	t.Helper()
	j.RefusesPreserved(t, file, Wanted{RootPEM: rootPEM, Signatures: signatures})
}

// RefusesPreserved is Refuses for a file with document timestamps.
func (j Judge) RefusesPreserved(t testing.TB, file []byte, want Wanted) {
	t.Helper()
	if err := j.judge(t, file, want); err == nil {
		t.Errorf("%s accepts", j.Name)
	} else {
		t.Logf("%s refuses, as it should: %.200s", j.Name, err)
	}
}

func (j Judge) judge(t testing.TB, file []byte, want Wanted) error {
	t.Helper()
	if _, err := exec.LookPath(j.Name); err != nil {
		t.Skipf("%s is not installed", j.Name)
	}
	r := runner{t, t.TempDir()}
	return j.verdict(r, r.write("judged.pdf", file), want)
}

// runner runs programs in a folder of its own.
type runner struct {
	t   testing.TB
	dir string
}

const patience = 30 * time.Second

// run returns what a program printed, with its exit code at the end.
func (r runner) run(name string, args ...string) string {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = r.dir
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		r.t.Fatalf("%s: %v", name, ctx.Err())
	}
	return fmt.Sprintf("%s\nexit: %v", out, err)
}

func (r runner) write(name string, data []byte) string {
	r.t.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		r.t.Fatal(err)
	}
	return path
}

// expect counts a line that must be there so many times.
func expect(out, line string, times int) error {
	if n := strings.Count(out, line); n != times {
		return fmt.Errorf("%q %d times, not %d, in: %s", line, n, times, out)
	}
	return nil
}
