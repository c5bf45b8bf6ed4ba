package pades_test

import (
	"testing"

	"testamur/internal/pades"
)

// sixtyKB is a base of the size of a certificate with its fonts.
func sixtyKB(b *testing.B) []byte {
	file := base{fields: []string{"Seal"}, padding: 59_000}.build(b)
	if len(file) < 59_000 || len(file) > 62_000 {
		b.Fatalf("the base has %d bytes", len(file))
	}
	return file
}

func BenchmarkSign(b *testing.B) {
	w := newWorld(b)
	file, s := sixtyKB(b), w.signing("Seal")
	for b.Loop() {
		if _, err := pades.Sign(b.Context(), file, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	w := newWorld(b)
	file, roots := sign(b, sixtyKB(b), w.signing("Seal")), w.root.pool()
	for b.Loop() {
		if _, err := pades.Verify(file, roots); err != nil {
			b.Fatal(err)
		}
	}
}
