package pades

import (
	"context"
	"crypto/x509"
	"fmt"
	"slices"

	"testamur/internal/pades/reader"
)

// Preservation says what a file is to keep so that its signatures can be checked when nobody answers any more.
type Preservation struct {
	Certificates []*x509.Certificate // beside those that the file's signatures and timestamps carry
	CRLs         [][]byte            // in DER
	OCSPs        [][]byte            // answers of responders, in DER
	Authority    Authority
}

// Preserve adds validation data and a document timestamp over everything in one incremental update (ETSI EN 319 142-1,
// 5.4 and 5.5); the result begins with file, byte for byte. A second time it keeps what is new since the first, such as the
// first timestamp's own certificates, under a timestamp of today. There is no VRI dictionary: it is optional (EN 319 142-1,
// 5.4.2.2; ISO 32000-2, table 261) and only says again by signature what the store holds for all.
//
// Errors: why the file cannot be read, ErrTimestamp or ErrRoom.
func Preserve(ctx context.Context, file []byte, p Preservation) ([]byte, error) {
	doc, err := reader.Open(file)
	if err != nil {
		return nil, err
	}
	report, fields, err := survey(doc)
	if err != nil {
		return nil, err
	}
	if report.Trailing > 0 {
		return nil, fmt.Errorf("%w: %d bytes after its end", ErrMalformed, report.Trailing)
	}
	found, err := carried(doc, fields)
	if err != nil {
		return nil, err
	}
	p.Certificates = append(slices.Clone(p.Certificates), found...)
	g, err := p.prepare(doc, fields)
	if err != nil {
		return nil, err
	}
	token, err := stampOf(ctx, p.Authority, g.digest())
	if err != nil {
		return nil, err
	}
	return g.fill(token)
}

// prepare writes the update with an empty gap: the store in the catalogue, and the timestamp's field in the form and, since
// some readers look for fields there alone, on the last page.
func (p Preservation) prepare(doc *reader.Document, fields []reader.Field) (gap, error) {
	pages, err := doc.Pages()
	if err != nil {
		return gap{}, err
	}
	u, err := newUpdate(doc)
	if err != nil {
		return gap{}, err
	}
	store, err := u.store(p)
	if err != nil {
		return gap{}, err
	}
	if len(pages) == 0 {
		return gap{}, fmt.Errorf("%w: no page", ErrMalformed)
	}
	page := pages[len(pages)-1]
	dictionary := timestampDictionary()
	stamp := u.add(dictionary.text)
	field := u.add(timestampField(fields, page, stamp))
	if err := u.annotate(page, []reader.Ref{field}); err != nil {
		return gap{}, err
	}
	if err := u.enter(store, field); err != nil {
		return gap{}, err
	}
	written, offsets := u.write()
	at := offsets[stamp.Number]
	return gap{file: written, byteRange: at + dictionary.byteRange, start: at + dictionary.contents, room: tokenRoom}, nil
}

// timestampField is an invisible widget: without size and off the page, so that it need not be part of the structure that
// screen readers follow.
func timestampField(fields []reader.Field, page, stamp reader.Ref) []byte {
	const printLocked = 1<<2 | 1<<7 // ISO 32000-1, 12.5.3
	name, n := "Timestamp1", 1
	for slices.ContainsFunc(fields, func(f reader.Field) bool { return f.Name == name }) {
		n++
		name = fmt.Sprintf("Timestamp%d", n)
	}
	return fmt.Appendf(nil, "<</Type/Annot/Subtype/Widget/FT/Sig/T %s/F %d/Rect[-1 -1 -1 -1]/P %s/V %s>>",
		textString(name), printLocked, reference(page), reference(stamp))
}

// enter puts the store into the catalogue and the field into the form, which may be part of the catalogue.
func (u *update) enter(store, field reader.Ref) error {
	catalog, root, err := u.doc.Catalog()
	if err != nil {
		return err
	}
	form, holder, found, err := u.doc.Form()
	if err != nil || !found {
		return fmt.Errorf("%w: no form: %w", ErrMalformed, err)
	}
	fields, err := u.doc.Array(form.Get("Fields"))
	if err != nil {
		return err
	}
	list, err := references(append(slices.Clone(fields), field))
	if err != nil {
		return err
	}
	filled := withEntries(u.doc, form, entry("Fields", list))
	if holder.Ref == catalog.Ref {
		return u.replace(catalog.Ref, withEntries(u.doc, root, entry("DSS", reference(store)), entry("AcroForm", string(filled))))
	}
	if err := u.replace(holder.Ref, filled); err != nil {
		return err
	}
	return u.set(catalog.Ref, entry("DSS", reference(store)))
}
