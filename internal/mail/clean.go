package mail

import (
	"errors"
	"net/mail"
	"net/url"
	"strings"
	"unicode"

	"testamur/internal/text"
)

// Limits in characters. RFC 5321, 4.5.3.1.3 allows an address 254; the others keep a line of a header under the 998 of
// RFC 5322, 2.1.1 however it is encoded.
const (
	maxName    = 70
	maxSubject = 150
	maxValue   = 300
	maxAddress = 254
	maxLink    = 2000
)

var (
	errAddress = errors.New("not an e-mail address of ASCII characters alone")
	errLink    = errors.New("not a link to a page")
)

// line makes s a single line of at most limit characters. Control characters and line ends become spaces, so that nothing
// begins a header of its own (RFC 5322, 2.2); characters that hide or turn text round are left out; "=?" is taken apart,
// or a mail program would decode what follows (RFC 2047, 2). Such names and titles were mostly refused when they were
// typed: here it is better to write to a person than to insist.
func line(s string, limit int) string {
	s = text.Folded(strings.Map(func(r rune) rune {
		switch {
		case r == '\u200c' || r == '\u200d': // joiners are letters' business in some scripts
			return r
		case unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case r == unicode.ReplacementChar, unicode.In(r, unicode.Cf, unicode.Co):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
	s = strings.ReplaceAll(s, "=?", "= ?")
	if runes := []rune(s); len(runes) > limit {
		return strings.TrimSpace(string(runes[:limit-1])) + "…"
	}
	return s
}

// display makes the name that stands before an address. net/mail encodes a backslash so that readers stumble over it.
func display(name string) string { return line(strings.ReplaceAll(name, `\`, " "), maxName) }

// address reads an address without a name. One that is not plain ASCII is refused: most servers do not take it yet
// (RFC 6531), and it would bounce where nobody looks.
func address(s string) (*mail.Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > maxAddress || !printable(s) {
		return nil, errAddress
	}
	return a, nil
}

// link refuses what a mail program would not open as a page, or would show as something else.
func link(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || len(s) > maxLink || !printable(s) {
		return "", errLink
	}
	return s, nil
}

// printable says whether s is of visible ASCII characters alone.
func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}
