package pades

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"testamur/internal/pades/reader"
)

// store adds a document security store (ISO 32000-2, 12.8.4.3) with what the one before held and what is new.
func (u *update) store(p Preservation) (reader.Ref, error) {
	_, root, err := u.doc.Catalog()
	if err != nil {
		return reader.Ref{}, err
	}
	var old reader.Dict
	if root.Get("DSS") != nil {
		if old, err = u.doc.Dict(root.Get("DSS")); err != nil {
			return reader.Ref{}, err
		}
	}
	certs, err := u.kept(old, "Certs", distinct(p.Certificates))
	if err != nil {
		return reader.Ref{}, err
	}
	lists, err := u.kept(old, "CRLs", p.CRLs)
	if err != nil {
		return reader.Ref{}, err
	}
	return u.add(withEntries(u.doc, old, entry("Type", "/DSS"), certs, lists)), nil
}

// kept gives the entry for one kind of validation data: a stream each.
func (u *update) kept(old reader.Dict, key string, ders [][]byte) (string, error) {
	all, err := u.doc.Array(old.Get(reader.Name(key)))
	if err != nil {
		return "", err
	}
	all = slices.Clone(all)
	for _, der := range ders {
		all = append(all, u.add(stream("", der)))
	}
	list, err := references(all)
	return entry(key, list), err
}

func references(all reader.Array) (string, error) {
	var b strings.Builder
	b.WriteString("[")
	for i, o := range all {
		r, ok := o.(reader.Ref)
		if !ok {
			return "", fmt.Errorf("%w: %v where a reference was expected", ErrMalformed, o)
		}
		if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(reference(r))
	}
	b.WriteString("]")
	return b.String(), nil
}

func distinct(certificates []*x509.Certificate) [][]byte {
	var ders [][]byte
	for _, c := range certificates {
		if !slices.ContainsFunc(ders, func(der []byte) bool { return bytes.Equal(der, c.Raw) }) {
			ders = append(ders, c.Raw)
		}
	}
	return ders
}

// unkept gives the certificates of the signatures and timestamps that are not in the store yet: before a document timestamp
// was made, those of all earlier revisions were put there.
func unkept(doc *reader.Document, fields []reader.Field) ([]*x509.Certificate, error) {
	carried, newest := map[int][]*x509.Certificate{}, 0
	for _, f := range fields {
		if f.Value == nil {
			continue
		}
		certificates, revision, stamped, err := carriedBy(doc, f)
		if err != nil {
			return nil, fmt.Errorf("%w: field %q: %w", ErrMalformed, f.Name, err)
		}
		carried[revision] = append(carried[revision], certificates...)
		if stamped {
			newest = max(newest, revision)
		}
	}
	var all, kept []*x509.Certificate
	for revision := range doc.Revisions {
		if revision < newest {
			kept = append(kept, carried[revision]...)
		} else {
			all = append(all, carried[revision]...)
		}
	}
	return slices.DeleteFunc(all, func(c *x509.Certificate) bool { return slices.ContainsFunc(kept, c.Equal) }), nil
}

// carriedBy gives the certificates in one field's signature, with those of its timestamp, or in one document timestamp, and
// the revision that it is in.
func carriedBy(doc *reader.Document, f reader.Field) (all []*x509.Certificate, revision int, stamped bool, err error) {
	dict, err := signatureDict(doc, f)
	if err != nil {
		return nil, 0, false, err
	}
	c, err := coverageOf(doc, dict)
	if err != nil {
		return nil, 0, false, err
	}
	signed, err := readContents(c.contents)
	if err != nil {
		return nil, 0, false, err
	}
	token, err := signed.Token()
	if err != nil {
		return nil, 0, false, err
	}
	all = signed.Certificates
	if token != nil {
		all = append(all, token.Certificates()...)
	}
	return all, c.revision, stamps(dict), nil
}
