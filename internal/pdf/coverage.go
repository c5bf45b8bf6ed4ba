package pdf

import (
	"fmt"
	"slices"
)

// runeRange is a run of characters, both ends included, that all have glyphs.
type runeRange struct{ first, last rune }

// Covers tells whether the font has a glyph for r.
func (f *Font) Covers(r rune) bool {
	_, found := slices.BinarySearchFunc(f.coverage, r, func(c runeRange, r rune) int {
		switch {
		case c.last < r:
			return -1
		case c.first > r:
			return 1
		}
		return 0
	})
	return found
}

// readCoverage reads the Unicode subtable of cmap that holds most: format 12, else format 4. It needs the number of
// glyphs.
func (f *Font) readCoverage() error {
	cmap := f.tables["cmap"]
	n := int(be16(cmap[2:]))
	if len(cmap) < 4+8*n {
		return fmt.Errorf("%w: the cmap table is cut short", ErrFont)
	}
	var basic []byte
	for i := range n {
		rec := cmap[4+8*i:]
		from := uint64(be32(rec[4:]))
		if from+2 > uint64(len(cmap)) || !isUnicodeMap(be16(rec), be16(rec[2:])) {
			continue
		}
		switch sub := cmap[from:]; be16(sub) {
		case 12:
			return f.readGroups(sub)
		case 4:
			basic = sub
		}
	}
	if basic == nil {
		return fmt.Errorf("%w: it maps no Unicode characters", ErrFont)
	}
	return f.readSegments(basic)
}

func isUnicodeMap(platform, encoding uint16) bool {
	const unicode, windows = 0, 3
	return platform == unicode || platform == windows && (encoding == 1 || encoding == 10)
}

// readGroups reads a subtable of format 12.
func (f *Font) readGroups(sub []byte) error {
	if len(sub) < 16 || uint64(be32(sub[12:])) > uint64(len(sub)-16)/12 {
		return fmt.Errorf("%w: a cmap subtable is cut short", ErrFont)
	}
	past := int64(-1)
	for i := range int(be32(sub[12:])) {
		rec := sub[16+12*i:]
		first, last, glyph := int64(be32(rec)), int64(be32(rec[4:])), int64(be32(rec[8:]))
		if first <= past || last < first || last > 0x10FFFF {
			return fmt.Errorf("%w: the groups of a cmap subtable are out of order", ErrFont)
		}
		past = last
		if glyph == 0 {
			first, glyph = first+1, 1
		}
		f.cover(rune(first), rune(min(last, first+int64(f.NumGlyphs())-glyph-1)))
	}
	return nil
}

// readSegments reads a subtable of format 4.
func (f *Font) readSegments(sub []byte) error {
	if len(sub) < 16 || len(sub) < 16+4*int(be16(sub[6:])) {
		return fmt.Errorf("%w: a cmap subtable is cut short", ErrFont)
	}
	doubled := int(be16(sub[6:])) &^ 1 // twice the number of segments
	past := -1
	for i := 0; i < doubled; i += 2 {
		last, first := int(be16(sub[14+i:])), int(be16(sub[16+doubled+i:]))
		if first <= past || last < first {
			return fmt.Errorf("%w: the segments of a cmap subtable are out of order", ErrFont)
		}
		past = last
		for c := first; c <= last; c++ {
			if g := segmentGlyph(sub, doubled, i, c); g > 0 && g < f.NumGlyphs() {
				f.cover(rune(c), rune(c))
			}
		}
	}
	return nil
}

// segmentGlyph is the glyph of character c in the segment at i (OpenType 1.9, cmap format 4), 0 for none.
func segmentGlyph(sub []byte, doubled, i, c int) int {
	first, delta := int(be16(sub[16+doubled+i:])), int(be16(sub[16+2*doubled+i:]))
	at := 16 + 3*doubled + i
	offset := int(be16(sub[at:]))
	if offset == 0 {
		return (c + delta) & 0xFFFF
	}
	at += offset + 2*(c-first)
	if at+2 > len(sub) || be16(sub[at:]) == 0 {
		return 0
	}
	return (int(be16(sub[at:])) + delta) & 0xFFFF
}

// cover adds characters, joined to the range before where they follow it; none when last is before first.
func (f *Font) cover(first, last rune) {
	if last < first {
		return
	}
	if n := len(f.coverage); n > 0 && f.coverage[n-1].last+1 == first {
		f.coverage[n-1].last = last
		return
	}
	f.coverage = append(f.coverage, runeRange{first, last})
}
