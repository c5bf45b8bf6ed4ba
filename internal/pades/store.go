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
	entries := []string{entry("Type", "/DSS")}
	for _, kind := range []struct {
		key  string
		ders [][]byte
	}{{"Certs", raw(p.Certificates)}, {"CRLs", p.CRLs}, {"OCSPs", p.OCSPs}} {
		if len(kind.ders) == 0 {
			continue
		}
		list, err := u.kept(old, kind.key, kind.ders)
		if err != nil {
			return reader.Ref{}, err
		}
		entries = append(entries, entry(kind.key, list))
	}
	return u.add(withEntries(u.doc, old, entries...)), nil
}

// kept lists one kind of validation data: a stream each, and each once.
func (u *update) kept(old reader.Dict, key string, ders [][]byte) (string, error) {
	all, err := u.doc.Array(old.Get(reader.Name(key)))
	if err != nil {
		return "", err
	}
	all = slices.Clone(all)
	known := streams(u.doc, all)
	for _, der := range ders {
		if !slices.ContainsFunc(known, func(other []byte) bool { return bytes.Equal(der, other) }) {
			known, all = append(known, der), append(all, u.add(stream("", der)))
		}
	}
	return references(all)
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

func raw(certificates []*x509.Certificate) (ders [][]byte) {
	for _, c := range certificates {
		ders = append(ders, c.Raw)
	}
	return ders
}

// carried gives the certificates in all signatures and timestamps.
func carried(doc *reader.Document, fields []reader.Field) (all []*x509.Certificate, err error) {
	for _, f := range fields {
		if f.Value == nil {
			continue
		}
		certificates, err := carriedBy(doc, f)
		if err != nil {
			return nil, fmt.Errorf("%w: field %q: %w", ErrMalformed, f.Name, err)
		}
		all = append(all, certificates...)
	}
	return all, nil
}

// carriedBy gives the certificates in one field's signature, with those of its timestamp, or in one document timestamp.
func carriedBy(doc *reader.Document, f reader.Field) ([]*x509.Certificate, error) {
	dict, err := signatureDict(doc, f)
	if err != nil {
		return nil, err
	}
	c, err := coverageOf(doc, dict)
	if err != nil {
		return nil, err
	}
	signed, err := readContents(c.contents)
	if err != nil {
		return nil, err
	}
	token, err := signed.Token()
	if err != nil || token == nil {
		return signed.Certificates, err
	}
	return append(slices.Clone(signed.Certificates), token.Certificates()...), nil
}
