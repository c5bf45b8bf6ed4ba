package cms

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// ErrRefused means that a timestamp authority answered that it will not give a token.
var ErrRefused = errors.New("the timestamp authority refused")

// TimestampRequest is the DER form of a request for a token over a SHA-256 digest, with the authority's certificate
// (RFC 3161, 2.4.1).
func TimestampRequest(digest [sha256.Size]byte, nonce *big.Int) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			algorithm(b, oidSHA256, true) // some authorities insist on the NULL
			b.AddASN1OctetString(digest[:])
		})
		b.AddASN1BigInt(nonce)
		b.AddASN1Boolean(true)
	})
	return b.Bytes()
}

// TimestampResponse takes the token out of an authority's answer (RFC 3161, 2.4.2), unchecked.
func TimestampResponse(der []byte) ([]byte, error) {
	rest := cryptobyte.String(der)
	var response, status, token cryptobyte.String
	var code int
	if !rest.ReadASN1(&response, tag.SEQUENCE) || !rest.Empty() || !response.ReadASN1(&status, tag.SEQUENCE) ||
		!status.ReadASN1Integer(&code) {
		return nil, syntax("timestamp response")
	}
	const granted, grantedWithMods = 0, 1
	if code != granted && code != grantedWithMods {
		return nil, fmt.Errorf("%w: status %d", ErrRefused, code)
	}
	if !response.ReadASN1Element(&token, tag.SEQUENCE) || !response.Empty() {
		return nil, syntax("timestamp response")
	}
	return token, nil
}
