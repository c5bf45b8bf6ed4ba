package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"
	"time"

	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// CheckDetached checks the signature over content that digest hashes: content type, message digest, signing certificate
// v2, no signing time, and the signature itself. It says nothing of trust.
func (s *Signed) CheckDetached(digest func(crypto.Hash) []byte) error {
	if !s.contentType.Equal(oidData) || s.content != nil {
		return fmt.Errorf("%w: not a detached signature over data", ErrInvalid)
	}
	if _, ok := s.attributes[oidSigningTime.String()]; ok {
		return fmt.Errorf("%w: a signing time among the signed attributes, which PAdES forbids", ErrInvalid)
	}
	if err := s.checkSigningCertificate(false); err != nil {
		return err
	}
	return s.checkSignature(digest(s.rule.hash))
}

// checkSignature checks that the signed attributes speak of this content and that the signer's key signed them.
func (s *Signed) checkSignature(digest []byte) error {
	var oid asn1.ObjectIdentifier
	value := s.attributes[oidContentType.String()]
	if !value.ReadASN1ObjectIdentifier(&oid) || !value.Empty() || !oid.Equal(s.contentType) {
		return fmt.Errorf("%w: wrong content type among the signed attributes", ErrInvalid)
	}
	var signed []byte
	value = s.attributes[oidMessageDigest.String()]
	if !value.ReadASN1Bytes(&signed, tag.OCTET_STRING) || !value.Empty() {
		return syntax("message digest")
	}
	if !bytes.Equal(signed, digest) {
		return fmt.Errorf("%w: the content was changed", ErrInvalid)
	}
	return s.checkValue(sum(s.rule.hash, s.signedBytes))
}

// checkValue checks the signature value with the signer's key and the algorithm announced, both from the allow list.
func (s *Signed) checkValue(digest []byte) error {
	if err := checkPublicKey(s.Signer.PublicKey); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	valid := false
	switch key := s.Signer.PublicKey.(type) {
	case *ecdsa.PublicKey:
		valid = s.algorithm.Equal(s.rule.ec) && ecdsa.VerifyASN1(key, digest, s.signature)
	case *rsa.PublicKey:
		valid = (s.algorithm.Equal(oidRSA) || s.algorithm.Equal(s.rule.rsa)) &&
			rsa.VerifyPKCS1v15(key, s.rule.hash, digest, s.signature) == nil
	}
	if !valid {
		return fmt.Errorf("%w: the signature value does not fit the key", ErrInvalid)
	}
	return nil
}

// signerPurposes are the extended key usages that let a certificate seal documents; a certificate without any may do so
// too. Web servers, code and timestamps have others, so their certificates cannot be used to sign a document.
var signerPurposes = []asn1.ObjectIdentifier{
	{1, 3, 6, 1, 5, 5, 7, 3, 36},       // document signing (RFC 9336)
	{1, 3, 6, 1, 4, 1, 311, 10, 3, 12}, // document signing (Microsoft)
	{1, 2, 840, 113583, 1, 1, 5},       // authentic documents (Adobe)
}

// CheckSigner checks that the signer's certificate may sign documents and that a chain of certificates valid at the time leads
// to one of the roots; it gives the chain, from the signer to the root.
func (s *Signed) CheckSigner(roots *x509.CertPool, at time.Time) ([]*x509.Certificate, error) {
	c := s.Signer
	if c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 || c.IsCA {
		return nil, fmt.Errorf("%w: its key usage is not signing", ErrUntrusted)
	}
	known := slices.ContainsFunc(c.ExtKeyUsage, func(u x509.ExtKeyUsage) bool {
		return u == x509.ExtKeyUsageAny || u == x509.ExtKeyUsageEmailProtection
	})
	other := slices.ContainsFunc(c.UnknownExtKeyUsage, func(u asn1.ObjectIdentifier) bool {
		return slices.ContainsFunc(signerPurposes, u.Equal)
	})
	if !known && !other && len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) > 0 {
		return nil, fmt.Errorf("%w: its extended key usage is not document signing", ErrUntrusted)
	}
	return s.checkChain(roots, at, x509.ExtKeyUsageAny)
}

// checkChain never takes the system's roots or the present time, which x509 stands in for a missing pool or time.
func (s *Signed) checkChain(roots *x509.CertPool, at time.Time, purpose x509.ExtKeyUsage) ([]*x509.Certificate, error) {
	if roots == nil || at.IsZero() {
		return nil, fmt.Errorf("%w: no roots or no time to check it against", ErrUntrusted)
	}
	between := x509.NewCertPool()
	for _, c := range s.Certificates {
		between.AddCert(c)
	}
	chains, err := s.Signer.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{purpose},
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUntrusted, err)
	}
	return chains[0], nil
}
