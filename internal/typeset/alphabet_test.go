package typeset

import (
	"slices"
	"testing"

	"testamur/internal/pdf"
)

func TestGlyphsAreNumberedInTheOrderOfTheirFirstUse(t *testing.T) {
	ts, _ := newTypesetter(t)
	f := ts.faces[0]
	a := newAlphabet(f)
	a.note([]glyph{{id: 700, text: "b"}, {id: 30, text: "a"}})
	a.note([]glyph{{id: 30, text: "a"}, {id: f.blank, text: " "}, {id: 400, text: "ffi"}})
	want := []pdf.Glyph{{ID: f.blank, Text: " "}, {ID: 700, Text: "b"}, {ID: 30, Text: "a"}, {ID: 400, Text: "ffi"}}
	if !slices.Equal(a.glyphs, want) {
		t.Errorf("glyphs %v, want %v", a.glyphs, want)
	}
	for i, g := range want {
		if code := a.codes[g.ID]; code != uint16(i+1) {
			t.Errorf("glyph %d has code %d, want %d", g.ID, code, i+1)
		}
	}
}

func TestGlyphsThatDoNotSayWhatWasTypedAreMisread(t *testing.T) {
	ts, _ := newTypesetter(t)
	for _, c := range []struct {
		why    string
		glyphs []glyph
		want   bool
	}{
		{"one text each", []glyph{{id: 30, text: "a"}, {id: 31, text: "b"}, {id: 30, text: "a"}}, false},
		{"one glyph for two texts", []glyph{{id: 30, text: "a"}, {id: 30, text: "A"}}, true},
		{"one text for two glyphs", []glyph{{id: 30, text: "a"}, {id: 31}}, true},
		{"a mark of its own", []glyph{{id: 30, text: "a"}, {id: 31, text: "\u0301"}}, true},
	} {
		a := newAlphabet(ts.faces[0])
		if first, again := a.note(c.glyphs), a.note(c.glyphs); first != c.want || again != c.want {
			t.Errorf("%s: %v, then %v, want %v", c.why, first, again, c.want)
		}
	}
}
