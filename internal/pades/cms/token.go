package cms

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// Token is a timestamp token whose signature is right (RFC 3161, 2.4.2); whose key made it, CheckTrust says.
type Token struct {
	Time  time.Time
	Nonce *big.Int // nil without

	signed  *Signed
	rule    digestRule
	imprint []byte
}

// Token reads the signature timestamp. Without one it is nil and so is the error.
func (s *Signed) Token() (*Token, error) {
	if s.token == nil {
		return nil, nil //nolint:nilnil // most signatures have none, and nothing is wrong with that
	}
	t, err := ParseToken(s.token)
	if err != nil {
		return nil, err
	}
	err = t.CheckImprint(func(h crypto.Hash) []byte { return sum(h, s.signature) })
	return t, err
}

// ParseToken reads a token and checks its signature with the certificate that it carries.
func ParseToken(der []byte) (*Token, error) {
	signed, rest, err := Parse(der)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 || !signed.contentType.Equal(oidTSTInfo) || signed.content == nil || signed.token != nil {
		return nil, syntax("not a timestamp token")
	}
	if err := signed.checkSigningCertificate(true); err != nil {
		return nil, err
	}
	if err := signed.checkSignature(sum(signed.rule.hash, signed.content)); err != nil {
		return nil, err
	}
	t := &Token{signed: signed}
	err = t.readInfo(signed.content)
	return t, err
}

// readInfo reads TSTInfo. Accuracy, ordering and the authority's name are passed over: nothing here depends on them.
func (t *Token) readInfo(der cryptobyte.String) error {
	var info, imprint, when cryptobyte.String
	var version int
	var policy asn1.ObjectIdentifier
	serial := new(big.Int)
	if !der.ReadASN1(&info, tag.SEQUENCE) || !der.Empty() || !info.ReadASN1Integer(&version) || version != 1 ||
		!info.ReadASN1ObjectIdentifier(&policy) || !info.ReadASN1(&imprint, tag.SEQUENCE) || !info.ReadASN1Integer(serial) ||
		!info.ReadASN1(&when, tag.GeneralizedTime) {
		return syntax("timestamp")
	}
	if err := t.readImprint(imprint); err != nil {
		return err
	}
	var err error
	// The layout also reads fractions of a second, which the standard allows here.
	if t.Time, err = time.Parse("20060102150405Z", string(when)); err != nil {
		return syntax("time of the timestamp")
	}
	if !info.SkipOptionalASN1(tag.SEQUENCE) || !info.SkipOptionalASN1(tag.BOOLEAN) {
		return syntax("timestamp")
	}
	if info.PeekASN1Tag(tag.INTEGER) {
		if t.Nonce = new(big.Int); !info.ReadASN1Integer(t.Nonce) {
			return syntax("nonce of the timestamp")
		}
	}
	return nil
}

func (t *Token) readImprint(imprint cryptobyte.String) error {
	oid, err := readAlgorithm(&imprint)
	if err != nil {
		return err
	}
	if t.rule, err = ruleOf(oid); err != nil {
		return err
	}
	if !imprint.ReadASN1Bytes(&t.imprint, tag.OCTET_STRING) || !imprint.Empty() {
		return syntax("imprint of the timestamp")
	}
	return nil
}

// Signer is the certificate of the authority that made the token.
func (t *Token) Signer() *x509.Certificate { return t.signed.Signer }

// Certificates are all that the token carries.
func (t *Token) Certificates() []*x509.Certificate { return t.signed.Certificates }

// CheckImprint checks that the token was made for what digest hashes.
func (t *Token) CheckImprint(digest func(crypto.Hash) []byte) error {
	if !bytes.Equal(t.imprint, digest(t.rule.hash)) {
		return fmt.Errorf("%w: the timestamp was made for something else", ErrInvalid)
	}
	return nil
}

// CheckTrust checks that a chain of certificates for timestamping, valid at the token's time, leads to one of the roots; it
// gives the chain, from the authority to the root.
func (t *Token) CheckTrust(roots *x509.CertPool) ([]*x509.Certificate, error) {
	return t.signed.checkChain(roots, t.Time, x509.ExtKeyUsageTimeStamping)
}
