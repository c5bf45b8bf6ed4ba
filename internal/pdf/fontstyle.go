package pdf

import (
	"fmt"
	"unicode/utf16"
)

// fontStyle is what a font descriptor says of a font apart from its outlines.
type fontStyle struct {
	ascent, descent, capHeight int
	bbox                       [4]int
	italicAngle                float64
	flags                      int
	weight                     int // 400 regular, 700 bold
}

func readStyle(t fontTables) fontStyle {
	head, hhea, os2, post := t["head"], t["hhea"], t["OS/2"], t["post"]
	s := fontStyle{
		ascent:      signed16(hhea[4:]),
		descent:     signed16(hhea[6:]),
		bbox:        [4]int{signed16(head[36:]), signed16(head[38:]), signed16(head[40:]), signed16(head[42:])},
		italicAngle: float64(int32(be32(post[4:]))) / 65536,
		weight:      int(be16(os2[4:])),
	}
	s.capHeight = s.ascent
	if be16(os2) >= 2 && len(os2) >= 90 {
		s.capHeight = signed16(os2[88:])
	}
	s.flags = styleFlags(be32(post[12:]) != 0, s.italicAngle != 0)
	return s
}

// styleFlags gives the flags of ISO 32000-1, table 123. The font is always called symbolic, as its characters go beyond
// the standard Latin set; whether it has serifs is not told, as many fonts do not tell either.
func styleFlags(fixedPitch, italic bool) int {
	const fixedPitchFlag, symbolicFlag, italicFlag = 1, 4, 64
	flags := symbolicFlag
	if fixedPitch {
		flags |= fixedPitchFlag
	}
	if italic {
		flags |= italicFlag
	}
	return flags
}

// readName takes the PostScript name (name id 6) in its Windows or its Macintosh form.
func (f *Font) readName() error {
	table := f.tables["name"]
	count, storage := int(be16(table[2:])), int(be16(table[4:]))
	if len(table) < 6+12*count {
		return fmt.Errorf("%w: the name table is cut short", ErrFont)
	}
	for i := range count {
		rec := table[6+12*i:]
		from, length := storage+int(be16(rec[10:])), int(be16(rec[8:]))
		if be16(rec[6:]) != 6 || from+length > len(table) {
			continue
		}
		if name := decodeName(be16(rec), table[from:from+length]); isPostScriptName(name) {
			f.name = name
			return nil
		}
	}
	return fmt.Errorf("%w: it has no PostScript name", ErrFont)
}

func decodeName(platform uint16, b []byte) string {
	const macintosh = 1
	if platform == macintosh {
		return string(b)
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = be16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// isPostScriptName allows the characters that need no escape in PDF either.
func isPostScriptName(s string) bool {
	for _, r := range s {
		letter := r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
		if !letter && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.' {
			return false
		}
	}
	return s != "" && len(s) <= 63
}
