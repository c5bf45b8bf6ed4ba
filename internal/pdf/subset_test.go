package pdf

import (
	"bytes"
	"errors"
	"maps"
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

// counterparts are the glyphs of a font by their ids in a subset, found by going through the composites of both.
func counterparts(t interface{ Fatalf(string, ...any) }, part, whole tables.Glyf, used []uint16) map[uint16]uint16 {
	found := map[uint16]uint16{0: 0}
	for i, g := range used {
		found[uint16(i+1)] = g
	}
	for todo := slices.Collect(maps.Keys(found)); len(todo) > 0; todo = todo[1:] {
		have, want := partsOf(part[todo[0]]), partsOf(whole[found[todo[0]]])
		if len(have) != len(want) {
			t.Fatalf("glyph %d has %d parts, want %d", found[todo[0]], len(have), len(want))
		}
		for i := range have {
			id, g := have[i].GlyphIndex, want[i].GlyphIndex
			if known, ok := found[id]; ok && known != g {
				t.Fatalf("the subset has %d for glyph %d and for glyph %d", id, known, g)
			} else if !ok {
				found[id] = g
				todo = append(todo, id)
			}
		}
	}
	return found
}

func partsOf(g tables.Glyph) []tables.CompositeGlyphPart {
	composite, _ := g.Data.(tables.CompositeGlyph)
	return composite.Glyphs
}

func TestASubsetDrawsItsGlyphsAsTheFontDoesAndNoOthers(t *testing.T) {
	everyFont(t, func(t *testing.T, f *Font) {
		whole := drawn(t, f.Data())
		rapid.Check(t, func(t *rapid.T) {
			used := someGlyphs(f).Draw(t, "used")
			part := drawn(t, f.subset(used))
			glyphs := counterparts(t, part, whole, used)
			for id, g := range glyphs {
				if !sameOutline(part[id], whole[g]) {
					t.Fatalf("glyph %d is drawn otherwise", g)
				}
			}
			if len(part) != len(glyphs) {
				t.Fatalf("%d glyphs, of which %d are needed", len(part), len(glyphs))
			}
		})
	})
}

// sameOutline compares what two glyphs draw, apart from the ids of parts.
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
		return ok && slices.EqualFunc(a.Glyphs, b.Glyphs, samePlace) && bytes.Equal(a.Instructions, b.Instructions)
	}
	return a.Data == nil && b.Data == nil
}

// samePlace compares where two parts go and how they are turned.
func samePlace(a, b tables.CompositeGlyphPart) bool {
	a.GlyphIndex = b.GlyphIndex
	return a == b
}

func TestPartsOfCompositesFollowTheGlyphsUsed(t *testing.T) {
	composites := 0
	everyFont(t, func(t *testing.T, f *Font) {
		whole := drawn(t, f.Data())
		var used []uint16
		for g, outline := range whole {
			if partsOf(outline) != nil {
				used = append(used, uint16(g))
			}
		}
		composites += len(used)
		part := drawn(t, f.subset(used))
		for id, g := range counterparts(t, part, whole, used) {
			if !sameOutline(part[id], whole[g]) {
				t.Fatalf("glyph %d is drawn otherwise", g)
			}
		}
	})
	if composites == 0 {
		t.Error("no font has a composite glyph")
	}
}

func TestASubsetKeepsAdvancesAndBearings(t *testing.T) {
	f := garamond(t)
	whole := drawn(t, f.Data())
	rapid.Check(t, func(t *rapid.T) {
		used := someGlyphs(f).Draw(t, "used")
		file := f.subset(used)
		have, err := readTablesOf(file)
		if err != nil {
			t.Fatal(err)
		}
		glyphs := counterparts(t, drawn(t, file), whole, used)
		if n := int(be16(have["hhea"][34:])); n != len(glyphs) || len(have["hmtx"]) != 4*n {
			t.Fatalf("%d metrics for %d glyphs", n, len(glyphs))
		}
		for id, g := range glyphs {
			pair := have["hmtx"][4*int(id):]
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
	for g := 1; g < f.NumGlyphs(); g++ {
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
	f.glyphs.parts = map[uint16][]part{5: {{glyph: 6}}, 6: {{glyph: 5}}}
	if kept := f.number([]uint16{5}); !slices.Equal(kept.glyphs, []uint16{0, 5, 6}) || kept.ids[5] != 1 || kept.ids[6] != 2 {
		t.Errorf("kept %v", kept.glyphs)
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
