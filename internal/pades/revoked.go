package pades

import (
	"crypto/x509"
	"slices"
	"time"

	"testamur/internal/pades/reader"
	"testamur/internal/pades/revocation"
)

// Unproven is a certificate of which the file does not say whether it was revoked, though its issuer does, at a place that the
// certificate names.
type Unproven struct{ Certificate, Issuer *x509.Certificate }

// evidenceIn reads what the file's store holds of revocations. What cannot be read says nothing: a store that others wrote
// need not be as ours are.
func evidenceIn(doc *reader.Document) revocation.Evidence {
	var e revocation.Evidence
	_, root, err := doc.Catalog()
	if err != nil || root.Get("DSS") == nil {
		return e
	}
	if store, err := doc.Dict(root.Get("DSS")); err == nil {
		e.CRLs, e.OCSPs = streams(doc, store.Get("CRLs")), streams(doc, store.Get("OCSPs"))
	}
	return e
}

func streams(doc *reader.Document, list reader.Object) (contents [][]byte) {
	all, err := doc.Array(list)
	if err != nil {
		return nil
	}
	for _, o := range all {
		r, ok := o.(reader.Ref)
		if !ok {
			continue
		}
		if content, err := doc.Stream(r); err == nil {
			contents = append(contents, content)
		}
	}
	return contents
}

// look asks the file's store about a chain of certificates, from the one that signed to the root, which answers for itself:
// whether a revocation takes the signature away, and of which certificates the store says nothing.
func look(book revocation.Book, chain []*x509.Certificate, at time.Time) (void bool, unproven []Unproven) {
	for i := range len(chain) - 1 {
		c, issuer := chain[i], chain[i+1]
		status := book.Of(c, issuer, at)
		void = void || status.Voids(at)
		if !status.Known && revocation.Named(c) {
			unproven = append(unproven, Unproven{c, issuer})
		}
	}
	return void, unproven
}

// unproven gathers what the store lacks, each certificate once. What would prove the newest document timestamp comes with the
// next one, if ever (EN 319 142-1, 5.5): today its authority can still be asked.
func (r Report) unproven() (all []Unproven) {
	add := func(more []Unproven) {
		for _, u := range more {
			if !slices.ContainsFunc(all, func(known Unproven) bool { return known.Certificate.Equal(u.Certificate) }) {
				all = append(all, u)
			}
		}
	}
	newest := 0
	for _, t := range r.Timestamps {
		newest = max(newest, t.Revision)
	}
	for _, s := range r.Signatures {
		add(s.unproven)
	}
	for _, t := range r.Timestamps {
		if t.Revision < newest {
			add(t.unproven)
		}
	}
	return all
}
