package typeset

import (
	"math"
	"strconv"
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
	for _, g := range f.glyphs {
		w.glyph(g)
	}
}

// turn goes on in the structure's emphasis, or outside.
func (w *textWriter) turn(stressed bool) {
	if stressed == (w.p.stressed == w.p.tag) {
		return
	}
	w.end()
	if stressed {
		w.p.stress()
	} else {
		w.p.begin("")
	}
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
	if w.rise != 0 {
		w.glyph(glyph{id: f.blank, width: f.blankWide, advance: int32(gap)})
		return
	}
	w.show(f.blank, f.blankWide, w.target)
	w.target += gap
}

// show writes the code of a glyph at a place, moving the pen there first.
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
	code := w.p.used[w.p.face.index].codes[id]
	w.out = append(w.out, digits[code>>12], digits[code>>8&15], digits[code>>4&15], digits[code&15])
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
