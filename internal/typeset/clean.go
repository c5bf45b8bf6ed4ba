package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/harfbuzz"
	"golang.org/x/text/unicode/norm"
)

// clean brings text into the form in which it is set: NFC, without characters that show nothing and only steer how text
// is processed (Unicode's Default_Ignorable_Code_Point).
func clean(s string) string {
	if isASCII(s) {
		return s
	}
	s = norm.NFC.String(s)
	if strings.IndexFunc(s, harfbuzz.IsDefaultIgnorable) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if harfbuzz.IsDefaultIgnorable(r) {
			return -1
		}
		return r
	}, s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isBreakingSpace reports white space at which a line may be broken: all but the no-break spaces.
func isBreakingSpace(r rune) bool {
	return unicode.IsSpace(r) && r != '\u00a0' && r != '\u2007' && r != '\u202f'
}
