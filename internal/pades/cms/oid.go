// Package cms builds and checks the two kinds of signed data that a PAdES signature is made of: the detached CAdES signature
// (RFC 5652 with the signed attributes of ETSI EN 319 122-1) and the timestamp token over it (RFC 3161). It reads strict DER
// and allows SHA-2 with ECDSA or RSA (PKCS #1 v1.5) alone. It knows nothing of PDF.
package cms

import (
	"crypto"
	_ "crypto/sha256" // the hashes of the allow list must be linked in
	_ "crypto/sha512"
	"encoding/asn1"
	"errors"
	"fmt"
)

// ErrSyntax means that the bytes are not the DER structure that they should be.
var ErrSyntax = errors.New("malformed signature data")

// ErrInvalid means that the signature or token can be read and is wrong.
var ErrInvalid = errors.New("invalid signature")

// ErrUntrusted means that no valid chain of certificates leads to a trusted root.
var ErrUntrusted = errors.New("untrusted certificate")

var (
	oidData                 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidTSTInfo              = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidSigningCertificate   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidTimestampToken       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}

	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSAWithSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidRSAWithSHA384 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidRSAWithSHA512 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidECWithSHA256  = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidECWithSHA384  = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}
	oidECWithSHA512  = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
)

// digestRule allows a digest algorithm together with the signature algorithms that may go with it.
type digestRule struct {
	oid     asn1.ObjectIdentifier
	hash    crypto.Hash
	ec, rsa asn1.ObjectIdentifier
}

var allowed = []digestRule{
	{oidSHA256, crypto.SHA256, oidECWithSHA256, oidRSAWithSHA256},
	{oidSHA384, crypto.SHA384, oidECWithSHA384, oidRSAWithSHA384},
	{oidSHA512, crypto.SHA512, oidECWithSHA512, oidRSAWithSHA512},
}

// ruleOf looks a digest algorithm up in the allow list.
func ruleOf(oid asn1.ObjectIdentifier) (digestRule, error) {
	for _, r := range allowed {
		if r.oid.Equal(oid) {
			return r, nil
		}
	}
	return digestRule{}, fmt.Errorf("%w: digest algorithm %v is not allowed", ErrInvalid, oid)
}
