package pdf

import (
	"bytes"
	"errors"
	"fmt"
)

// ErrRaw says that bytes are not what gofpdf writes: one revision, unencrypted, objects numbered from 1 without a gap.
var ErrRaw = errors.New("pdf: not a drawn document")

// object is an indirect object: a dictionary, with or without a stream, or else a value kept as it is.
type object struct {
	dict   dict
	stream []byte // nil when there is none
	value  []byte // of an object that is no dictionary
}

// rawFile is what gofpdf wrote, taken apart. Nothing in it is copied.
type rawFile struct {
	objects       []object // by number; 0 is unused
	info, catalog int
	pages         []int // their objects, in order
}

// readRaw reads the objects one after the other, as gofpdf writes them; it does not rely on the cross-reference table.
func readRaw(raw []byte) (*rawFile, error) {
	if !bytes.HasPrefix(raw, []byte("%PDF-1.")) {
		return nil, fmt.Errorf("%w: the header is missing", ErrRaw)
	}
	l := &lexer{data: raw}
	f := &rawFile{}
	if err := f.readObjects(l); err != nil {
		return nil, err
	}
	if err := f.readTrailer(l); err != nil {
		return nil, err
	}
	if err := f.readPages(); err != nil {
		return nil, err
	}
	return f, nil
}

// readObjects reads all objects up to the cross-reference table.
func (f *rawFile) readObjects(l *lexer) error {
	byNumber := make(map[int]object)
	for !l.keyword("xref") {
		number, ok := l.integer()
		if _, generation := l.integer(); !ok || !generation || !l.keyword("obj") {
			return l.errorf("an object is missing")
		}
		if _, twice := byNumber[number]; twice {
			return l.errorf("object %d is there twice", number)
		}
		o, err := l.object()
		if err != nil {
			return err
		}
		byNumber[number] = o
	}
	f.objects = make([]object, len(byNumber)+1)
	for number, o := range byNumber {
		if number < 1 || number >= len(f.objects) {
			return fmt.Errorf("%w: object %d is out of order", ErrRaw, number)
		}
		f.objects[number] = o
	}
	return nil
}

// object takes what stands between "obj" and "endobj".
func (l *lexer) object() (o object, err error) {
	l.space()
	if l.peek(0) == '<' && l.peek(1) == '<' {
		o.dict, err = l.dict()
	} else {
		o.value, err = l.value()
	}
	if err != nil {
		return o, err
	}
	if l.keyword("stream") {
		if o.stream, err = l.stream(o.dict); err != nil {
			return o, err
		}
	}
	if !l.keyword("endobj") {
		return o, l.errorf("endobj is missing")
	}
	return o, nil
}

// stream takes the bytes that follow the word stream, and the word endstream.
func (l *lexer) stream(d dict) ([]byte, error) {
	length, ok := parseInteger(d.get("Length"))
	if !ok || l.peek(0) != '\n' || length > len(l.data)-l.pos-1 {
		return nil, l.errorf("a stream has no good length")
	}
	l.pos++
	data := l.data[l.pos : l.pos+length : l.pos+length]
	l.pos += length
	if !l.keyword("endstream") {
		return nil, l.errorf("endstream is missing")
	}
	return data, nil
}

// readTrailer passes over the cross-reference table and takes the trailer and the end of the file.
func (f *rawFile) readTrailer(l *lexer) error {
	for !l.keyword("trailer") {
		if len(l.word()) == 0 {
			return l.errorf("the trailer is missing")
		}
	}
	trailer, err := l.dict()
	if err != nil {
		return err
	}
	f.catalog, f.info = trailer.ref("Root"), trailer.ref("Info")
	if !f.isA(f.catalog, "Catalog") || !f.isInfo(f.info) || trailer.get("Encrypt") != nil {
		return l.errorf("the trailer is not as gofpdf writes it")
	}
	offset := l.keyword("startxref")
	if offset {
		_, offset = l.integer()
	}
	if l.space(); !offset || l.pos != len(l.data) {
		return l.errorf("the file does not end after one revision")
	}
	return nil
}

func (f *rawFile) has(number int) bool { return number > 0 && number < len(f.objects) }

// isA tells whether an object is a dictionary of this type. As each has one type, none can be taken for two things.
func (f *rawFile) isA(number int, kind string) bool {
	return f.has(number) && f.objects[number].dict.is("Type", kind)
}

// isInfo tells whether an object is an information dictionary, which has no type.
func (f *rawFile) isInfo(number int) bool {
	return f.has(number) && f.objects[number].dict.get("Type") == nil && f.objects[number].dict.get("CreationDate") != nil
}

// readPages lists the pages; gofpdf writes them in one flat node.
func (f *rawFile) readPages() error {
	node := f.objects[f.catalog].dict.ref("Pages")
	if !f.isA(node, "Pages") {
		return fmt.Errorf("%w: the catalogue names no pages", ErrRaw)
	}
	kids, err := array(f.objects[node].dict.get("Kids"))
	if err != nil {
		return err
	}
	seen := make(map[int]bool)
	for _, kid := range kids {
		l := lexer{data: kid}
		page, _ := l.reference() // 0 when it is no reference
		if !f.isA(page, "Page") || seen[page] {
			return fmt.Errorf("%w: %q is no page", ErrRaw, kid)
		}
		seen[page] = true
		f.pages = append(f.pages, page)
	}
	if len(f.pages) == 0 {
		return fmt.Errorf("%w: it has no pages", ErrRaw)
	}
	return nil
}
