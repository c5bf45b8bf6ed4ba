package pades_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math"
	"testing"

	"testamur/internal/pades"
)

func signRefused(t *testing.T, file []byte, s pades.Signing, want error) {
	t.Helper()
	_, err := pades.Sign(t.Context(), file, s)
	if !errors.Is(err, want) {
		t.Errorf("error %v, not %v", err, want)
	}
}

func TestSignRefuses(t *testing.T) {
	w := newWorld(t)
	empty := base{fields: []string{"Seal"}}.build(t)
	signed := sign(t, empty, w.signing("Seal"))
	other := newRoot(t, "Other")
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	stamp := func(s pades.Stamp) func(*pades.Signing) {
		return func(g *pades.Signing) { g.Stamps = []pades.Stamp{s} }
	}
	good := picture(t, 10, 10)
	for name, c := range map[string]struct {
		file   []byte
		change func(*pades.Signing)
		want   error
	}{
		"an unknown field":     {empty, func(s *pades.Signing) { s.Field = "Dean" }, pades.ErrField},
		"a signed field":       {signed, func(*pades.Signing) {}, pades.ErrField},
		"no field at all":      {base{}.build(t), func(*pades.Signing) {}, pades.ErrField},
		"another's key":        {empty, func(s *pades.Signing) { s.Key = newECKey(t) }, pades.ErrKey},
		"no key":               {empty, func(s *pades.Signing) { s.Key = nil }, pades.ErrCertificate},
		"no certificate":       {empty, func(s *pades.Signing) { s.Chain = nil }, pades.ErrCertificate},
		"a chain of strangers": {empty, func(s *pades.Signing) { s.Chain = append(s.Chain, other.cert) }, pades.ErrCertificate},
		"a weak key": {empty, func(s *pades.Signing) {
			l := w.root.newLeaf(t, "W", weak)
			s.Key, s.Chain = l.key, []*x509.Certificate{l.cert}
		}, pades.ErrKey},
		"broken UTF-8":             {empty, func(s *pades.Signing) { s.Reason = "\xff" }, pades.ErrText},
		"bytes after the end":      {append(bytes.Clone(empty), "junk"...), func(*pades.Signing) {}, pades.ErrMalformed},
		"no PDF":                   {[]byte("GIF89a"), func(*pades.Signing) {}, pades.ErrNotPDF},
		"half a PDF":               {empty[:len(empty)/2], func(*pades.Signing) {}, pades.ErrTruncated},
		"a stamp on no page":       {empty, stamp(pades.Stamp{Page: 2, Rect: [4]float64{0, 0, 1, 1}, PNG: good}), pades.ErrStamp},
		"a stamp on page 0":        {empty, stamp(pades.Stamp{Page: 0, Rect: [4]float64{0, 0, 1, 1}, PNG: good}), pades.ErrStamp},
		"a stamp that is no PNG":   {empty, stamp(pades.Stamp{Page: 1, Rect: [4]float64{0, 0, 1, 1}, PNG: []byte("x")}), pades.ErrStamp},
		"a stamp without size":     {empty, stamp(pades.Stamp{Page: 1, Rect: [4]float64{5, 5, 5, 9}, PNG: good}), pades.ErrStamp},
		"a stamp upside down":      {empty, stamp(pades.Stamp{Page: 1, Rect: [4]float64{9, 9, 5, 5}, PNG: good}), pades.ErrStamp},
		"a stamp in no place":      {empty, stamp(pades.Stamp{Page: 1, Rect: [4]float64{math.NaN(), 0, 1, 1}, PNG: good}), pades.ErrStamp},
		"a stamp too far away":     {empty, stamp(pades.Stamp{Page: 1, Rect: [4]float64{0, 0, math.Inf(1), math.Inf(1)}, PNG: good}), pades.ErrStamp},
		"a stamp in broken UTF-8":  {empty, stamp(pades.Stamp{Page: 1, Rect: [4]float64{0, 0, 1, 1}, PNG: good, Alt: "\xff"}), pades.ErrText},
		"a picture in no room":     {empty, func(s *pades.Signing) { s.Picture = good }, pades.ErrStamp},
		"a field's broken picture": {empty, func(s *pades.Signing) { s.Picture = []byte("x") }, pades.ErrStamp},
		"a picture too large":      {empty, stamp(pades.Stamp{Page: 1, Rect: [4]float64{0, 0, 1, 1}, PNG: picture(t, 3000, 3000)}), pades.ErrStamp},
	} {
		t.Run(name, func(t *testing.T) {
			s := w.signing("Seal")
			c.change(&s)
			signRefused(t, c.file, s, c.want)
		})
	}
}
