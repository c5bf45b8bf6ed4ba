// Package reader reads the classic kind of PDF file (ISO 32000-1, 7.5) strictly and within bounds: cross-reference tables,
// incremental updates, dictionaries, the page tree and the form's signature fields. It is made to judge signed files, so
// what is ambiguous is refused and what it does not support (cross-reference streams, encryption, hybrid files) is said,
// never guessed or repaired. Of streams it gives only those that are stored as they are; it knows nothing of cryptography.
package reader

import (
	"bytes"
	"errors"
	"fmt"
)

// Reasons why a file cannot be read; compare with errors.Is.
var (
	ErrNotPDF      = errors.New("not a PDF file")
	ErrTruncated   = errors.New("the PDF file breaks off before its end")
	ErrTooLarge    = errors.New("the PDF file is larger than can be read")
	ErrUnsupported = errors.New("the PDF file uses a feature that is not supported")
	ErrMalformed   = errors.New("the PDF file is malformed")
)

// Bounds on what is read. A file that needs more is refused with ErrTooLarge or ErrMalformed.
const (
	MaxFile      = 25 << 20 // bytes
	maxRevisions = 256
	maxObjects   = 200_000 // object numbers, and entries of all tables together
	maxDepth     = 32      // nesting of arrays, dictionaries and trees
	maxElements  = 200_000 // array and dictionary elements read in all
	maxKeys      = 2048    // entries of one dictionary
	maxRereading = 4       // how many times the file's length may be parsed in all
)

// Document is an opened file. It is not safe for use by several goroutines at once.
type Document struct {
	Data      []byte
	Revisions []Revision // oldest first, at least one
	Trailer   Dict       // the last revision's
	entries   map[int]entry
	parsed    int // bytes parsed so far: overlapping objects must not cost quadratic time
	elements  int // array and dictionary elements that may still be read
}

// Open reads the cross-reference tables of a file; objects are read when they are asked for. Data is kept, not copied.
func Open(data []byte) (*Document, error) {
	if len(data) > MaxFile {
		return nil, ErrTooLarge
	}
	if !bytes.HasPrefix(data, []byte("%PDF-1.")) && !bytes.HasPrefix(data, []byte("%PDF-2.")) {
		return nil, ErrNotPDF
	}
	d := &Document{Data: data, entries: map[int]entry{}, elements: maxElements}
	if err := d.readRevisions(); err != nil {
		return nil, err
	}
	return d, nil
}

// Object reads the indirect object that the last revision holds under a reference. A missing or freed object is an error:
// the files that this package is for have none.
func (d *Document) Object(r Ref) (Indirect, error) {
	e, ok := d.entries[r.Number]
	if !ok || !e.used || e.generation != r.Generation {
		return Indirect{}, fmt.Errorf("%w: no object %d %d", ErrMalformed, r.Number, r.Generation)
	}
	if d.parsed > maxRereading*len(d.Data) {
		return Indirect{}, fmt.Errorf("%w: objects overlap", ErrMalformed)
	}
	p := parser{data: d.Data, pos: e.offset, elements: d.elements}
	o, err := p.indirect(r)
	d.parsed += p.pos - e.offset
	d.elements = p.elements
	return o, err
}

// Resolve follows a reference, or a reference to a reference, to the object itself; other objects are returned as they are.
func (d *Document) Resolve(o Object) (Object, error) {
	for range maxDepth {
		r, ok := o.(Ref)
		if !ok {
			return o, nil
		}
		i, err := d.Object(r)
		if err != nil {
			return nil, err
		}
		o = i.Value
	}
	return nil, fmt.Errorf("%w: references in a circle", ErrMalformed)
}

// Dict resolves an object that must be a dictionary.
func (d *Document) Dict(o Object) (Dict, error) {
	o, err := d.Resolve(o)
	if err != nil {
		return Dict{}, err
	}
	dict, ok := o.(Dict)
	if !ok {
		return Dict{}, fmt.Errorf("%w: a %T where a dictionary was expected", ErrMalformed, o)
	}
	return dict, nil
}

// Array resolves an object that must be an array; an absent one is empty.
func (d *Document) Array(o Object) (Array, error) {
	o, err := d.Resolve(o)
	if err != nil || o == nil {
		return nil, err
	}
	array, ok := o.(Array)
	if !ok {
		return nil, fmt.Errorf("%w: a %T where an array was expected", ErrMalformed, o)
	}
	return array, nil
}

// Catalog is the document catalogue of the last revision: the object and its dictionary.
func (d *Document) Catalog() (Indirect, Dict, error) {
	root, ok := d.Trailer.Get("Root").(Ref)
	if !ok {
		return Indirect{}, Dict{}, fmt.Errorf("%w: no document catalogue", ErrMalformed)
	}
	object, err := d.Object(root)
	if err != nil {
		return Indirect{}, Dict{}, err
	}
	dict, err := d.Dict(object.Value)
	return object, dict, err
}
