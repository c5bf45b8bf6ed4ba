package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSlug is how many bytes of a name go into a file name: with numbers and endings it stays far below the 255 that file
// systems take.
const maxSlug = 100

// Slug gives of words what is safe in a file name everywhere: letters, digits and marks, anything else as a single hyphen.
// No separator, dot or control character is left; what is put before it keeps it from being a name that Windows reserves.
func Slug(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case b.Len()+utf8.RuneLen(r) > maxSlug:
			return strings.TrimRight(b.String(), "-")
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && b.Len() > 0:
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimRight(b.String(), "-")
}
