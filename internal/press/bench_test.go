package press_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"testamur/internal/pades"
	"testamur/internal/press"
	"testamur/internal/typeset"
	"testamur/templates"
)

// modelCertificate is the specimen with what issuing adds.
func modelCertificate(t testing.TB) typeset.Certificate {
	t.Helper()
	c, err := press.NewSpecimen(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	c.Serial, c.Code, c.VerifyURL = "SLL-2015-0007", "7KQ2M-9XW4T-VB3HN-P6RDC-8ABCD", "https://certificates.example.org/v/7KQ2M-9XW4T-VB3HN-P6RDC-8ABCD"
	c.Created = time.Date(2015, 12, 14, 12, 0, 0, 0, time.UTC)
	return c
}

func signer(b testing.TB) (*ecdsa.PrivateKey, []*x509.Certificate) {
	b.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Institute"}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		b.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		b.Fatal(err)
	}
	return key, []*x509.Certificate{certificate}
}

// BenchmarkRenderAndSign makes the model certificate from nothing: two pages, set, finished and sealed.
func BenchmarkRenderAndSign(b *testing.B) {
	t, err := typeset.NewTypesetter(templates.Files)
	if err != nil {
		b.Fatal(err)
	}
	layout, err := t.Layout("classic")
	if err != nil {
		b.Fatal(err)
	}
	key, chain := signer(b)
	c := modelCertificate(b)
	var size int
	b.ReportAllocs()
	for b.Loop() {
		r, err := t.Render(layout, c)
		if err != nil {
			b.Fatal(err)
		}
		if r.Pages != 2 {
			b.Fatalf("%d pages", r.Pages)
		}
		file, err := pades.Sign(b.Context(), r.PDF, pades.Signing{Field: typeset.SealField, Name: "Institute", Time: time.Now(), Key: key, Chain: chain})
		if err != nil {
			b.Fatal(err)
		}
		size = len(file)
	}
	b.ReportMetric(float64(size), "bytes/file")
}
