package typeset

import (
	"unicode"
	"unicode/utf8"
)

// note records which glyphs the line uses and what they stand for, and reports whether reading them back one by one would
// give another text than was typed: the line shows capitals for small letters, one glyph stands for two texts (a small
// capital a for "a" here, for "A" elsewhere), one text has two glyphs, or a mark is a glyph of its own, which readers take
// for the end of a word.
func (p *painter) note(l *textLine) (misread bool) {
	for _, w := range l.words {
		for _, f := range w.fragments {
			p.touch(f.face)
			if noteGlyphs(p.used[f.face.index], f.glyphs) || f.replaced {
				misread = true
			}
		}
	}
	return misread
}

func noteGlyphs(used map[uint16]string, glyphs []glyph) (misread bool) {
	for _, g := range glyphs {
		text, known := used[g.id]
		if !known {
			used[g.id], text = g.text, g.text
		}
		first, _ := utf8.DecodeRuneInString(g.text)
		if text != g.text || text == "" || unicode.Is(unicode.M, first) {
			misread = true
		}
	}
	return misread
}
