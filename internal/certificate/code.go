package certificate

import (
	"fmt"
	"io"
	"strings"
)

// Code is the verification code of a version: 24 random characters of Crockford's base 32 (120 bits) and a check
// character (Luhn mod 32), so that a mistyped code is told from an unknown one. Stored without hyphens.
type Code string

const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeRandom   = 24
	codeGroup    = 5
)

// NewCode draws a code.
func NewCode(random io.Reader) (Code, error) {
	raw := make([]byte, codeRandom)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("verification code: %w", err)
	}
	for i, b := range raw {
		raw[i] = codeAlphabet[b%32] // 256 is a multiple of 32: every character is equally likely
	}
	return Code(append(raw, checkCharacter(string(raw)))), nil
}

// ParseCode reads a code as people type it: any case, with or without hyphens and spaces, O for 0, I and L for 1. It
// says no to what cannot be a code.
func ParseCode(s string) (Code, bool) {
	if len(s) > 64 {
		return "", false
	}
	s = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(s))
	if len(s) != codeRandom+1 {
		return "", false
	}
	for i := range len(s) {
		if strings.IndexByte(codeAlphabet, s[i]) < 0 {
			return "", false
		}
	}
	return Code(s), checkCharacter(s[:codeRandom]) == s[codeRandom]
}

// String gives the code in groups of five, as it is printed.
func (c Code) String() string {
	var groups []string
	for s := string(c); s != ""; {
		n := min(codeGroup, len(s))
		groups, s = append(groups, s[:n]), s[n:]
	}
	return strings.Join(groups, "-")
}

// checkCharacter is the Luhn mod N algorithm for N = 32: it catches every single wrong character.
func checkCharacter(s string) byte {
	factor, sum := 2, 0
	for i := len(s) - 1; i >= 0; i-- {
		addend := factor * strings.IndexByte(codeAlphabet, s[i])
		sum += addend/32 + addend%32
		factor = 3 - factor
	}
	return codeAlphabet[(32-sum%32)%32]
}
