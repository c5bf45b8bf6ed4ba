package pades_test

import (
	"bytes"
	"crypto/x509"
	"image"
	"image/color"
	"image/png"
	"testing"

	"testamur/internal/pades"
)

// world is what most tests need: a root and a sealing certificate.
type world struct {
	root, leaf issuer
}

func newWorld(t testing.TB) world {
	t.Helper()
	root := newRoot(t, "Test Root")
	return world{root, root.newLeaf(t, "Test Seal", newECKey(t))}
}

func (w world) signing(field string) pades.Signing {
	return pades.Signing{
		Field: field, Name: "Universität Test", Reason: "Sealed (for tests)", Time: noon,
		Key: w.leaf.key, Chain: []*x509.Certificate{w.leaf.cert},
	}
}

func sign(t testing.TB, file []byte, s pades.Signing) []byte {
	t.Helper()
	signed, err := pades.Sign(t.Context(), file, s)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(signed, file) {
		t.Fatal("the signed file does not begin with its base")
	}
	return signed
}

func verify(t testing.TB, file []byte, roots *x509.CertPool) pades.Report {
	t.Helper()
	r, err := pades.Verify(file, roots)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// kinds are the kinds of signed file that there are. Each has the number of its signatures; the last is in the field Seal.
func kinds(t *testing.T, w world) map[string]struct {
	file       []byte
	signatures int
} {
	t.Helper()
	type kind = struct {
		file       []byte
		signatures int
	}
	plain := base{fields: []string{"Seal"}}.build(t)
	two := base{pages: 2, fields: []string{"Chair", "Seal"}, indirect: true, noEOL: true}.build(t)

	stamped := w.signing("Chair")
	stamped.Stamps = []pades.Stamp{
		{Page: 2, Rect: [4]float64{100, 100, 300, 160}, PNG: picture(t, 60, 30), Alt: "Unterschrift der Präsidentin"},
		{Page: 1, Rect: [4]float64{100, 100, 300, 160}, PNG: picture(t, 30, 60), Alt: "Initials"},
		{Page: 1, Rect: [4]float64{300, 100, 400, 160}, PNG: picture(t, 31, 60)},
	}
	stampedOnce := sign(t, two, stamped)

	shown := w.signing("Chair")
	shown.Picture = picture(t, 60, 30)
	visible := base{fields: []string{"Chair", "Seal"}, visible: true}.build(t)

	rsaLeaf := w.root.newLeaf(t, "RSA Seal", newRSAKey(t))
	rsa := w.signing("Seal")
	rsa.Key, rsa.Chain = rsaLeaf.key, []*x509.Certificate{rsaLeaf.cert, w.root.cert}
	return map[string]kind{
		"B-B":                   {sign(t, plain, w.signing("Seal")), 1},
		"RSA, root in chain":    {sign(t, plain, rsa), 1},
		"stamped":               {stampedOnce, 1},
		"stamped and sealed":    {sign(t, stampedOnce, w.signing("Seal")), 2},
		"shown and sealed":      {sign(t, sign(t, visible, shown), w.signing("Seal")), 2},
		"signed in both fields": {sign(t, sign(t, two, w.signing("Chair")), w.signing("Seal")), 2},
	}
}

// picture is a drawn line on a transparent ground.
func picture(t testing.TB, width, height int) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		m.Set(x, x*height/width, color.NRGBA{B: 128, A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
