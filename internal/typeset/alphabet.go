package typeset

import (
	"unicode"
	"unicode/utf8"

	"testamur/internal/pdf"
)

// alphabet is what a document shows of a face. The content names its glyphs by codes, which count them from 1 in the order
// in which the document first shows them.
type alphabet struct {
	glyphs  []pdf.Glyph // by code - 1
	unclear []bool      // by code - 1: the glyph stands for nothing by itself, or for a mark
	codes   []uint16    // by glyph id; 0 for a glyph not shown
}

// newAlphabet begins with the white space, whose text is the same wherever it stands.
func newAlphabet(f *face) *alphabet {
	a := &alphabet{codes: make([]uint16, f.file.NumGlyphs())}
	a.add(f.blank, " ")
	return a
}

func (a *alphabet) add(id uint16, text string) {
	a.glyphs = append(a.glyphs, pdf.Glyph{ID: id, Text: text})
	a.codes[id] = uint16(len(a.glyphs))
	first, _ := utf8.DecodeRuneInString(text)
	a.unclear = append(a.unclear, text == "" || unicode.Is(unicode.M, first))
}

// note adds the glyphs that are new, and reports whether one of them is misread.
func (a *alphabet) note(glyphs []glyph) (misread bool) {
	for _, g := range glyphs {
		if a.codes[g.id] == 0 {
			a.add(g.id, g.text)
		}
		if i := a.codes[g.id] - 1; a.unclear[i] || a.glyphs[i].Text != g.text {
			misread = true
		}
	}
	return misread
}
