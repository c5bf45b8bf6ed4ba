package keys

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// ForSignatory says whether a certificate is one for a signatory. Such a certificate cannot seal.
func ForSignatory(c *x509.Certificate) bool {
	return slices.ContainsFunc(c.Policies, func(p x509.OID) bool { return p.String() == signatoryPolicy })
}

// signatoryPolicy marks the certificates of signatories: a UUID as object identifier (ITU-T X.667).
const signatoryPolicy = "2.25.281794042596041101875334107818826255100"

// signatoryNotice tells people under which policy the certificate was made, in the 200 characters that RFC 5280, 4.2.1.4
// allows.
const signatoryNotice = "The institution's server made this key, used it once for a signatory who had proved who they are and approved the text, and did not keep it."

var (
	documentSigning     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36} // RFC 9336
	certificatePolicies = asn1.ObjectIdentifier{2, 5, 29, 32}
	userNotice          = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 2}
)

// policyExtension writes the policy with its notice (RFC 5280, 4.2.1.4), for which package x509 has no words.
func policyExtension() (pkix.Extension, error) {
	policy, err := x509.ParseOID(signatoryPolicy)
	if err != nil {
		return pkix.Extension{}, err
	}
	oid, err := policy.MarshalBinary()
	if err != nil {
		return pkix.Extension{}, err
	}
	var b cryptobyte.Builder
	nested(&b, 2, func(b *cryptobyte.Builder) {
		b.AddASN1(tag.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes(oid) })
		nested(b, 2, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(userNotice)
			nested(b, 1, func(b *cryptobyte.Builder) {
				b.AddASN1(tag.UTF8String, func(b *cryptobyte.Builder) { b.AddBytes([]byte(signatoryNotice)) })
			})
		})
	})
	value, err := b.Bytes()
	return pkix.Extension{Id: certificatePolicies, Value: value}, err
}

// nested writes so many sequences, each the only element of the one before, and the content in the last.
func nested(b *cryptobyte.Builder, sequences int, content cryptobyte.BuilderContinuation) {
	if sequences == 0 {
		content(b)
		return
	}
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { nested(b, sequences-1, content) })
}
