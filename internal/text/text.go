// Package text says what a text may contain before it enters Testamur: valid UTF-8 in NFC, no control characters, nothing
// that makes a name read as another. Everything typed by people passes through here once, at the edge of the domain.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Problem is why a text is refused, with words for people.
type Problem struct{ Reason, Message string }

func (p *Problem) Error() string { return p.Message }

// The reasons for which a text is refused.
var (
	errUTF8    = &Problem{"invalid_utf8", "This is not valid UTF-8 text."}
	errControl = &Problem{"control_character", "Remove the control characters."}
	errHidden  = &Problem{"hidden_character", "Remove the invisible characters that change the reading direction or hide text."}
	errBreak   = &Problem{"line_break", "Write this on one line."}
)

// Line reads a text of one line: NFC, white space trimmed and folded to single spaces; "" when nothing in it can be seen.
func Line(s string) (string, *Problem) {
	if err := check(s, false); err != nil {
		return "", err
	}
	out := strings.Join(strings.FieldsFunc(norm.NFC.String(s), isSpace), " ")
	if !strings.ContainsFunc(out, visible) {
		return "", nil
	}
	return out, nil
}

// visible says whether a reader sees something: a name of no-break spaces and joiners is none.
func visible(r rune) bool { return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) }

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n\n")

// Prose reads a text of many lines: NFC, lines end with "\n", trailing spaces and outer blank lines are trimmed, runs of
// blank lines are one.
func Prose(s string) (string, *Problem) {
	s = lineEnds.Replace(s)
	if err := check(s, true); err != nil {
		return "", err
	}
	var paragraphs []string
	for _, p := range Paragraphs(norm.NFC.String(s)) {
		lines := strings.Split(p, "\n")
		for i, l := range lines {
			lines[i] = strings.TrimRightFunc(l, unicode.IsSpace)
		}
		paragraphs = append(paragraphs, strings.Join(lines, "\n"))
	}
	return strings.Join(paragraphs, "\n\n"), nil
}

// Paragraphs splits prose at its blank lines; empty paragraphs are left out.
func Paragraphs(s string) []string {
	var out []string
	var current []string
	flush := func() {
		if len(current) > 0 {
			out = append(out, strings.Join(current, "\n"))
			current = nil
		}
	}
	for line := range strings.SplitSeq(s, "\n") {
		if strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		current = append(current, line)
	}
	flush()
	return out
}

// Folded gives the form in which texts are compared for likeness: white space folded, typographic quotes and case kept.
func Folded(s string) string { return strings.Join(strings.Fields(s), " ") }

// isSpace keeps the no-break spaces: they are the author's.
func isSpace(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

func check(s string, lines bool) *Problem {
	if !utf8.ValidString(s) {
		return errUTF8
	}
	for _, r := range s {
		switch {
		case r == '\n' && lines || r == '\t':
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return errBreak
		case unicode.IsControl(r), r == utf8.RuneError, r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
			return errControl
		case hidden(r):
			return errHidden
		}
	}
	return nil
}

// hidden are format characters (Unicode Cf) and tag characters: bidirectional overrides and isolates make "evil" read as
// "live" (UTS 39, 5.4). Joiners are letters' business in some scripts and stay.
func hidden(r rune) bool {
	if r == '\u200c' || r == '\u200d' {
		return false
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Co, r)
}
