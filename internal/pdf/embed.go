package pdf

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// ErrStandIn says that the stand-in fonts of a document and its Faces do not match one to one. A document with a font
// that is not embedded never leaves Finish.
var ErrStandIn = errors.New("pdf: stand-in font")

// standIns finds the fonts without a font program, by the name that gofpdf wrote.
func standIns(f *rawFile) (map[string]ref, error) {
	found := make(map[string]ref)
	for number, o := range f.objects {
		isComposite := o.dict.get("DescendantFonts") != nil
		if !o.dict.is("Type", "Font") || isComposite || o.dict.get("FontDescriptor") != nil {
			continue
		}
		name := string(o.dict.get("BaseFont"))
		if _, twice := found[name]; twice || len(name) < 2 {
			return nil, fmt.Errorf("%w: %q is there twice or has no name", ErrStandIn, name)
		}
		found[name] = ref(number)
	}
	return found, nil
}

// embedFaces writes the fonts in place of their stand-ins. Every stand-in must have its face, and the other way round.
func (w *writer) embedFaces(f *rawFile, faces []Face) error {
	numbers, err := standIns(f)
	if err != nil {
		return err
	}
	for _, face := range faces {
		number, ok := numbers["/"+face.StandIn]
		if !ok || face.Font == nil {
			return fmt.Errorf("%w: no %q in the document, or no font for it", ErrStandIn, face.StandIn)
		}
		delete(numbers, "/"+face.StandIn)
		if err := w.embed(number, face); err != nil {
			return fmt.Errorf("face %q: %w", face.StandIn, err)
		}
	}
	for name := range numbers {
		return fmt.Errorf("%w: %q has no face", ErrStandIn, name)
	}
	return nil
}

// embed writes a composite font (ISO 32000-1, 9.7) whose character codes are the glyph ids of the subset, in two
// bytes.
func (w *writer) embed(number ref, face Face) error {
	font := face.Font
	used, err := face.used()
	if err != nil {
		return err
	}
	name := "/" + font.subsetTag(used) + font.Name()
	descendant, descriptor, program, unicode := w.next(), w.next(), w.next(), w.next()
	w.object(number, "<</Type /Font /Subtype /Type0 /BaseFont ", name, " /Encoding /Identity-H\n/DescendantFonts [",
		descendant, "] /ToUnicode ", unicode, ">>")
	w.begin(descendant)
	w.add("<</Type /Font /Subtype /CIDFontType2 /BaseFont ", name, " /CIDToGIDMap /Identity\n",
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>\n",
		"/FontDescriptor ", descriptor, " /DW ", font.thousandths(font.Advance(0)), " /W [1 [")
	for _, g := range used {
		w.add(font.thousandths(font.Advance(g)), " ")
	}
	w.add("]]>>")
	w.end()
	w.addDescriptor(descriptor, font, name, program)
	subset := font.subset(used)
	w.deflated(program, subset, "/Length1 ", len(subset), " ")
	w.deflated(unicode, toUnicode(face.Glyphs))
	return w.err
}

// used lists the ids of the glyphs in the order of their codes. It makes sure that the font has each, and each is there
// once; glyph 0, the sign for a missing one, does not count.
func (f Face) used() ([]uint16, error) {
	ids, seen := make([]uint16, len(f.Glyphs)), make([]bool, f.Font.NumGlyphs())
	for i, g := range f.Glyphs {
		if g.ID == 0 || int(g.ID) >= len(seen) || seen[g.ID] {
			return nil, fmt.Errorf("%w: %s has no glyph %d to show, or it is there twice", ErrDraft, f.Font.Name(), g.ID)
		}
		if !utf8.ValidString(g.Text) {
			return nil, fmt.Errorf("%w: glyph %d stands for %q, which is not UTF-8", ErrDraft, g.ID, g.Text)
		}
		ids[i], seen[g.ID] = g.ID, true
	}
	return ids, nil
}

// thousandths converts font units into thousandths of the text size.
func (f *Font) thousandths(units int) float64 { return float64(units) * 1000 / float64(f.unitsPerEm) }

func (w *writer) addDescriptor(number ref, font *Font, name string, program ref) {
	box := font.BBox()
	scaled := func(units int) int { return int(math.Round(font.thousandths(units))) }
	w.object(number, "<</Type /FontDescriptor /FontName ", name, " /Flags ", font.Flags(),
		" /FontBBox [", scaled(box[0]), " ", scaled(box[1]), " ", scaled(box[2]), " ", scaled(box[3]), "]\n/ItalicAngle ",
		font.ItalicAngle(), " /Ascent ", scaled(font.Ascent()), " /Descent ", scaled(font.Descent()), " /CapHeight ",
		scaled(font.CapHeight()), " /StemV ", font.stemV(), " /FontFile2 ", program, ">>")
}

// stemV guesses the width of stems, which the descriptor must have and TrueType does not hold: 80 for regular, 140 for
// bold. Viewers use it only to find a substitute, which an embedded font never needs.
func (f *Font) stemV() int { return max(f.style.weight/5, 1) }
