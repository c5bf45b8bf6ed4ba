package pdf

import (
	"bytes"
	"compress/zlib"
	"sync"
)

// deflater is a compressor with its output. Making one anew costs more than a document, so they are pooled.
type deflater struct {
	out bytes.Buffer
	zip *zlib.Writer
}

// Level 1 is used because level 6 takes a millisecond more for a document and saves a tenth of it.
var deflaters = sync.Pool{New: func() any {
	d := &deflater{}
	zip, err := zlib.NewWriterLevel(&d.out, zlib.BestSpeed)
	if err != nil {
		panic(err) // only a level that does not exist
	}
	d.zip = zip
	return d
}}

// deflated writes a stream compressed; the entries go into its dictionary beside Filter and Length.
func (w *writer) deflated(number ref, data []byte, entries ...any) {
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
