package typeset

import (
	"math"

	"github.com/go-text/typesetting/language"
	"golang.org/x/text/cases"
)

// word is what stands between two places where a line may be broken.
type word struct {
	fragments []fragment
	width     int    // thousandths of an em
	space     bool   // white space follows
	emphasis  uint32 // a bit for each of the first 32 fragments, more than any but a contrived word has
}

// stressed says whether a fragment is emphasised.
func (w word) stressed(fragment int) bool { return w.emphasis>>fragment&1 != 0 }

// setter sets the texts of one certificate.
type setter struct {
	*shaper
	language language.Language
	upper    cases.Caser
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

// spacing is the white space of a style in thousandths of an em: a fifth more than the fonts' own, which is narrow. Letter
// spacing applies on both its sides.
func (s *style) spacing() spacing {
	natural := 1.2*float64(s.plain.blankWide) + 2*float64(s.Tracking)
	switch {
	case s.Align == alignJustify && s.tight:
		return spacing{natural, 0.5 * natural, 0.32 * natural, 40000}
	case s.Align == alignJustify:
		return spacing{natural, 0.5 * natural, 0.2 * natural, 1500}
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
