package mail

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"testamur/internal/access"
)

func TestTheFolderHoldsTheMessageForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "mail")
	var log bytes.Buffer
	f, err := newFolder(path, slog.New(slog.NewTextHandler(&log, nil)))
	must(t, err)
	m, err := testDesk(t).compose(letter(access.LetterSigning))
	must(t, err)
	must(t, f.send(t.Context(), m))
	must(t, f.send(t.Context(), m)) // again, after a crash: the same file

	entries, err := os.ReadDir(path)
	must(t, err)
	const name = "20260304T050607Z-0195600e-5a00-7000-8000-000000000001.eml"
	if len(entries) != 1 || entries[0].Name() != name {
		t.Fatalf("the folder holds %v", entries)
	}
	got, err := os.ReadFile(filepath.Join(path, name))
	must(t, err)
	if !bytes.Equal(got, raw(t, m)) {
		t.Errorf("the file holds %s", got)
	}
	for name, want := range map[string]os.FileMode{path: 0o700, filepath.Join(path, name): 0o600} {
		info, err := os.Stat(name)
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s may be read by %o", name, info.Mode().Perm())
		}
	}
	if !strings.Contains(log.String(), "link="+secret) || !strings.Contains(log.String(), name) || strings.Contains(log.String(), "anton") {
		t.Errorf("logged %s", log.String())
	}
}

func TestAFolderThatTakesNothingIsTriedAgain(t *testing.T) {
	f, err := newFolder(filepath.Join(t.TempDir(), "mail"), slog.New(slog.DiscardHandler))
	must(t, err)
	must(t, os.Remove(f.path))
	m, err := testDesk(t).compose(letter(access.LetterSigning))
	must(t, err)
	expect(t, f.send(t.Context(), m), failure{class: "folder"})
}
