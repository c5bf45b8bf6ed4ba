package press_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"testamur/internal/certificate"
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

// BenchmarkRenderAndSign makes the model certificate from nothing: two pages, set, finished and sealed; then with four
// signatories' own signatures too.
func BenchmarkRenderAndSign(b *testing.B) {
	o := newOffice(b)
	layout, err := o.Typesetter.Layout("classic")
	o.must(err)
	c := modelCertificate(b)
	for _, signing := range []bool{false, true} {
		b.Run(fmt.Sprintf("signatories=%t", signing), func(b *testing.B) {
			var size int
			b.ReportAllocs()
			for b.Loop() {
				r, err := o.Typesetter.Render(layout, c)
				o.must(err)
				if r.Pages != 2 {
					b.Fatalf("%d pages", r.Pages)
				}
				sealing := certificate.Sealing{At: o.at, Name: "Institute", Reason: "Issued as SLL-2015-0007"}
				for i, place := range r.Places {
					sealing.Approvals = append(sealing.Approvals, certificate.Approval{
						Name: c.Signatories[i].Name, InPerson: signing, Place: certificate.Place(place),
						Reason: "Approved this text on 14 December 2015 at 12:00:00 UTC; text digest SHA-256 " + strings.Repeat("0", 64),
					})
				}
				file, err := o.Seal(b.Context(), r.PDF, sealing)
				o.must(err)
				size = len(file)
			}
			b.ReportMetric(float64(size), "bytes/file")
		})
	}
}
