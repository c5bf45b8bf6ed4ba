package pdf

import (
	"os"
	"testing"
)

func TestTmp(t *testing.T) { os.WriteFile("/tmp/model.pdf", mustFinish(t, model(t)), 0o644) }
func BenchmarkFinish(b *testing.B) {
	d := model(b)
	var n int
	b.ReportAllocs()
	for b.Loop() {
		n = len(mustFinish(b, d))
	}
	b.ReportMetric(float64(n), "bytes")
}
