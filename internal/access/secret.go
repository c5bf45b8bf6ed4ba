package access

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"

	"testamur/internal/fault"
)

const (
	secretBytes = 20 // 160 bits: hashing once is enough, there is nothing to guess
	secretChars = 32 // of base32
	sumChars    = 7  // CRC-32: what is mistyped, cut off or made up costs no look-up
)

var secretAlphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewSecret draws a secret of 160 bits behind a prefix that says what it is for, and gives the SHA-256 that is stored in its
// place.
func NewSecret(random io.Reader, prefix string) (secret string, hash [32]byte, err error) {
	raw := make([]byte, secretBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", hash, fault.New(fault.Internal, "", "No secret could be made.").Because(err)
	}
	body := secretAlphabet.EncodeToString(raw)
	secret = prefix + body + checksum(body)
	return secret, sha256.Sum256([]byte(secret)), nil
}

// SecretHash checks the form of what NewSecret gave, and gives the hash to look it up by. It needs no database.
func SecretHash(s, prefix string) ([32]byte, bool) {
	body, ok := strings.CutPrefix(s, prefix)
	if !ok || len(body) != secretChars+sumChars || checksum(body[:secretChars]) != body[secretChars:] {
		return [32]byte{}, false
	}
	return sha256.Sum256([]byte(s)), true
}

func checksum(body string) string {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], crc32.ChecksumIEEE([]byte(body)))
	return secretAlphabet.EncodeToString(b[:])
}
