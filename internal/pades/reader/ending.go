package reader

import (
	"bytes"
	"fmt"
)

// Trailing is the number of bytes after the last revision's end.
func (d *Document) Trailing() int { return len(d.Data) - d.Revisions[len(d.Revisions)-1].End }

// lastXRef finds the offset in the last startxref of the file.
func (d *Document) lastXRef() (int, error) {
	const tail = 2048
	from := max(0, len(d.Data)-tail)
	found := bytes.LastIndex(d.Data[from:], []byte("startxref"))
	if found < 0 {
		return 0, ErrTruncated
	}
	p := parser{data: d.Data, pos: from + found}
	at, err := p.ending()
	if err != nil {
		return 0, err
	}
	if at >= from+found {
		return 0, fmt.Errorf("%w: startxref points behind itself", ErrMalformed)
	}
	return at, nil
}

// ending reads "startxref n %%EOF".
func (p *parser) ending() (int, error) {
	if !p.accept("startxref") {
		return 0, p.fail("no startxref")
	}
	p.space()
	at, err := p.integer()
	if p.space(); err == nil && p.accept("%%EOF") {
		return at, nil
	}
	if p.pos == len(p.data) || bytes.HasPrefix([]byte("%%EOF"), p.data[p.pos:]) {
		return 0, ErrTruncated
	}
	return 0, p.fail("no end of file marker after startxref")
}
