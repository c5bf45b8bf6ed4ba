package cms

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// Signed is signed data with exactly one signer (RFC 5652, 5), read but not yet checked, except that the signer's
// certificate is among those that it carries.
type Signed struct {
	Certificates []*x509.Certificate
	Signer       *x509.Certificate

	contentType asn1.ObjectIdentifier
	content     []byte // nil when detached
	rule        digestRule
	attributes  map[string]cryptobyte.String // signed attributes by OID: the one value of each
	signedBytes []byte                       // the signed attributes as the SET that was signed
	algorithm   asn1.ObjectIdentifier
	signature   []byte
	token       []byte // nil without a signature timestamp
}

// Parse reads signed data in DER and returns what follows it.
func Parse(der []byte) (*Signed, []byte, error) {
	rest := cryptobyte.String(der)
	var info, inner, data cryptobyte.String
	var oid asn1.ObjectIdentifier
	if !rest.ReadASN1(&info, tag.SEQUENCE) || !info.ReadASN1ObjectIdentifier(&oid) || !oid.Equal(oidSignedData) ||
		!info.ReadASN1(&inner, explicit(0)) || !info.Empty() || !inner.ReadASN1(&data, tag.SEQUENCE) || !inner.Empty() {
		return nil, nil, syntax("no signed data")
	}
	s := &Signed{}
	if err := s.read(data); err != nil {
		return nil, nil, err
	}
	return s, rest, nil
}

func syntax(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrSyntax, fmt.Sprintf(format, args...))
}

func (s *Signed) read(data cryptobyte.String) error {
	var version int
	var algorithms, content, certificates, infos, info cryptobyte.String
	if !data.ReadASN1Integer(&version) || !data.ReadASN1(&algorithms, tag.SET) || !data.ReadASN1(&content, tag.SEQUENCE) ||
		!data.ReadASN1(&certificates, explicit(0)) || !data.SkipOptionalASN1(explicit(1)) || !data.ReadASN1(&infos, tag.SET) ||
		!data.Empty() {
		return syntax("signed data")
	}
	if !infos.ReadASN1(&info, tag.SEQUENCE) || !infos.Empty() {
		return syntax("not exactly one signer")
	}
	digest, err := readAlgorithm(&algorithms)
	if err != nil || !algorithms.Empty() {
		return syntax("not exactly one digest algorithm")
	}
	if err := s.readContent(content, version); err != nil {
		return err
	}
	if err := s.readCertificates(certificates); err != nil {
		return err
	}
	return s.readSigner(info, digest)
}

// maxCertificates is far more than a chain has, and few enough to try them all.
const maxCertificates = 16

// readCertificates refuses keys that would take long already here, for those of others than the signer count for the chain.
func (s *Signed) readCertificates(list cryptobyte.String) error {
	for !list.Empty() {
		var der cryptobyte.String
		if !list.ReadASN1Element(&der, tag.SEQUENCE) || len(s.Certificates) == maxCertificates {
			return syntax("certificates, or more than %d", maxCertificates)
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return syntax("certificate: %v", err)
		}
		if key, ok := c.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() > maxRSABits {
			return fmt.Errorf("%w: an RSA key of %d bits", ErrInvalid, key.N.BitLen())
		}
		s.Certificates = append(s.Certificates, c)
	}
	return nil
}

// readContent also holds the version against the content type (RFC 5652, 5.1).
func (s *Signed) readContent(content cryptobyte.String, version int) error {
	var octets cryptobyte.String
	var attached bool
	if !content.ReadASN1ObjectIdentifier(&s.contentType) ||
		!content.ReadOptionalASN1(&octets, &attached, explicit(0)) || !content.Empty() {
		return syntax("content")
	}
	if attached {
		var value cryptobyte.String
		if !octets.ReadASN1(&value, tag.OCTET_STRING) || !octets.Empty() {
			return syntax("content")
		}
		s.content = value
	}
	expected := 3
	if s.contentType.Equal(oidData) {
		expected = 1
	}
	if version != expected {
		return syntax("version %d", version)
	}
	return nil
}

// readSigner reads the signer's information, version 1: the certificate is named by issuer and serial number.
func (s *Signed) readSigner(info cryptobyte.String, digest asn1.ObjectIdentifier) error {
	var version int
	var id, attributes, unsigned cryptobyte.String
	var hasUnsigned bool
	if !info.ReadASN1Integer(&version) || version != 1 || !info.ReadASN1(&id, tag.SEQUENCE) {
		return syntax("signer")
	}
	own, err := readAlgorithm(&info)
	if err != nil {
		return err
	}
	if !own.Equal(digest) {
		return syntax("digest algorithm %v is not the one announced", own)
	}
	if s.rule, err = ruleOf(own); err != nil {
		return err
	}
	if !info.ReadASN1(&attributes, explicit(0)) {
		return syntax("no signed attributes")
	}
	if s.algorithm, err = readAlgorithm(&info); err != nil {
		return err
	}
	if !info.ReadASN1Bytes(&s.signature, tag.OCTET_STRING) || !info.ReadOptionalASN1(&unsigned, &hasUnsigned, explicit(1)) ||
		!info.Empty() {
		return syntax("signer")
	}
	if err := s.readAttributes(attributes); err != nil {
		return err
	}
	if err := s.readUnsigned(unsigned); err != nil {
		return err
	}
	return s.findSigner(id)
}

// readAlgorithm reads an identifier whose parameters are absent or NULL, which is all that the allow list needs.
func readAlgorithm(from *cryptobyte.String) (asn1.ObjectIdentifier, error) {
	var id, null cryptobyte.String
	var oid asn1.ObjectIdentifier
	var present bool
	if !from.ReadASN1(&id, tag.SEQUENCE) || !id.ReadASN1ObjectIdentifier(&oid) ||
		!id.ReadOptionalASN1(&null, &present, tag.NULL) || !null.Empty() || !id.Empty() {
		return nil, syntax("algorithm")
	}
	return oid, nil
}

// findSigner looks for the one certificate with the issuer and serial number.
func (s *Signed) findSigner(id cryptobyte.String) error {
	for _, c := range s.Certificates {
		var b cryptobyte.Builder
		b.AddBytes(c.RawIssuer)
		b.AddASN1BigInt(c.SerialNumber)
		if has, err := b.Bytes(); err == nil && bytes.Equal(has, id) {
			s.Signer = c
			return nil
		}
	}
	return syntax("the signer's certificate is missing")
}
