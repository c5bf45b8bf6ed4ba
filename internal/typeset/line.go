package typeset

import "strings"

// textLine is a line of words, set.
type textLine struct {
	style *style
	words []word
	size  float64
	gap   float64 // width of each white space in thousandths of an em
	x     float64 // from the left edge of the measure
	width float64
	open  bool   // white space follows the last word
	link  string // the address that the line leads to
}

// mostStretch is how many times its stretch white space may take up; a line that would need more stays ragged.
const mostStretch = 3

// fit gives the spaces their width and the line its place within a measure of em thousandths.
func (l *textLine) fit(em float64, gap spacing, justified, last bool) {
	natural, spaces := 0.0, 0
	for i, w := range l.words {
		natural += float64(w.width)
		if i < len(l.words)-1 && w.space {
			spaces++
		}
	}
	left := em - natural - float64(spaces)*l.gap
	if more := left / float64(spaces); justified && spaces > 0 && (left < 0 || !last) && more <= mostStretch*gap.stretch {
		l.gap += max(more, -gap.shrink)
		left = em - natural - float64(spaces)*l.gap
	}
	l.width = (em - left) * l.size / 1000
	switch l.style.Align {
	case alignLeft, alignJustify:
	case alignCentre:
		l.x = left / 2 * l.size / 1000
	case alignRight:
		l.x = left * l.size / 1000
	}
}

// draw writes the line with its baseline a little below the middle of the leading.
func (l *textLine) draw(p *painter, x, y float64) {
	typed := ""
	if p.note(l) {
		typed = l.typed()
	}
	tagged := typed == "" && p.tag != nil // a line that says what was typed has a Span of its own, in which nothing can be nested
	if !tagged || !l.stressed() {
		p.begin(typed)
	}
	l.write(p, x, y, tagged)
	if l.link != "" {
		p.link(x+l.x, y, l.width, l.height(), l.link)
	}
}

// stressed says whether the line begins with emphasised text.
func (l *textLine) stressed() bool { return len(l.words) > 0 && l.words[0].stressed(0) }

// write writes the glyphs, which note has noted; with tagged, emphasis becomes part of the structure.
func (l *textLine) write(p *painter, x, y float64, tagged bool) {
	p.useFill(l.style.Colour.rgb)
	w := textWriter{p: p, size: l.size, left: x + l.x, base: y + l.baseline(), out: p.content[:0]}
	for i, word := range l.words {
		for j, f := range word.fragments {
			if tagged {
				w.turn(word.stressed(j))
			}
			w.fragment(f)
		}
		last := i == len(l.words)-1
		switch {
		case last && l.open:
			w.space(0) // so that words of two lines do not run together when the text is extracted
		case !last && word.space:
			w.space(l.gap)
		}
	}
	w.end()
	p.content = w.out
}

// typed is what the line says, as its author typed it.
func (l *textLine) typed() string {
	var s strings.Builder
	for i, w := range l.words {
		for _, f := range w.fragments {
			f.write(&s)
		}
		if w.space || i == len(l.words)-1 && l.open {
			s.WriteByte(' ')
		}
	}
	return s.String()
}

// write adds what was typed for the fragment.
func (f fragment) write(s *strings.Builder) {
	if f.replaced {
		s.WriteString(f.typed)
		return
	}
	for _, g := range f.glyphs {
		s.WriteString(g.text)
	}
}

func (l *textLine) height() float64 { return float64(l.style.Leading) * l.size / float64(l.style.Size) }

// baseline is where the letters stand, from the line's upper edge.
func (l *textLine) baseline() float64 { return l.height()/2 + 0.33*l.size }
