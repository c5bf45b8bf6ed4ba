package pdf

import (
	"crypto/sha256"
	"encoding/binary"
)

// subset is a font program with the glyphs used, numbered from 1 in their order, and the glyphs that those are made of. It
// has the tables that ISO 32000-1, 9.9, asks of a CIDFontType2. Every id in used must be one of the font's, but 0, once.
func (f *Font) subset(used []uint16) []byte {
	kept := f.number(used)
	glyf, offsets := f.keptOutlines(kept)
	long := len(glyf) > 2*0xFFFF
	n := len(kept.glyphs)
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

// numbering says which glyphs of a font a subset has, and under which ids.
type numbering struct {
	glyphs []uint16 // of the font, by the id in the subset
	ids    []uint16 // in the subset, by the glyph of the font; 0 for those that it lacks
}

// number numbers the missing glyph (always 0), the glyphs used and then the parts of composites.
func (f *Font) number(used []uint16) numbering {
	n := numbering{glyphs: make([]uint16, 1, 2*len(used)+1), ids: make([]uint16, f.NumGlyphs())}
	n.glyphs = append(n.glyphs, used...)
	for id, g := range n.glyphs {
		n.ids[g] = uint16(id)
	}
	for i := 0; i < len(n.glyphs); i++ {
		for _, p := range f.glyphs.parts[n.glyphs[i]] {
			if p.glyph != 0 && n.ids[p.glyph] == 0 {
				n.ids[p.glyph] = uint16(len(n.glyphs))
				n.glyphs = append(n.glyphs, p.glyph)
			}
		}
	}
	return n
}

// keptOutlines copies the outlines of the glyphs kept, each at an even offset, as the short form of loca needs.
func (f *Font) keptOutlines(kept numbering) (glyf []byte, offsets []int) {
	size := 0
	for _, g := range kept.glyphs {
		size += len(f.glyphs.outline(int(g))) + 1
	}
	glyf, offsets = make([]byte, 0, size), make([]int, 0, len(kept.glyphs)+1)
	for _, g := range kept.glyphs {
		at := len(glyf)
		offsets = append(offsets, at)
		glyf = append(glyf, f.glyphs.outline(int(g))...)
		for _, p := range f.glyphs.parts[g] {
			binary.BigEndian.PutUint16(glyf[at+p.at:], kept.ids[p.glyph])
		}
		if len(glyf)%2 != 0 {
			glyf = append(glyf, 0)
		}
	}
	return glyf, append(offsets, len(glyf))
}

func (f *Font) keptMetrics(kept numbering) []byte {
	hmtx := make([]byte, 0, 4*len(kept.glyphs))
	for _, g := range kept.glyphs {
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.Advance(g)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, f.sideBearing(int(g)))
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
// the glyphs, in their order, alone.
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
