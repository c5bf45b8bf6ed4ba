package cms

import (
	"bytes"
	"crypto"
	"crypto/sha1" //nolint:gosec // timestamp tokens may name their certificate by SHA-1 (RFC 3161, 2.4.2)
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// readAttributes keeps the one value of each signed attribute, and their encoding as it was signed.
func (s *Signed) readAttributes(content cryptobyte.String) error {
	var b cryptobyte.Builder
	b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { b.AddBytes(content) })
	var err error
	if s.signedBytes, err = b.Bytes(); err != nil {
		return syntax("signed attributes")
	}
	s.attributes, err = attributeValues(content)
	return err
}

// attributeValues reads a list of attributes, each with exactly one value and none twice.
func attributeValues(content cryptobyte.String) (map[string]cryptobyte.String, error) {
	found := map[string]cryptobyte.String{}
	for !content.Empty() {
		var one, values, value cryptobyte.String
		var oid asn1.ObjectIdentifier
		if !content.ReadASN1(&one, tag.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&oid) || !one.ReadASN1(&values, tag.SET) ||
			!one.Empty() || !values.ReadAnyASN1Element(&value, nil) || !values.Empty() {
			return nil, syntax("attribute")
		}
		if _, twice := found[oid.String()]; twice {
			return nil, syntax("attribute %v twice", oid)
		}
		found[oid.String()] = value
	}
	return found, nil
}

// readUnsigned keeps the signature timestamp. Nothing else has a place in a baseline signature without its own validation
// data (EN 319 142-1, 6.3), and what is not signed could be anybody's.
func (s *Signed) readUnsigned(content cryptobyte.String) error {
	values, err := attributeValues(content)
	if err != nil {
		return err
	}
	for oid, value := range values {
		if oid != oidTimestampToken.String() {
			return syntax("unsigned attribute %s", oid)
		}
		s.token = value
	}
	return nil
}

// checkSigningCertificate holds the signer's certificate against the hash in the signed attributes: SigningCertificateV2
// (RFC 5035, 3), or for a timestamp token also the older SigningCertificate (RFC 2634, 5.4).
func (s *Signed) checkSigningCertificate(allowV1 bool) error {
	value, v2 := s.attributes[oidSigningCertificateV2.String()]
	if !v2 {
		var v1 bool
		if value, v1 = s.attributes[oidSigningCertificate.String()]; !v1 || !allowV1 {
			return fmt.Errorf("%w: no signing certificate attribute", ErrInvalid)
		}
	}
	var outer, list, id cryptobyte.String
	if !value.ReadASN1(&outer, tag.SEQUENCE) || !value.Empty() || !outer.ReadASN1(&list, tag.SEQUENCE) ||
		!list.ReadASN1(&id, tag.SEQUENCE) {
		return syntax("signing certificate attribute")
	}
	sum, err := certificateSum(&id, s.Signer.Raw, v2)
	if err != nil {
		return err
	}
	var hash []byte
	if !id.ReadASN1Bytes(&hash, tag.OCTET_STRING) {
		return syntax("signing certificate attribute")
	}
	if !bytes.Equal(hash, sum) {
		return fmt.Errorf("%w: the certificate is not the one that was signed for", ErrInvalid)
	}
	return nil
}

// certificateSum reads the optional algorithm of an ESSCertIDv2 and hashes the certificate with it.
func certificateSum(id *cryptobyte.String, certificate []byte, v2 bool) ([]byte, error) {
	if !v2 {
		sum := sha1.Sum(certificate) //nolint:gosec // see the import
		return sum[:], nil
	}
	hash := crypto.SHA256
	if id.PeekASN1Tag(tag.SEQUENCE) {
		oid, err := readAlgorithm(id)
		if err != nil {
			return nil, err
		}
		rule, err := ruleOf(oid)
		if err != nil {
			return nil, err
		}
		hash = rule.hash
	}
	return sum(hash, certificate), nil
}

func sum(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}
