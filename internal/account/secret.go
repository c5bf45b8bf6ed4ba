package account

import (
	"encoding/base32"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"

	"testamur/internal/fault"
	"testamur/internal/record"
)

// SessionPrefix and LinkPrefix begin every secret of their kind, so that scanners recognise a leaked one, and one is never
// taken for the other.
const (
	SessionPrefix = "testamur_s_"
	LinkPrefix    = "testamur_l_"
)

const (
	secretBytes = 32 // 256 bits: hashing once is enough, there is nothing to guess
	secretChars = 52 // of base32
	sumChars    = 7  // CRC-32: a link that a mail program cut off costs no look-up
)

var secretAlphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newSecret draws a secret and gives the hash that is stored in its place.
func newSecret(random io.Reader, prefix string) (string, record.Digest, error) {
	raw := make([]byte, secretBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", record.Digest{}, fault.New(fault.Internal, "", "No secret could be made.").Because(err)
	}
	body := secretAlphabet.EncodeToString(raw)
	secret := prefix + body + checksum(body)
	return secret, record.DigestOf([]byte(secret)), nil
}

// parseSecret checks the form of a secret and gives the hash to look it up by.
func parseSecret(s, prefix string) (record.Digest, bool) {
	body, ok := strings.CutPrefix(s, prefix)
	if !ok || len(body) != secretChars+sumChars || checksum(body[:secretChars]) != body[secretChars:] {
		return record.Digest{}, false
	}
	return record.DigestOf([]byte(s)), true
}

func checksum(body string) string {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], crc32.ChecksumIEEE([]byte(body)))
	return secretAlphabet.EncodeToString(b[:])
}
