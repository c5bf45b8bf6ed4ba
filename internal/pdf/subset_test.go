package pdf

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/go-text/typesetting/font/opentype/tables"
	"pgregory.net/rapid"
)

// readTablesOf reads the tables of a subset, which lacks some that a whole font has.
func readTablesOf(file []byte) (fontTables, error) {
	t, err := readTables(file)
	if t == nil {
		return nil, err
	}
	return t, nil
}

// drawn are the outlines of a font program by glyph id, as another reader takes them apart.
func drawn(t interface{ Fatal(...any) }, file []byte) tables.Glyf {
	have, err := readTablesOf(file)
	if err != nil {
		t.Fatal(err)
	}
	n, long := int(be16(have["maxp"][4:])), be16(have["head"][50:]) == 1
	loca, err := tables.ParseLoca(have["loca"], n, long)
	if err != nil {
		t.Fatal(err)
	}
	glyphs, err := tables.ParseGlyf(have["glyf"], loca)
	if err != nil {
		t.Fatal(err)
	}
	return glyphs
}

func someGlyphs(f *Font) *rapid.Generator[[]uint16] {
	id := rapid.Uint16Range(1, uint16(f.NumGlyphs()-1))
	return rapid.SliceOfNDistinct(id, 0, 120, rapid.ID[uint16])
}

func TestASubsetDrawsItsGlyphsAsTheFontDoes(t *testing.T) {
	everyFont(t, func(t *testing.T, f *Font) {
		whole := drawn(t, f.Data())
		rapid.Check(t, func(t *rapid.T) {
			used := someGlyphs(f).Draw(t, "used")
			part := drawn(t, f.subset(used))
			for todo := append([]uint16{0}, used...); len(todo) > 0; todo = todo[1:] {
				g := todo[0]
				if !sameOutline(part[g], whole[g]) {
					t.Fatalf("glyph %d is drawn otherwise", g)
				}
				if composite, ok := whole[g].Data.(tables.CompositeGlyph); ok {
					for _, p := range composite.Glyphs {
						todo = append(todo, uint16(p.GlyphIndex))
					}
				}
			}
		})
	})
}

func sameOutline(a, b tables.Glyph) bool {
	if a.XMin != b.XMin || a.YMin != b.YMin || a.XMax != b.XMax || a.YMax != b.YMax {
		return false
	}
	switch a := a.Data.(type) {
	case tables.SimpleGlyph:
		b, ok := b.Data.(tables.SimpleGlyph)
		return ok && slices.Equal(a.Points, b.Points) && slices.Equal(a.EndPtsOfContours, b.EndPtsOfContours) &&
			bytes.Equal(a.Instructions, b.Instructions)
	case tables.CompositeGlyph:
		b, ok := b.Data.(tables.CompositeGlyph)
		return ok && slices.Equal(a.Glyphs, b.Glyphs) && bytes.Equal(a.Instructions, b.Instructions)
	}
	return a.Data == nil && b.Data == nil
}

func TestASubsetHoldsNothingButItsGlyphs(t *testing.T) {
	f := garamond(t)
	rapid.Check(t, func(t *rapid.T) {
		used := someGlyphs(f).Draw(t, "used")
		kept := f.closure(used)
		for g, outline := range drawn(t, f.subset(used)) {
			if !kept[g] && outline.Data != nil {
				t.Fatalf("glyph %d is not used and still drawn", g)
			}
		}
	})
}

func TestASubsetKeepsAdvancesAndBearings(t *testing.T) {
	f := garamond(t)
	rapid.Check(t, func(t *rapid.T) {
		used := someGlyphs(f).Draw(t, "used")
		have, err := readTablesOf(f.subset(used))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range used {
			pair := have["hmtx"][4*int(g):]
			if int(be16(pair)) != f.Advance(g) || be16(pair[2:]) != f.sideBearing(int(g)) {
				t.Fatalf("glyph %d advances %d", g, be16(pair))
			}
		}
	})
}

// The words of the whole file add up to 0xB1B0AFBA, and those of each table to its checksum (OpenType 1.9).
func TestTheChecksumsOfASubsetAreRight(t *testing.T) {
	f := garamond(t)
	rapid.Check(t, func(t *rapid.T) {
		file := f.subset(someGlyphs(f).Draw(t, "used"))
		if sum := checksum(file); sum != 0xB1B0AFBA {
			t.Fatalf("the file adds up to %08x", sum)
		}
		past := ""
		for i := range int(be16(file[4:])) {
			rec := file[12+16*i:]
			tag, from, length := string(rec[:4]), int(be32(rec[8:])), int(be32(rec[12:]))
			table := bytes.Clone(file[from : from+(length+3)&^3])
			if tag == "head" {
				clear(table[8:12])
			}
			if tag <= past || checksum(table) != be32(rec[4:]) {
				t.Fatalf("table %q is out of order or has a wrong checksum", tag)
			}
			past = tag
		}
	})
}

func TestALongSubsetHasLongOffsets(t *testing.T) {
	f := garamond(t)
	used := make([]uint16, 0, f.NumGlyphs())
	for g := range f.NumGlyphs() {
		used = append(used, uint16(g))
	}
	whole, part := drawn(t, f.Data()), drawn(t, f.subset(used))
	if len(part) != len(whole) {
		t.Fatalf("%d glyphs, want %d", len(part), len(whole))
	}
	for g := range whole {
		if !sameOutline(part[g], whole[g]) {
			t.Fatalf("glyph %d is drawn otherwise", g)
		}
	}
}

func TestASubsetTagIsSixCapitalsThatFollowFromTheGlyphs(t *testing.T) {
	f := garamond(t)
	tag := f.subsetTag([]uint16{1, 2})
	if len(tag) != 7 || tag[6] != '+' {
		t.Errorf("tag %q", tag)
	}
	for _, c := range tag[:6] {
		if c < 'A' || c > 'Z' {
			t.Errorf("tag %q", tag)
		}
	}
	if tag != f.subsetTag([]uint16{1, 2}) || tag == f.subsetTag([]uint16{1, 3}) {
		t.Errorf("tag %q does not follow from the glyphs", tag)
	}
}

// A font whose composite glyphs name each other must not keep the subsetter busy for ever.
func TestCompositesInACircleEnd(t *testing.T) {
	f := *garamond(t)
	f.glyphs.parts = map[uint16][]uint16{5: {6}, 6: {5}}
	if kept := f.closure([]uint16{5}); !kept[5] || !kept[6] || len(kept) != 7 {
		t.Errorf("kept %v", kept)
	}
}

func TestABrokenCompositeIsRefused(t *testing.T) {
	head := []byte{0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0}
	for name, rest := range map[string][]byte{
		"cut before its parts":   {},
		"cut in a part":          {0, 0, 0, 3, 1},
		"a part beyond the font": {0, 0, 0, 9, 1, 1},
		"promises one more":      {0, 0x20, 0, 3, 1, 1},
		"cut in a matrix":        {0, 0x81, 0, 3, 1, 1, 1, 1},
	} {
		if _, err := compositeParts(slices.Concat(head, rest), 9); !errors.Is(err, ErrFont) {
			t.Errorf("%s: error %v, want ErrFont", name, err)
		}
	}
	if _, err := compositeParts(head[:9], 9); !errors.Is(err, ErrFont) {
		t.Errorf("short outline: error %v, want ErrFont", err)
	}
}
