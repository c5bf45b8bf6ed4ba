package pdf

import (
	"bytes"
	"compress/zlib"
	"sync"
)

// deflater is a compressor with its output. They are pooled: a new one takes 1.2 MB, and longer than the whole document.
type deflater struct {
	out bytes.Buffer
	zip *zlib.Writer
}

// Level 1 is used because level 6 makes the document of BenchmarkFinish 3 % smaller and takes it half as long again.
var deflaters = sync.Pool{New: func() any {
	d := &deflater{}
	zip, err := zlib.NewWriterLevel(&d.out, zlib.BestSpeed)
	if err != nil {
		panic(err) // only a level that does not exist
	}
	d.zip = zip
	return d
}}

// worthDeflating is the length from which a stream is compressed. Below it the fixed cost, some 30 µs a stream, buys
// less than a kilobyte.
const worthDeflating = 2048

// deflated writes a stream compressed, unless it is short; the entries go into its dictionary beside Filter and Length.
func (w *writer) deflated(number ref, data []byte, entries ...any) {
	if len(data) < worthDeflating {
		w.stream(number, data, entries...)
		return
	}
	d := deflaters.Get().(*deflater)
	defer deflaters.Put(d)
	d.out.Reset()
	d.zip.Reset(&d.out)
	if _, err := d.zip.Write(data); err != nil {
		w.fail(err)
	}
	if err := d.zip.Close(); err != nil {
		w.fail(err)
	}
	w.stream(number, d.out.Bytes(), append(entries, "/Filter /FlateDecode ")...)
}
