package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"time"
)

// Validity of the certificates that Testamur makes. A file is checked as of its signing time, so sealing certificates
// need not outlive what they sealed; the root must outlive them.
const (
	rootYears    = 30
	sealingYears = 5
	backdated    = time.Hour // for machines whose clocks are a little behind
)

// Pair is an opened certificate with its private key.
type Pair struct {
	Certificate *x509.Certificate
	Chain       []*x509.Certificate // between it and the root
	Private     crypto.Signer
}

// Path gives the certificate and those between it and the root, in this order.
func (p Pair) Path() []*x509.Certificate {
	return append([]*x509.Certificate{p.Certificate}, p.Chain...)
}

func newRoot(institution string, now time.Time) (Pair, error) {
	template, err := template(institution+" root", institution, now, rootYears)
	if err != nil {
		return Pair{}, err
	}
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLen = true, true, 1
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	return sign(template, nil)
}

// newSealing makes a certificate for sealing under root: digital signatures and content commitment (non-repudiation)
// only, as ETSI EN 319 412-2, 4.3.2 asks of signing keys.
func newSealing(root Pair, institution string, now time.Time) (Pair, error) {
	template, err := template(institution+" certificates", institution, now, sealingYears)
	if err != nil {
		return Pair{}, err
	}
	if template.NotAfter.After(root.Certificate.NotAfter) {
		template.NotAfter = root.Certificate.NotAfter
	}
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	return sign(template, &root)
}

func template(name, institution string, now time.Time, years int) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("certificate serial: %w", err)
	}
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name, Organization: []string{institution}},
		NotBefore:    now.Add(-backdated),
		NotAfter:     now.AddDate(years, 0, 0),
	}, nil
}

// sign makes a P-256 key and a certificate for it, self-signed without an issuer.
func sign(template *x509.Certificate, issuer *Pair) (Pair, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Pair{}, fmt.Errorf("make key: %w", err)
	}
	parent, signer := template, crypto.Signer(private)
	if issuer != nil {
		parent, signer = issuer.Certificate, issuer.Private
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &private.PublicKey, signer)
	if err != nil {
		return Pair{}, fmt.Errorf("make certificate: %w", err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return Pair{}, fmt.Errorf("make certificate: %w", err)
	}
	return Pair{Certificate: certificate, Private: private}, nil
}
