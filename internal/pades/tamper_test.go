package pades_test

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"runtime"
	"sync"
	"testing"

	"testamur/internal/pades"
)

// sealed is the single question that all of these tests ask.
func sealed(file []byte, roots *x509.CertPool) error {
	r, err := pades.Verify(file, roots)
	if err != nil {
		return err
	}
	return r.Sealed("Seal")
}

// gapOf finds the last signature's string with its angle brackets.
func gapOf(t testing.TB, file []byte) (from, to int) {
	t.Helper()
	key := []byte("/Contents<")
	at := bytes.LastIndex(file, key)
	if at < 0 {
		t.Fatal("no gap")
	}
	from = at + len(key) - 1
	return from, from + bytes.IndexByte(file[from:], '>') + 1
}

// flips changes the bits of single bytes at every step-th place of [from, to) and returns the places that go unnoticed.
func flips(file []byte, roots *x509.CertPool, masks []byte, from, to, step int) (tried int, survivors []int) {
	var mutex sync.Mutex
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() {
			twin := bytes.Clone(file)
			for at := from + worker*step; at < to; at += workers * step {
				for _, mask := range masks {
					twin[at] = file[at] ^ mask
					if sealed(twin, roots) == nil {
						mutex.Lock()
						survivors = append(survivors, at)
						mutex.Unlock()
					}
				}
				twin[at] = file[at]
			}
		})
	}
	group.Wait()
	return (to - from + step - 1) / step * len(masks), survivors
}

func TestEverySingleByteFlipIsCaught(t *testing.T) {
	w := newWorld(t)
	chaired := w.signing("Chair")
	chaired.Picture = picture(t, 30, 10)
	alone := sign(t, base{fields: []string{"Seal"}}.build(t), w.signing("Seal"))
	signed := sign(t, base{fields: []string{"Chair", "Seal"}, visible: true}.build(t), chaired)
	t.Run("sealed", func(t *testing.T) { everyFlipIsCaught(t, alone, w.root.pool(), []byte{0x01, 0x10, 0x20, 0x80, 0xFF}) })
	t.Run("signed and sealed", func(t *testing.T) {
		everyFlipIsCaught(t, sign(t, signed, w.signing("Seal")), w.root.pool(), []byte{0x01})
	})
}

func everyFlipIsCaught(t *testing.T, file []byte, roots *x509.CertPool, masks []byte) {
	t.Helper()
	if err := sealed(file, roots); err != nil {
		t.Fatal(err)
	}
	from, to := gapOf(t, file)
	step := 1
	if testing.Short() {
		step = 17
	}
	for _, part := range []struct {
		name     string
		masks    []byte
		from, to int
	}{
		{"before the gap", masks, 0, from},
		{"in the gap", []byte{0x01, 0x20}, from, to}, // another digit, the other case
		{"after the gap", masks, to, len(file)},
	} {
		tried, survivors := flips(file, roots, part.masks, part.from, part.to, step)
		t.Logf("%s: %d flips tried, %d unnoticed", part.name, tried, len(survivors))
		for _, at := range survivors {
			t.Errorf("%s: a flip at byte %d (%q) goes unnoticed", part.name, at, file[at])
		}
	}
}

func TestATruncatedFileIsNeverSealed(t *testing.T) {
	w := newWorld(t)
	file := sign(t, base{fields: []string{"Seal"}}.build(t), w.signing("Seal"))
	roots := w.root.pool()
	for n := range len(file) {
		if err := sealed(file[:n], roots); err == nil {
			t.Fatalf("cut to %d of %d bytes it still counts as sealed", n, len(file))
		}
	}
	if _, err := pades.Verify(file[:len(file)-3], roots); !errors.Is(err, pades.ErrTruncated) {
		t.Errorf("without its last bytes: %v", err)
	}
}

func decodeHex(t testing.TB, digits []byte) []byte {
	t.Helper()
	b, err := hex.DecodeString(string(digits))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
