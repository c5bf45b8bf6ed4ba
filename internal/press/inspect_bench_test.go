package press_test

import "testing"

// BenchmarkInspect reads a file with the signatures of four signatories and the seal.
func BenchmarkInspect(b *testing.B) {
	o := newOffice(b)
	file := o.seal(o.typeset([]string{"Ana", "Bo", "Chidi", "Dag"}))
	for b.Loop() {
		if !o.genuine(file) {
			b.Fatal("not genuine")
		}
	}
}
