package typeset

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/harfbuzz"
	"golang.org/x/text/unicode/norm"
)

// clean brings text into the form in which it is set: NFC, without characters that show nothing and only steer how text
// is processed (Unicode's Default_Ignorable_Code_Point).
func clean(s string) string {
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

// isBreakingSpace reports white space at which a line may be broken: all but the no-break spaces.
func isBreakingSpace(r rune) bool {
	return unicode.IsSpace(r) && r != '\u00a0' && r != '\u2007' && r != '\u202f'
}
