package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mentions says whether one of the known words or phrases stands in a text, in whatever case, and not within a longer word.
func Mentions(s string, known []string) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc(known, func(k string) bool {
		k = strings.ToLower(k)
		for from := 0; ; {
			at := strings.Index(s[from:], k)
			if at < 0 {
				return false
			}
			start, end := from+at, from+at+len(k)
			before, _ := utf8.DecodeLastRuneInString(s[:start])
			after, _ := utf8.DecodeRuneInString(s[end:])
			if !ofWord(before) && !ofWord(after) {
				return true
			}
			from = end
		}
	})
}

// ofWord says whether a character belongs to the word that stands beside it.
func ofWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// span is a stretch of a text, in bytes.
type span struct{ from, to int }

// wordsOf gives where the words of a text stand: the longest stretches of letters, marks and digits.
func wordsOf(s string) []span {
	var out []span
	start := -1
	for at, r := range s {
		switch {
		case ofWord(r) && start < 0:
			start = at
		case !ofWord(r) && start >= 0:
			out, start = append(out, span{start, at}), -1
		}
	}
	if start >= 0 {
		out = append(out, span{start, len(s)})
	}
	return out
}
