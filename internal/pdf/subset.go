package pdf

import (
	"crypto/sha256"
	"encoding/binary"
)

// subset is a font program with the same glyph ids that draws only the glyphs used and those they are made of; the
// others are blank, and the ids above the greatest one used are left out. It has the tables that ISO 32000-1, 9.9,
// asks of a CIDFontType2. Every id in used must be one of the font's.
func (f *Font) subset(used []uint16) []byte {
	kept := f.closure(used)
	glyf, offsets := f.keptOutlines(kept)
	long := len(glyf) > 2*0xFFFF
	n := len(kept)
	return assembleFont([]fontTable{
		{"cvt ", f.tables["cvt "]},
		{"fpgm", f.tables["fpgm"]},
		{"glyf", glyf},
		{"head", subsetHead(f.tables["head"], long)},
		{"hhea", patched16(f.tables["hhea"][:36], 34, n)},
		{"hmtx", f.keptMetrics(kept)},
		{"loca", encodeOffsets(offsets, long)},
		{"maxp", patched16(f.tables["maxp"], 4, n)},
		{"prep", f.tables["prep"]},
	})
}

// closure marks the glyphs used, the missing glyph (always there), and the parts of composites. It is as long as the
// greatest one needs.
func (f *Font) closure(used []uint16) []bool {
	kept := make([]bool, f.NumGlyphs())
	greatest := uint16(0)
	for todo := append([]uint16{0}, used...); len(todo) > 0; {
		g := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !kept[g] {
			kept[g] = true
			greatest = max(greatest, g)
			todo = append(todo, f.glyphs.parts[g]...)
		}
	}
	return kept[:int(greatest)+1]
}

// keptOutlines copies the outlines of the glyphs kept, each at an even offset, as the short form of loca needs.
func (f *Font) keptOutlines(kept []bool) (glyf []byte, offsets []int) {
	size := 0
	for g, keep := range kept {
		if keep {
			size += len(f.glyphs.outline(g)) + 1
		}
	}
	glyf, offsets = make([]byte, 0, size), make([]int, 0, len(kept)+1)
	for g, keep := range kept {
		offsets = append(offsets, len(glyf))
		if !keep {
			continue
		}
		glyf = append(glyf, f.glyphs.outline(g)...)
		if len(glyf)%2 != 0 {
			glyf = append(glyf, 0)
		}
	}
	return glyf, append(offsets, len(glyf))
}

// keptMetrics leaves the metrics of blank glyphs at zero, which deflates to nothing.
func (f *Font) keptMetrics(kept []bool) []byte {
	hmtx := make([]byte, 4*len(kept))
	for g, keep := range kept {
		if keep {
			binary.BigEndian.PutUint16(hmtx[4*g:], uint16(f.Advance(uint16(g))))
			binary.BigEndian.PutUint16(hmtx[4*g+2:], f.sideBearing(g))
		}
	}
	return hmtx
}

func encodeOffsets(offsets []int, long bool) []byte {
	if long {
		loca := make([]byte, 0, 4*len(offsets))
		for _, o := range offsets {
			loca = binary.BigEndian.AppendUint32(loca, uint32(o))
		}
		return loca
	}
	loca := make([]byte, 0, 2*len(offsets))
	for _, o := range offsets {
		loca = binary.BigEndian.AppendUint16(loca, uint16(o/2))
	}
	return loca
}

func subsetHead(head []byte, long bool) []byte {
	format := 0
	if long {
		format = 1
	}
	head = patched16(head[:54], 50, format)
	clear(head[8:12]) // the file's checksum, which assembleFont sets
	return head
}

// patched16 copies a table with another number at an offset.
func patched16(table []byte, at, value int) []byte {
	c := append([]byte(nil), table...)
	binary.BigEndian.PutUint16(c[at:], uint16(value))
	return c
}

// subsetTag is the six capitals and the plus sign that mark a subset (ISO 32000-1, 9.6.4); it follows from the font and
// the glyphs alone.
func (f *Font) subsetTag(used []uint16) string {
	seed := append(make([]byte, 0, len(f.sum)+2*len(used)), f.sum[:]...)
	for _, g := range used {
		seed = binary.BigEndian.AppendUint16(seed, g)
	}
	sum := sha256.Sum256(seed)
	tag := []byte("AAAAAA+")
	for i := range 6 {
		tag[i] += sum[i] % 26
	}
	return string(tag)
}
