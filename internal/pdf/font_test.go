package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"maps"
	"math"
	"path"
	"slices"
	"strings"
	"testing"

	gotext "github.com/go-text/typesetting/font"
	imagefont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"testamur/templates"
)

// everyFont runs a test on each font of the program.
func everyFont(t *testing.T, test func(*testing.T, *Font)) {
	names, err := fs.Glob(templates.Files, "fonts/*.ttf")
	if err != nil || len(names) == 0 {
		t.Fatalf("fonts: %v, %v", names, err)
	}
	for _, name := range names {
		t.Run(path.Base(name), func(t *testing.T) {
			data, err := templates.Files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			f, err := ParseFont(data)
			if err != nil {
				t.Fatal(err)
			}
			test(t, f)
		})
	}
}

func TestAFontMeasuresAsAnotherReaderFindsIt(t *testing.T) {
	everyFont(t, func(t *testing.T, f *Font) {
		other, err := sfnt.Parse(f.Data())
		if err != nil {
			t.Fatal(err)
		}
		em := fixed.I(f.UnitsPerEm())
		name, err := other.Name(nil, sfnt.NameIDPostScript)
		if err != nil || name != f.Name() {
			t.Errorf("name %q, want %q (%v)", f.Name(), name, err)
		}
		m, err := other.Metrics(nil, em, imagefont.HintingNone)
		if err != nil || f.Ascent() != m.Ascent.Round() || -f.Descent() != m.Descent.Round() || f.CapHeight() != m.CapHeight.Round() {
			t.Errorf("ascent %d, descent %d, capitals %d, want %v (%v)", f.Ascent(), f.Descent(), f.CapHeight(), m, err)
		}
		b, err := other.Bounds(nil, em, imagefont.HintingNone)
		want := [4]int{b.Min.X.Round(), -b.Max.Y.Round(), b.Max.X.Round(), -b.Min.Y.Round()}
		if err != nil || f.BBox() != want {
			t.Errorf("box %v, want %v (%v)", f.BBox(), want, err)
		}
		if angle := other.PostTable().ItalicAngle; math.Abs(f.ItalicAngle()-angle) > 0.001 {
			t.Errorf("italic angle %v, want %v", f.ItalicAngle(), angle)
		}
		for g := range other.NumGlyphs() {
			if want, err := other.GlyphAdvance(nil, sfnt.GlyphIndex(g), em, imagefont.HintingNone); err != nil || f.Advance(uint16(g)) != want.Round() {
				t.Fatalf("glyph %d advances %d, want %v (%v)", g, f.Advance(uint16(g)), want, err)
			}
		}
		if f.Advance(uint16(f.NumGlyphs())) != 0 || f.NumGlyphs() != other.NumGlyphs() {
			t.Errorf("%d glyphs, want %d and no advance beyond", f.NumGlyphs(), other.NumGlyphs())
		}
	})
}

func TestFlagsTellItalicFonts(t *testing.T) {
	const symbolic, italic = 4, 64
	everyFont(t, func(t *testing.T, f *Font) {
		want := symbolic
		if strings.Contains(f.Name(), "It") {
			want |= italic
		}
		if f.Flags() != want {
			t.Errorf("flags %d, want %d", f.Flags(), want)
		}
	})
}

func TestAFontCoversWhatAnotherReaderFindsInIt(t *testing.T) {
	everyFont(t, func(t *testing.T, f *Font) {
		other, err := gotext.ParseTTF(bytes.NewReader(f.Data()))
		if err != nil {
			t.Fatal(err)
		}
		for r := rune(0); r <= 0x10FFFF; r++ {
			glyph, ok := other.NominalGlyph(r)
			if want := ok && glyph != 0; f.Covers(r) != want {
				t.Fatalf("covers %U: %v, want %v", r, f.Covers(r), want)
			}
		}
		if f.Covers(-1) || f.Covers(0x110000) {
			t.Error("covers what is no character")
		}
	})
}

func TestBothFormsOfCharacterMapAgreeBelowSupplementaryPlanes(t *testing.T) {
	everyFont(t, func(t *testing.T, f *Font) {
		cmap := f.tables["cmap"]
		for i := range int(be16(cmap[2:])) {
			sub := cmap[be32(cmap[8+8*i:]):]
			if be16(sub) != 4 {
				continue
			}
			short := &Font{glyphs: f.glyphs}
			if err := short.readSegments(sub); err != nil {
				t.Fatal(err)
			}
			for r := range rune(0xFFFF) {
				if short.Covers(r) != f.Covers(r) {
					t.Fatalf("format 4 covers %U: %v, format 12: %v", r, short.Covers(r), f.Covers(r))
				}
			}
			return
		}
		t.Skip("the font has no map of format 4")
	})
}

