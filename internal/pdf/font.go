package pdf

import (
	"crypto/sha256"
	"errors"
	"fmt"
)

// ErrFont says that bytes are not a TrueType font that can be embedded.
var ErrFont = errors.New("pdf: unusable font")

// Font is a TrueType font program with glyf outlines, parsed once. It never changes and may be shared by goroutines.
// Lengths are in font units, UnitsPerEm of them to the em.
type Font struct {
	data       []byte
	sum        [sha256.Size]byte
	tables     fontTables
	glyphs     glyphTable
	coverage   []runeRange
	advances   []uint16 // by glyph id; the last one holds for all further glyphs
	name       string
	unitsPerEm int
	style      fontStyle
}

// ParseFont reads a font file and checks all of it that embedding will need. It keeps data, which must not be changed
// afterwards. Errors wrap ErrFont: data is damaged, holds no glyf outlines (CFF, collections), or forbids subsetting or
// embedding (OpenType 1.9, OS/2 fsType).
func ParseFont(data []byte) (*Font, error) {
	tables, err := readTables(data)
	if err != nil {
		return nil, err
	}
	f := &Font{data: data, sum: sha256.Sum256(data), tables: tables}
	for _, read := range []func() error{f.readHead, f.readLicence, f.readName, f.readGlyphs, f.readAdvances, f.readCoverage} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	f.style = readStyle(tables)
	return f, nil
}

// Data is the font file itself, which must not be changed.
func (f *Font) Data() []byte { return f.data }

// SHA256 is the digest of the font file.
func (f *Font) SHA256() [sha256.Size]byte { return f.sum }

// Name is the PostScript name.
func (f *Font) Name() string { return f.name }

// UnitsPerEm is the number of font units to the em, 16 to 16384.
func (f *Font) UnitsPerEm() int { return f.unitsPerEm }

// Ascent is how far lines of text reach above the baseline.
func (f *Font) Ascent() int { return f.style.ascent }

// Descent is how far lines of text reach below the baseline, as a negative number.
func (f *Font) Descent() int { return f.style.descent }

// CapHeight is the height of capital letters.
func (f *Font) CapHeight() int { return f.style.capHeight }

// BBox is the box that holds every glyph: least x and y, greatest x and y.
func (f *Font) BBox() [4]int { return f.style.bbox }

// ItalicAngle is the slant in degrees counter-clockwise from the vertical: negative for fonts that lean to the right.
func (f *Font) ItalicAngle() float64 { return f.style.italicAngle }

// Flags are the font descriptor's flags (ISO 32000-1, table 123).
func (f *Font) Flags() int { return f.style.flags }

// NumGlyphs is one more than the greatest glyph id.
func (f *Font) NumGlyphs() int { return f.glyphs.count() }

// Advance is the advance width of a glyph, 0 for an id that the font lacks.
func (f *Font) Advance(glyph uint16) int {
	if int(glyph) >= f.NumGlyphs() {
		return 0
	}
	return int(f.advances[min(int(glyph), len(f.advances)-1)])
}

func (f *Font) readHead() error {
	head := f.tables["head"]
	if be32(head[12:]) != 0x5F0F3CF5 {
		return fmt.Errorf("%w: the head table lacks its magic number", ErrFont)
	}
	f.unitsPerEm = int(be16(head[18:]))
	if f.unitsPerEm < 16 || f.unitsPerEm > 16384 {
		return fmt.Errorf("%w: %d units per em", ErrFont, f.unitsPerEm)
	}
	return nil
}

func (f *Font) readLicence() error {
	const restricted, noSubsetting, bitmapOnly = 0x0002, 0x0100, 0x0200
	fsType := be16(f.tables["OS/2"][8:])
	if fsType&0x000F == restricted || fsType&(noSubsetting|bitmapOnly) != 0 {
		return fmt.Errorf("%w: its licence bits %04x forbid embedding a subset", ErrFont, fsType)
	}
	return nil
}

// readAdvances needs the number of glyphs.
func (f *Font) readAdvances() error {
	hmtx, n := f.tables["hmtx"], int(be16(f.tables["hhea"][34:]))
	if n < 1 || n > f.NumGlyphs() || len(hmtx) < 4*n+2*(f.NumGlyphs()-n) {
		return fmt.Errorf("%w: the hmtx table does not fit %d glyphs", ErrFont, f.NumGlyphs())
	}
	f.advances = make([]uint16, n)
	for i := range f.advances {
		f.advances[i] = be16(hmtx[4*i:])
	}
	return nil
}

// sideBearing is the left side bearing of a glyph that the font has, as its two bytes.
func (f *Font) sideBearing(glyph int) uint16 {
	hmtx, n := f.tables["hmtx"], len(f.advances)
	if glyph < n {
		return be16(hmtx[4*glyph+2:])
	}
	return be16(hmtx[4*n+2*(glyph-n):])
}
