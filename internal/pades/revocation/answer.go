package revocation

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"
)

// withoutEnd is how long an answer speaks for that names no end, because there is always a newer one (RFC 6960, 2.4).
const withoutEnd = 24 * time.Hour

// answered says what a responder's answer has about a certificate; nothing when it is about another, or when neither the
// issuer signed it nor somebody whom the issuer certified for this purpose (RFC 6960, 4.2.2.2).
func answered(der []byte, c, issuer *x509.Certificate, at time.Time) Status {
	if heavy(der) {
		return Status{}
	}
	answer, err := ocsp.ParseResponseForCert(der, c, issuer)
	if err != nil || !responds(answer.Certificate, issuer, answer.ProducedAt) {
		return Status{}
	}
	switch answer.Status {
	case ocsp.Revoked:
		return Status{Known: true, Revoked: answer.RevokedAt, reason: answer.RevocationReason}
	case ocsp.Good:
		return Status{Known: speaks(c, answer.ThisUpdate, end(answer), at)}
	}
	return Status{}
}

func end(answer *ocsp.Response) time.Time {
	if answer.NextUpdate.IsZero() {
		return answer.ThisUpdate.Add(withoutEnd)
	}
	return answer.NextUpdate
}

// responds says whether the certificate in an answer, whose signature under the issuer was checked, may answer for it.
func responds(c, issuer *x509.Certificate, at time.Time) bool {
	if c == nil || c.Equal(issuer) {
		return true
	}
	return bytes.Equal(c.RawIssuer, issuer.RawSubject) && slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) &&
		!at.Before(c.NotBefore) && !at.After(c.NotAfter)
}

// heavy says whether an answer carries a certificate with a key that would take long: the library checks the answer's
// signature with it before it asks whose it is, and a stranger may have put it into the file.
func heavy(der []byte) bool {
	const maxRSABits = 8192
	carried, ok := carriedBy(der)
	if !ok || carried == nil {
		return !ok
	}
	c, err := x509.ParseCertificate(carried)
	if err != nil {
		return true
	}
	key, ok := c.PublicKey.(*rsa.PublicKey)
	return ok && key.N.BitLen() > maxRSABits
}

// carriedBy gives the first certificate in an answer (RFC 6960, 4.2.1), nil when it carries none.
func carriedBy(der cryptobyte.String) (certificate []byte, ok bool) {
	var response, wrapped, inner, octets, basic, certificates, list, one cryptobyte.String
	var some bool
	if !der.ReadASN1(&response, tag.SEQUENCE) || !response.SkipASN1(tag.ENUM) || !response.ReadASN1(&wrapped, first) ||
		!wrapped.ReadASN1(&inner, tag.SEQUENCE) || !inner.SkipASN1(tag.OBJECT_IDENTIFIER) || !inner.ReadASN1(&octets, tag.OCTET_STRING) ||
		!octets.ReadASN1(&basic, tag.SEQUENCE) {
		return nil, false
	}
	data, algorithm, signature := tag.SEQUENCE, tag.SEQUENCE, tag.BIT_STRING
	if !basic.SkipASN1(data) || !basic.SkipASN1(algorithm) || !basic.SkipASN1(signature) ||
		!basic.ReadOptionalASN1(&certificates, &some, first) {
		return nil, false
	}
	if !some {
		return nil, true
	}
	ok = certificates.ReadASN1(&list, tag.SEQUENCE) && list.ReadASN1Element(&one, tag.SEQUENCE)
	return one, ok
}
