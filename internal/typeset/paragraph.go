package typeset

import (
	"math"

	"github.com/go-text/typesetting/language"
	"golang.org/x/text/cases"
)

// word is what stands between two places where a line may be broken.
type word struct {
	fragments []fragment
	width     int  // thousandths of an em
	space     bool // white space follows
}

// setter sets the texts of one certificate.
type setter struct {
	*shaper
	language language.Language
	upper    cases.Caser
}

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

// set breaks a text into lines of at most measure.
func (s *setter) set(text Item, st *style, measure float64) []*textLine {
	size := float64(st.Size)
	words := s.words(text, st, measure*1000/size)
	if st.Shrink > 0 {
		size = shrunk(words, st, measure)
	}
	gap := st.spacing()
	wide := make([]measured, len(words))
	for i, w := range words {
		wide[i] = measured{float64(w.width), w.space}
	}
	em := measure * 1000 / size
	justified := st.Align == alignJustify
	lines := []*textLine{}
	start := 0
	for _, end := range breakLines(wide, em, gap, justified) {
		l := &textLine{style: st, words: words[start:end], size: size, gap: gap.natural, open: words[end-1].space || end == len(words)}
		l.fit(em, gap, justified, end == len(words))
		lines = append(lines, l)
		start = end
	}
	return lines
}

// plain sets a text without emphasis.
func (s *setter) plain(text string, st *style, measure float64) []*textLine {
	return s.set(Item{{Text: text}}, st, measure)
}

// spacing is the white space of a style in thousandths of an em. Letter spacing applies on both its sides.
func (st *style) spacing() spacing {
	natural := float64(st.plain.blankWide + 2*int(st.Tracking))
	if st.Align == alignJustify {
		return spacing{natural: 1.1 * natural, stretch: 0.55 * natural, shrink: 0.25 * natural}
	}
	return spacing{natural: natural}
}

// shrunk is the size at which the words fit one line, or the style's own when that would be too small or is not needed.
func shrunk(words []word, st *style, measure float64) float64 {
	total := -st.spacing().natural
	for _, w := range words {
		total += float64(w.width) + st.spacing().natural
	}
	own := float64(st.Size)
	fits := math.Floor(100*measure*1000/total) / 100 // gofpdf writes sizes with two decimals
	if fits >= own || fits < own*float64(st.Shrink) {
		return own
	}
	return fits
}

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
	if justified && spaces > 0 && (left < 0 || !last) {
		l.gap += max(left/float64(spaces), -gap.shrink)
		left = em - natural - float64(spaces)*l.gap
	}
	l.width = (em - left) * l.size / 1000
	switch l.style.Align {
	case alignCentre:
		l.x = left / 2 * l.size / 1000
	case alignRight:
		l.x = left * l.size / 1000
	}
}
