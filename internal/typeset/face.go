package typeset

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/go-text/typesetting/font"

	"testamur/internal/pdf"
)

// face is a font that text can be set in. It is immutable and shared; what shaping changes lives in shaper.
type face struct {
	name      string
	index     int // in Typesetter.faces
	file      *pdf.Font
	program   *font.Font
	blank     uint16  // the glyph of U+0020
	blankWide int32   // its width in thousandths of an em
	fallbacks []*face // where to look for what the face lacks: itself first
}

func newFace(name string, data []byte) (*face, error) {
	file, err := pdf.ParseFont(data)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	parsed, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	for r := ' '; r <= '~'; r++ {
		if !file.Covers(r) {
			return nil, fmt.Errorf("font %s: it has no %q", name, r)
		}
	}
	blank, _ := parsed.NominalGlyph(' ')
	f := &face{name: name, file: file, program: parsed.Font, blank: uint16(blank)}
	f.blankWide = f.width(f.blank)
	return f, nil
}

// width is how far a viewer moves on after a glyph, in thousandths of an em, rounded as the W array is.
func (f *face) width(glyph uint16) int32 {
	upem := f.file.UnitsPerEm()
	return int32((f.file.Advance(glyph)*1000 + upem/2) / upem)
}

// standIn is the name under which gofpdf knows the face.
func (f *face) standIn() string { return "StandIn" + f.name }

func (f *face) slanted() bool { return strings.HasSuffix(f.name, "Italic") }

// linkFallbacks lets each face fall back on the others, those of the same slant first.
func linkFallbacks(faces []*face) {
	for _, f := range faces {
		f.fallbacks = []*face{f}
		for _, alike := range []bool{true, false} {
			for _, g := range faces {
				if g != f && (g.slanted() == f.slanted()) == alike {
					f.fallbacks = append(f.fallbacks, g)
				}
			}
		}
	}
}

// forRune returns the first face among the fallbacks that has the character, or nil.
func (f *face) forRune(r rune) *face {
	if f.file.Covers(r) {
		return f
	}
	i := slices.IndexFunc(f.fallbacks, func(g *face) bool { return g.file.Covers(r) })
	if i < 0 {
		return nil
	}
	return f.fallbacks[i]
}
