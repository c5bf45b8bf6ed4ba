package typeset

import (
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
)

// glyph is one shaped glyph. Lengths are thousandths of an em.
type glyph struct {
	id      uint16
	width   int32  // how far a viewer moves on by itself
	advance int32  // how far the text moves on, with kerning
	dx, dy  int32  // where the glyph is drawn, from the pen; dy grows upwards
	text    string // what it stands for; empty when the glyph before it says so
}

// fragment is a stretch of one word in one face.
type fragment struct {
	face   *face
	glyphs []glyph
	width  int // thousandths of an em

	replaced bool   // the glyphs show something else than what was typed, such as capitals
	typed    string // what was typed, of all the fragments that show it, with the first of them
}

// shaper turns text into glyphs. It keeps buffers and caches of its own: one goroutine at a time.
type shaper struct {
	fonts     []*harfbuzz.Font // by face.index
	buffer    *harfbuzz.Buffer
	segmenter segmenter.Segmenter
	shelves   shelves
	offsets   []int // kept for its memory
}

func newShaper(faces []*face) *shaper {
	s := &shaper{buffer: harfbuzz.NewBuffer()}
	for _, f := range faces {
		hb := harfbuzz.NewFont(font.NewFace(f.program))
		hb.XScale, hb.YScale = 1000, 1000
		s.fonts = append(s.fonts, hb)
	}
	return s
}

// shape sets text, without white space, in one face, or in others where the face lacks a character.
func (s *shaper) shape(text []rune, f *face, st *style, lang language.Language) []fragment {
	var out []fragment
	for start := 0; start < len(text); {
		used, end := stretch(text, start, f)
		out = append(out, s.shapeIn(used, text[start:end], st, lang))
		start = end
	}
	return out
}

// stretch finds how far one face reaches from start. A mark stays with its base when the base's face has it.
func stretch(text []rune, start int, f *face) (*face, int) {
	used := f.forRune(text[start])
	if used == nil {
		used = f
	}
	for i := start + 1; i < len(text); i++ {
		if unicode.Is(unicode.M, text[i]) && used.file.Covers(text[i]) {
			continue
		}
		if next := f.forRune(text[i]); next != nil && next != used {
			return used, i
		}
	}
	return used, len(text)
}

func (s *shaper) shapeIn(f *face, text []rune, st *style, lang language.Language) fragment {
	b := s.buffer
	b.Clear()
	b.ClusterLevel = harfbuzz.MonotoneCharacters
	b.AddRunes(text, 0, -1)
	b.Props.Language = lang
	b.Props.Direction = harfbuzz.LeftToRight
	b.GuessSegmentProperties()
	b.Shape(s.fonts[f.index], st.features)

	out := fragment{face: f, glyphs: make([]glyph, len(b.Info))}
	whole := string(text)
	s.offsets = appendByteOffsets(s.offsets[:0], text)
	for i, info := range b.Info {
		g := glyph{
			id: uint16(info.Glyph), advance: b.Pos[i].XAdvance,
			dx: b.Pos[i].XOffset, dy: b.Pos[i].YOffset,
		}
		g.width = f.width(g.id)
		if i == 0 || info.Cluster != b.Info[i-1].Cluster {
			g.text = whole[s.offsets[info.Cluster]:s.offsets[clusterEnd(b.Info, i, len(text))]]
		}
		if i > 0 && g.advance > 0 {
			out.glyphs[i-1].advance += int32(st.Tracking)
			out.width += int(st.Tracking)
		}
		out.width += int(g.advance)
		out.glyphs[i] = g
	}
	return out
}

// clusterEnd is the index of the first character after the cluster that glyph i belongs to.
func clusterEnd(info []harfbuzz.GlyphInfo, i, end int) int {
	for _, next := range info[i+1:] {
		if next.Cluster != info[i].Cluster {
			return next.Cluster
		}
	}
	return end
}

// appendByteOffsets lists where each character begins in the text's UTF-8, and where the text ends.
func appendByteOffsets(offsets []int, text []rune) []int {
	n := 0
	for _, r := range text {
		offsets = append(offsets, n)
		n += len(string(r))
	}
	return append(offsets, n)
}
