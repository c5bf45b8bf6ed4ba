package cms

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// Detached is a signature made over a digest. Its DER form may be taken once without and once with a timestamp token.
type Detached struct {
	Signature []byte // the value that a signature timestamp is made over (EN 319 122-1, 5.3)
	Token     []byte // nil, or the token to embed as unsigned attribute

	chain      []*x509.Certificate
	attributes []byte // the signed attributes, tagged as a SET
}

// Sign signs the SHA-256 digest of the content with the key of chain[0]. The signed attributes are content type, message
// digest and signing certificate v2; signing time is left out because PAdES forbids it (EN 319 142-1, 6.3), issuerSerial
// because the certificate's hash says more.
func Sign(digest [sha256.Size]byte, key crypto.Signer, chain []*x509.Certificate) (*Detached, error) {
	if err := checkKey(key, chain); err != nil {
		return nil, err
	}
	attributes, err := signedAttributes(digest, chain[0])
	if err != nil {
		return nil, err
	}
	toSign := sha256.Sum256(attributes)
	signature, err := key.Sign(rand.Reader, toSign[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return &Detached{Signature: signature, chain: chain, attributes: attributes}, nil
}

// DER is the ContentInfo with SignedData version 1 and one signer (RFC 5652, 5.1).
func (d *Detached) DER() ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(explicit(0), func(b *cryptobyte.Builder) { b.AddASN1(tag.SEQUENCE, d.signedData) })
	})
	return b.Bytes()
}

func explicit(n uint8) tag.Tag { return tag.Tag(n).Constructed().ContextSpecific() }

func (d *Detached) signedData(b *cryptobyte.Builder) {
	b.AddASN1Int64(1)
	b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { algorithm(b, oidSHA256, false) })
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
	b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
		var certificates [][]byte
		for _, c := range d.chain {
			certificates = append(certificates, c.Raw)
		}
		addSorted(b, certificates)
	})
	b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { b.AddASN1(tag.SEQUENCE, d.signerInfo) })
}

// signerInfo follows RFC 5652, 5.3.
func (d *Detached) signerInfo(b *cryptobyte.Builder) {
	leaf := d.chain[0]
	b.AddASN1Int64(1)
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(leaf.RawIssuer)
		b.AddASN1BigInt(leaf.SerialNumber)
	})
	algorithm(b, oidSHA256, false)
	addRetagged(b, explicit(0), d.attributes)
	if _, isRSA := leaf.PublicKey.(*rsa.PublicKey); isRSA {
		algorithm(b, oidRSA, true)
	} else {
		algorithm(b, oidECWithSHA256, false)
	}
	b.AddASN1OctetString(d.Signature)
	if d.Token != nil {
		b.AddASN1(explicit(1), func(b *cryptobyte.Builder) {
			attribute(b, oidTimestampToken, func(b *cryptobyte.Builder) { b.AddBytes(d.Token) })
		})
	}
}

// addRetagged writes a DER element under another tag: the signed attributes are signed as a SET and stored as [0].
func addRetagged(b *cryptobyte.Builder, as tag.Tag, der []byte) {
	var content cryptobyte.String
	var was tag.Tag
	s := cryptobyte.String(der)
	if !s.ReadAnyASN1(&content, &was) {
		b.SetError(ErrSyntax)
		return
	}
	b.AddASN1(as, func(b *cryptobyte.Builder) { b.AddBytes(content) })
}

// signedAttributes are encoded as the DER SET that is signed (RFC 5652, 5.4).
func signedAttributes(digest [sha256.Size]byte, leaf *x509.Certificate) ([]byte, error) {
	id := sha256.Sum256(leaf.Raw)
	contentType := func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }
	messageDigest := func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest[:]) }
	// SigningCertificateV2 { certs { ESSCertIDv2 { certHash } } }, SHA-256 by default (RFC 5035, 3)
	certificate := func(b *cryptobyte.Builder) {
		nested(b, 3, func(b *cryptobyte.Builder) { b.AddASN1OctetString(id[:]) })
	}
	var b cryptobyte.Builder
	b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { // DER sorts them by their bytes: here the shorter stands first
		attribute(b, oidContentType, contentType)
		attribute(b, oidMessageDigest, messageDigest)
		attribute(b, oidSigningCertificateV2, certificate)
	})
	return b.Bytes()
}

func nested(b *cryptobyte.Builder, sequences int, value cryptobyte.BuilderContinuation) {
	if sequences == 0 {
		value(b)
		return
	}
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { nested(b, sequences-1, value) })
}

func attribute(b *cryptobyte.Builder, oid asn1.ObjectIdentifier, value cryptobyte.BuilderContinuation) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		b.AddASN1(tag.SET, value)
	})
}

func algorithm(b *cryptobyte.Builder, oid asn1.ObjectIdentifier, null bool) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		if null {
			b.AddASN1NULL()
		}
	})
}

// addSorted writes the elements of a SET OF in the order that DER asks for (X.690, 11.6).
func addSorted(b *cryptobyte.Builder, elements [][]byte) {
	slices.SortFunc(elements, bytes.Compare)
	for _, e := range elements {
		b.AddBytes(e)
	}
}
