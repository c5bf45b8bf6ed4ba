package typeset

import "testing"

func BenchmarkRender(b *testing.B) {
	ts, l := newTypesetter(b)
	c := modelCertificate()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ts.Render(l, c); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRenderUnknownWords is the same when not one word has been set before.
func BenchmarkRenderUnknownWords(b *testing.B) {
	ts, l := newTypesetter(b)
	c := modelCertificate()
	b.ReportAllocs()
	for b.Loop() {
		s := ts.shapers.Get().(*shaper)
		s.shelves = shelves{}
		ts.shapers.Put(s)
		if _, err := ts.Render(l, c); err != nil {
			b.Fatal(err)
		}
	}
}
