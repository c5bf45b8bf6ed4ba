package pdf

import "testing"

// The model document has two pages, three faces, 31 tagged pieces and two signature fields.
func BenchmarkFinish(b *testing.B) {
	d, size := model(b), 0
	b.ReportAllocs()
	for b.Loop() {
		size = len(mustFinish(b, d))
	}
	b.ReportMetric(float64(size), "bytes")
}