func TestABadFontIsRefused(t *testing.T) {
	good := garamond(t).Data()
	for name, spoil := range map[string]func([]byte) []byte{
		"empty":                  func([]byte) []byte { return nil },
		"not a font":             func([]byte) []byte { return []byte("%PDF-1.7, certainly no font") },
		"CFF outlines":           func(b []byte) []byte { return append([]byte("OTTO"), b[4:]...) },
		"cut in the directory":   func(b []byte) []byte { return b[:40] },
		"cut in a table":         func(b []byte) []byte { return b[:len(b)-1000] },
		"too many tables":        func(b []byte) []byte { b[4] = 0xFF; return b },
		"a table too few":        func(b []byte) []byte { copy(b[bytes.Index(b, []byte("hmtx")):], "hmtz"); return b },
		"no magic number":        func(b []byte) []byte { return patchTable(b, "head", 12, 0) },
		"no units per em":        func(b []byte) []byte { return patchTable(b, "head", 18, 0) },
		"short loca":             func(b []byte) []byte { return patchTable(b, "maxp", 4, 0xFFFF) },
		"no glyphs":              func(b []byte) []byte { return patchTable(b, "maxp", 4, 0) },
		"outlines out of order":  func(b []byte) []byte { return patchTable(b, "loca", 40, 0x7FFF) },
		"no advances":            func(b []byte) []byte { return patchTable(b, "hhea", 34, 0) },
		"no names":               func(b []byte) []byte { return patchTable(b, "name", 2, 0) },
		"names cut short":        func(b []byte) []byte { return patchTable(b, "name", 2, 0xFFFF) },
		"no character maps":      func(b []byte) []byte { return patchTable(b, "cmap", 2, 0) },
		"character maps cut":     func(b []byte) []byte { return patchTable(b, "cmap", 2, 0xFFFF) },
		"embedding is forbidden": func(b []byte) []byte { return patchTable(b, "OS/2", 8, 0x0002) },
		"subsets are forbidden":  func(b []byte) []byte { return patchTable(b, "OS/2", 8, 0x0100) },
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParseFont(spoil(bytes.Clone(good))); !errors.Is(err, ErrFont) {
				t.Errorf("error %v, want ErrFont", err)
			}
		})
	}
}

func garamond(t testing.TB) *Font {
	t.Helper()
	fonts, err := modelFonts()
	if err != nil {
		t.Fatal(err)
	}
	return fonts["EBGaramond-Regular"].Font
}

// patchTable sets two bytes of a table.
func patchTable(font []byte, tag string, at int, value uint16) []byte {
	rec := font[12+bytes.Index(font[12:], []byte(tag)):]
	binary.BigEndian.PutUint16(font[int(be32(rec[8:]))+at:], value)
	return font
}

func FuzzParseFont(f *testing.F) {
	good := garamond(f)
	composite := slices.Min(slices.Collect(maps.Keys(good.glyphs.parts)))
	small := good.subset([]uint16{20, 40, 400, composite})
	f.Add(small)
	f.Add(withTables(good, small))
	f.Fuzz(func(t *testing.T, data []byte) {
		font, err := ParseFont(data)
		if err != nil {
			if !errors.Is(err, ErrFont) {
				t.Fatalf("error %v does not wrap ErrFont", err)
			}
			return
		}
		last := uint16(font.NumGlyphs() - 1)
		if subset := font.subset([]uint16{last}); len(subset) == 0 {
			t.Fatal("the subset is empty")
		}
	})
}

// withTables gives a subset the tables that ParseFont wants, so that fuzzing starts from a font small enough to be
// changed thoroughly.
func withTables(full *Font, subset []byte) []byte {
	tables, err := readTablesOf(subset)
	if err != nil {
		panic(err)
	}
	return assembleFont([]fontTable{
		{"OS/2", full.tables["OS/2"]}, {"cmap", smallCmap}, {"glyf", tables["glyf"]}, {"head", tables["head"]},
		{"hhea", tables["hhea"]}, {"hmtx", tables["hmtx"]}, {"loca", tables["loca"]}, {"maxp", tables["maxp"]},
		{"name", full.tables["name"]}, {"post", full.tables["post"][:32]},
	})
}

// smallCmap maps U+0041 to U+0043 to glyphs 1 to 3 in format 4.
var smallCmap = []byte{
	0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, // one subtable, Windows, Unicode
	0, 4, 0, 32, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, // two segments
	0, 0x43, 0xFF, 0xFF, 0, 0, 0, 0x41, 0xFF, 0xFF, 0xFF, 0xC0, 0, 1, 0, 0, 0, 0,
}
