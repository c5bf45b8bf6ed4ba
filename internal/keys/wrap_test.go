package keys_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"testamur/internal/keys"
)

func TestOfWrappingKeysMadeAtOnceOneStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wrapping.key")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := keys.MakeWrappingKey(path); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keys.MakeWrappingKey(path); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Errorf("it was made anew: %v", err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".new-*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
