package typeset

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// UncoveredError names the characters that none of the fonts has. Nothing is drawn with them: a box in place of a letter
// of somebody's name is worse than no certificate.
type UncoveredError struct {
	Runes []rune // each once, in the order in which they appear
}

func (e *UncoveredError) Error() string {
	names := make([]string, len(e.Runes))
	for i, r := range e.Runes {
		names[i] = fmt.Sprintf("%c (%U)", r, r)
		if !unicode.IsGraphic(r) {
			names[i] = fmt.Sprintf("%U", r)
		}
	}
	return "no font has the characters " + strings.Join(names, ", ")
}

// Uncovered returns the characters of the texts that no font has, each once, in the order in which they appear. White space
// and characters that show nothing count as covered; control characters and bytes that are not UTF-8 (as U+FFFD) do not.
// Every layout may use every font, so the layout makes no difference yet.
func (t *Typesetter) Uncovered(_ *Layout, texts ...string) []rune {
	var missing []rune
	for _, text := range texts {
		for _, r := range clean(text) {
			if !t.covers(r) && !slices.Contains(missing, r) {
				missing = append(missing, r)
			}
		}
	}
	return missing
}

func (t *Typesetter) covers(r rune) bool {
	if ' ' <= r && r <= '~' || unicode.IsSpace(r) {
		return true // newFace has seen to it
	}
	return !unicode.IsControl(r) && r != utf8.RuneError && t.faces[0].forRune(r) != nil
}

// texts lists every text of the certificate that a layout draws.
func (c *Certificate) texts(l *layoutSpec) []string {
	texts := []string{c.Title, c.Name, c.About, c.Serial, c.Code, c.VerifyURL}
	if l.has(elementLetterhead) {
		texts = append(texts, c.Institution, c.Contact)
	}
	if l.has(elementProgramme) {
		texts = append(texts, c.Programme, c.Institution)
	}
	for _, s := range c.Signatories {
		texts = append(texts, s.Name, s.Title, s.Organisation)
	}
	for _, s := range c.Sections {
		texts = append(texts, s.Heading)
		for _, b := range s.Blocks {
			for _, item := range b.Items {
				for _, run := range item {
					texts = append(texts, run.Text)
				}
			}
		}
	}
	return texts
}
