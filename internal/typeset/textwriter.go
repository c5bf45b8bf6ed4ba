package typeset

import (
	"math"
	"strconv"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// textWriter writes the glyphs of a line as text objects (ISO 32000-1, 9.4). Positions along the line are thousandths of the
// type size from its left end.
type textWriter struct {
	p          *painter
	size       float64
	left, base float64
	target     float64 // where the next glyph belongs
	pen        float64 // where a viewer would put it
	rise       int32
	inText     bool // within BT and ET
	inArray    bool // within the brackets of TJ
	inString   bool
	out        []byte
}

func (w *textWriter) fragment(f fragment) {
	w.useFace(f.face)
	replaced := w.note(f) || f.replaced
	if replaced {
		w.openText()
		w.closeArray()
		w.out = append(w.out, "/Span <</ActualText <"...)
		w.out = appendUTF16(w.out, f.saying())
		w.out = append(w.out, ">>> BDC\n"...)
	}
	for _, g := range f.glyphs {
		w.glyph(g)
	}
	if replaced {
		w.closeArray()
		w.out = append(w.out, "EMC\n"...)
	}
}

// note records what the glyphs stand for and reports whether reading them back one by one would give another text. A glyph
// may stand for one text only (a small capital a for "a" in one line, for "A" in another), and readers take a mark that is
// a glyph of its own for the end of a word.
func (w *textWriter) note(f fragment) (misread bool) {
	used := w.p.used[f.face.index]
	for _, g := range f.glyphs {
		text, known := used[g.id]
		if !known {
			used[g.id], text = g.text, g.text
		}
		first, _ := utf8.DecodeRuneInString(g.text)
		misread = misread || text != g.text || text == "" || unicode.Is(unicode.M, first)
	}
	return misread
}

// saying is the text that the fragment stands for.
func (f fragment) saying() string {
	if f.replaced {
		return f.typed
	}
	s := ""
	for _, g := range f.glyphs {
		s += g.text
	}
	return s
}

func (w *textWriter) glyph(g glyph) {
	if g.dy != w.rise {
		w.openText()
		w.closeArray()
		w.rise = g.dy
		w.out = appendNumber(w.out, float64(g.dy)*w.size/1000)
		w.out = append(w.out, " Ts\n"...)
	}
	w.show(g.id, g.width, w.target+float64(g.dx))
	w.target += float64(g.advance)
}

// space writes a white space glyph and moves on by gap.
func (w *textWriter) space(gap float64) {
	f := w.p.face
	w.p.used[f.index][f.blank] = " "
	if w.rise != 0 {
		w.glyph(glyph{id: f.blank, width: f.blankWide, advance: int32(gap)})
		return
	}
	w.show(f.blank, f.blankWide, w.target)
	w.target += gap
}

// show writes a glyph at a place, moving the pen there first.
func (w *textWriter) show(id uint16, width int32, at float64) {
	w.openArray()
	if back := math.Round(w.pen - at); back != 0 {
		w.closeString()
		w.out = strconv.AppendInt(w.out, int64(back), 10)
		w.pen -= back
	}
	if !w.inString {
		w.out = append(w.out, '<')
		w.inString = true
	}
	const digits = "0123456789ABCDEF"
	w.out = append(w.out, digits[id>>12], digits[id>>8&15], digits[id>>4&15], digits[id&15])
	w.pen += float64(width)
}

// useFace changes the face through gofpdf, which needs the text object closed.
func (w *textWriter) useFace(f *face) {
	if w.p.face == f && w.p.size == w.size {
		return
	}
	w.end()
	w.p.useFace(f, w.size)
}

func (w *textWriter) openText() {
	if w.inText {
		return
	}
	w.out = append(w.out, "BT "...)
	w.out = appendNumber(w.out, w.left+w.target*w.size/1000)
	w.out = append(w.out, ' ')
	w.out = appendNumber(w.out, w.p.height-w.base)
	w.out = append(w.out, " Td\n"...)
	w.inText = true
	w.pen = w.target
}

func (w *textWriter) openArray() {
	w.openText()
	if !w.inArray {
		w.out = append(w.out, '[')
		w.inArray = true
	}
}

func (w *textWriter) closeString() {
	if w.inString {
		w.out = append(w.out, '>')
	}
	w.inString = false
}

func (w *textWriter) closeArray() {
	w.closeString()
	if w.inArray {
		w.out = append(w.out, "] TJ\n"...)
	}
	w.inArray = false
}

// end closes the text object and hands what was written to gofpdf.
func (w *textWriter) end() {
	w.closeArray()
	if w.rise != 0 {
		w.out = append(w.out, "0 Ts\n"...)
		w.rise = 0
	}
	if w.inText {
		w.out = append(w.out, "ET"...)
		w.p.doc.RawWriteStr(string(w.out))
	}
	w.out, w.inText = w.out[:0], false
}

// appendNumber writes a coordinate to a hundredth of a point, which is 3.5 µm.
func appendNumber(out []byte, v float64) []byte {
	return strconv.AppendFloat(out, math.Round(v*100)/100, 'f', -1, 64)
}

// appendUTF16 writes a text string in hexadecimal (ISO 32000-1, 7.9.2.2).
func appendUTF16(out []byte, s string) []byte {
	const digits = "0123456789ABCDEF"
	for _, u := range append([]uint16{0xFEFF}, utf16.Encode([]rune(s))...) {
		out = append(out, digits[u>>12], digits[u>>8&15], digits[u>>4&15], digits[u&15])
	}
	return out
}
