package pdf

import "fmt"

// glyphTable is where the outlines of a font lie (OpenType 1.9, loca and glyf).
type glyphTable struct {
	outlines []byte
	offsets  []uint32          // of each glyph and of the end; ascending, within outlines
	parts    map[uint16][]part // of composite glyphs
}

// part is a glyph that a composite glyph is drawn from, and where the composite's outline names it.
type part struct {
	glyph uint16
	at    int
}

func (t *glyphTable) count() int { return len(t.offsets) - 1 }

// outline is the drawing of a glyph, empty for a blank.
func (t *glyphTable) outline(glyph int) []byte {
	return t.outlines[t.offsets[glyph]:t.offsets[glyph+1]]
}

func (f *Font) readGlyphs() error {
	n := int(be16(f.tables["maxp"][4:]))
	long := be16(f.tables["head"][50:]) != 0
	if err := f.readOffsets(n, long); err != nil {
		return err
	}
	f.glyphs.parts = make(map[uint16][]part)
	for g := range n {
		parts, err := compositeParts(f.glyphs.outline(g), n)
		if err != nil {
			return fmt.Errorf("glyph %d: %w", g, err)
		}
		if parts != nil {
			f.glyphs.parts[uint16(g)] = parts
		}
	}
	return nil
}

func (f *Font) readOffsets(n int, long bool) error {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	size := 2
	if long {
		size = 4
	}
	if n == 0 || len(loca) < size*(n+1) {
		return fmt.Errorf("%w: the loca table does not fit %d glyphs", ErrFont, n)
	}
	offsets := make([]uint32, n+1)
	past := uint32(0)
	for i := range offsets {
		if long {
			offsets[i] = be32(loca[4*i:])
		} else {
			offsets[i] = 2 * uint32(be16(loca[2*i:]))
		}
		if offsets[i] < past || uint64(offsets[i]) > uint64(len(glyf)) {
			return fmt.Errorf("%w: the outline of glyph %d leaves its table", ErrFont, i)
		}
		past = offsets[i]
	}
	f.glyphs.outlines, f.glyphs.offsets = glyf, offsets
	return nil
}

// compositeParts lists the glyphs that a composite outline is drawn from, nil for a simple outline; n is the number of
// glyphs in the font.
func compositeParts(outline []byte, n int) ([]part, error) {
	if len(outline) == 0 {
		return nil, nil
	}
	if len(outline) < 10 {
		return nil, fmt.Errorf("%w: the outline is cut short", ErrFont)
	}
	if signed16(outline) >= 0 {
		return nil, nil
	}
	const more = 0x0020
	var parts []part
	for at := 10; ; {
		rest := outline[at:]
		if len(rest) < 4 {
			return nil, fmt.Errorf("%w: the composite outline is cut short", ErrFont)
		}
		flags, glyph := be16(rest), be16(rest[2:])
		size := partLength(flags)
		if int(glyph) >= n || size > len(rest) {
			return nil, fmt.Errorf("%w: the composite outline leaves its table", ErrFont)
		}
		parts = append(parts, part{glyph, at + 2})
		if flags&more == 0 {
			return parts, nil
		}
		at += size
	}
}

// partLength is the length in bytes of a component record with these flags.
func partLength(flags uint16) int {
	const words, scale, twoScales, matrix = 0x0001, 0x0008, 0x0040, 0x0080
	length := 6
	if flags&words != 0 {
		length += 2
	}
	switch {
	case flags&scale != 0:
		length += 2
	case flags&twoScales != 0:
		length += 4
	case flags&matrix != 0:
		length += 8
	}
	return length
}
