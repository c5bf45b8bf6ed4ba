package reader

import (
	"fmt"
	"iter"
	"slices"
)

// Revision is the file as first written or one incremental update (ISO 32000-1, 7.5.6).
type Revision struct {
	Start int // where its body begins: where the revision before ends
	XRef  int // where its cross-reference table begins
	EOF   int // just after its %%EOF marker
	End   int // after the end of line that follows the marker, EOF where there is none

	trailer Dict
	entries map[int]entry
}

type entry struct {
	offset, generation int
	used               bool
}

// Objects gives the numbers of the objects that the revision writes, and whether each is in use, in no order.
func (r Revision) Objects() iter.Seq2[int, bool] {
	return func(yield func(int, bool) bool) {
		for number, e := range r.entries {
			if !yield(number, e.used) {
				return
			}
		}
	}
}

// readRevisions follows the tables from the newest to the oldest and merges them. A table must stand before the one that
// points at it, so there are no circles and no linearised files.
func (d *Document) readRevisions() error {
	at, err := d.lastXRef()
	if err != nil {
		return err
	}
	total := 0
	for more := true; more; {
		p := parser{data: d.Data, pos: at, elements: d.elements}
		r, err := p.revision()
		if err != nil {
			return err
		}
		d.elements = p.elements
		if n := len(d.Revisions); n > 0 && r.End > d.Revisions[n-1].XRef {
			return fmt.Errorf("%w: revisions overlap", ErrMalformed)
		}
		d.Revisions = append(d.Revisions, r)
		if total += len(r.entries); total > maxObjects || len(d.Revisions) > maxRevisions {
			return fmt.Errorf("%w: too many objects or revisions", ErrMalformed)
		}
		if at, more, err = r.previous(); err != nil {
			return err
		}
	}
	slices.Reverse(d.Revisions)
	d.Trailer = d.Revisions[len(d.Revisions)-1].trailer
	return d.merge()
}

// revision reads a table with its trailer and the lines that end the revision.
func (p *parser) revision() (Revision, error) {
	r := Revision{XRef: p.pos, entries: map[int]entry{}}
	if err := p.table(r.entries); err != nil {
		return r, err
	}
	trailer, err := p.object(0)
	if err != nil {
		return r, err
	}
	var ok bool
	if r.trailer, ok = trailer.(Dict); !ok {
		return r, p.fail("the trailer is no dictionary")
	}
	p.space()
	at, err := p.ending()
	if err != nil {
		return r, err
	}
	if at != r.XRef {
		return r, p.fail("startxref does not point at the table before it")
	}
	r.EOF = p.pos
	if !p.accept("\r\n") && !p.accept("\n") {
		p.accept("\r")
	}
	r.End = p.pos
	return r, nil
}

// previous says where the table of the revision before stands, and whether there is one.
func (r Revision) previous() (at int, more bool, err error) {
	for _, key := range []Name{"Encrypt", "XRefStm"} {
		if r.trailer.Get(key) != nil {
			return 0, false, fmt.Errorf("%w: %s in the trailer", ErrUnsupported, key)
		}
	}
	size, ok := r.trailer.Get("Size").(int)
	if !ok || size < 1 || size > maxObjects {
		return 0, false, fmt.Errorf("%w: wrong Size in the trailer", ErrMalformed)
	}
	for number := range r.entries {
		if number >= size {
			return 0, false, fmt.Errorf("%w: object number above Size", ErrMalformed)
		}
	}
	prev := r.trailer.Get("Prev")
	if prev == nil {
		return 0, false, nil
	}
	at, ok = prev.(int)
	if !ok || at < 0 {
		return 0, false, fmt.Errorf("%w: wrong Prev in the trailer", ErrMalformed)
	}
	if at >= r.XRef {
		return 0, false, fmt.Errorf("%w: a table points behind itself, as in a linearised file", ErrUnsupported)
	}
	return at, true, nil
}

// merge lays the tables over each other. Every object must stand in the revision whose table names it.
func (d *Document) merge() error {
	start := 0
	for i := range d.Revisions {
		r := &d.Revisions[i]
		r.Start = start
		for number, e := range r.entries {
			if e.used && (e.offset < r.Start || e.offset >= r.XRef) {
				return fmt.Errorf("%w: object %d stands outside the revision that names it", ErrMalformed, number)
			}
			d.entries[number] = e
		}
		start = r.End
	}
	return nil
}

// RevisionAt is the index of the revision that the byte belongs to, -1 for one after the last.
func (d *Document) RevisionAt(pos int) int {
	return slices.IndexFunc(d.Revisions, func(r Revision) bool { return pos >= r.Start && pos < r.End })
}
