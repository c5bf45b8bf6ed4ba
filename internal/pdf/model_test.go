package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-text/typesetting/di"
	gotext "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/math/fixed"

	"testamur/templates"
)

// fontNames are the stand-ins of the model document, each the name of a font file.
var fontNames = []string{"EBGaramond-Regular", "EBGaramond-Italic", "SourceSans3-SemiBold"}

// modelFont is a font as this package reads it, and as the shaper of the tests does.
type modelFont struct {
	*Font
	shaper *gotext.Font
}

// modelFonts parses each font of the model document once.
var modelFonts = sync.OnceValues(func() (map[string]modelFont, error) {
	fonts := make(map[string]modelFont)
	for _, name := range fontNames {
		data, err := templates.Files.ReadFile("fonts/" + name + ".ttf")
		if err != nil {
			return nil, err
		}
		f, err := ParseFont(data)
		if err != nil {
			return nil, err
		}
		face, err := gotext.ParseTTF(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		fonts[name] = modelFont{f, face.Font}
	}
	return fonts, nil
})

// sheet draws a document with gofpdf and keeps the structure along with it.
type sheet struct {
	t      testing.TB
	pdf    *gofpdf.Fpdf
	fonts  map[string]modelFont
	glyphs map[string][]Glyph
	root   *Element
	mcid   int
}

func newSheet(t testing.TB) *sheet {
	t.Helper()
	fonts, err := modelFonts()
	if err != nil {
		t.Fatal(err)
	}
	s := &sheet{t: t, pdf: gofpdf.New("P", "pt", "A4", ""), fonts: fonts, root: &Element{Role: "Document"},
		glyphs: make(map[string][]Glyph)}
	s.pdf.SetCompression(false)
	s.pdf.SetCatalogSort(true)
	s.pdf.SetCreationDate(time.Unix(0, 0))
	s.pdf.SetModificationDate(time.Unix(0, 0))
	for _, name := range fontNames {
		s.pdf.AddFontFromBytes(name, "", fmt.Appendf(nil, `{"Tp":"Core","Name":%q}`, name), nil)
	}
	s.page()
	return s
}

func (s *sheet) page() {
	s.pdf.AddPage()
	s.mcid = 0
}

// tag draws a marked-content sequence and adds its element below the root.
func (s *sheet) tag(role, alt string, draw func()) *Element {
	e := &Element{Role: role, Alt: alt}
	s.root.Kids = append(s.root.Kids, Kid{Element: e})
	s.more(e, draw)
	return e
}

// more draws a further marked-content sequence of an element.
func (s *sheet) more(e *Element, draw func()) {
	e.Kids = append(e.Kids, Kid{Page: s.pdf.PageNo(), MCID: s.mcid})
	s.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", e.Role, s.mcid))
	s.mcid++
	draw()
	s.pdf.RawWriteStr("EMC")
}

// line draws one shaped line of text, with a space after it, its baseline y points above the foot of the page.
func (s *sheet) line(font string, size, x, y float64, text string) {
	s.pdf.SetFont(font, "", size)
	var b strings.Builder
	fmt.Fprintf(&b, "BT 1 0 0 1 %.2f %.2f Tm [", x, y)
	for _, g := range s.shape(font, text+" ") {
		fmt.Fprintf(&b, "<%04x> %.0f ", g.code, g.kern)
	}
	b.WriteString("] TJ ET")
	s.pdf.RawWriteStr(b.String())
}

type shaped struct {
	code int
	kern float64 // thousandths to move back after the glyph
}

func (s *sheet) shape(name, text string) []shaped {
	f, runes := s.fonts[name], []rune(text)
	out := (&shaping.HarfbuzzShaper{}).Shape(shaping.Input{Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR,
		Face: gotext.NewFace(f.shaper), Size: fixed.I(f.UnitsPerEm()), Script: language.Latin, Language: "en"})
	var glyphs []shaped
	for _, g := range out.Glyphs {
		id := uint16(g.GlyphID)
		code := s.code(name, Glyph{id, string(runes[g.TextIndex() : g.TextIndex()+g.RunesCount()])})
		glyphs = append(glyphs, shaped{code, float64(f.Advance(id) - g.Advance.Round())})
	}
	return glyphs
}

// code is the code of a glyph, which is the next one when it is new to the sheet.
func (s *sheet) code(font string, g Glyph) int {
	i := slices.IndexFunc(s.glyphs[font], func(known Glyph) bool { return known.ID == g.ID })
	if i < 0 {
		i = len(s.glyphs[font])
		s.glyphs[font] = append(s.glyphs[font], g)
	}
	return i + 1
}

// draft closes the drawing.
func (s *sheet) draft() Draft {
	s.t.Helper()
	var raw bytes.Buffer
	if err := s.pdf.Output(&raw); err != nil {
		s.t.Fatal(err)
	}
	d := Draft{Raw: raw.Bytes(), Structure: s.root, Info: modelInfo()}
	for _, name := range fontNames {
		d.Faces = append(d.Faces, Face{StandIn: name, Font: s.fonts[name].Font, Glyphs: s.glyphs[name]})
	}
	return d
}

func modelInfo() Info {
	i := Info{
		Title: "Certificate of Łucja Ôn", Author: "Scool (Example)", Subject: "A & B", Language: "en-GB",
		Created:    time.Date(2026, 3, 4, 6, 6, 7, 0, time.FixedZone("", 3600)),
		Properties: []Property{{"TestamurSerial", "TC-2026-00017"}, {"TestamurHolder", "Łucja <Ôn>"}},
	}
	copy(i.ID[:], "sixteen bytes id")
	return i
}

const prose = "The office offered five affable flights; AVAIL fjord: Łódź, Ελλάδα, Вода. "

// model is the document of two pages and three faces that most tests look at.
func model(t testing.TB) Draft {
	s := newSheet(t)
	s.tag("H1", "", func() { s.line("SourceSans3-SemiBold", 24, 72, 760, "Certificate of Łucja Ôn") })
	for i := range 14 {
		s.tag("P", "", func() { s.line("EBGaramond-Regular", 12, 72, 720-float64(16*i), prose) })
	}
	s.tag("P", "", func() { s.line("EBGaramond-Italic", 12, 72, 450, "Signed, first of all") })
	s.tag("Figure", "A grey square", func() { s.figure() })
	s.page()
	for i := range 14 {
		s.tag("P", "", func() { s.line("EBGaramond-Regular", 12, 72, 720-float64(16*i), prose) })
	}
	link := s.tag("Link", "Verify this certificate", func() { s.line("EBGaramond-Regular", 12, 72, 400, "verify") })
	s.pdf.LinkString(72, 430, 40, 14, "https://example.org/v/(1)\\")
	link.Kids = append(link.Kids, Kid{Page: 2, Link: 1})
	d := s.draft()
	d.Fields = []Field{
		{Name: "Seal", Tooltip: "Seal of the institution", Page: 2, Rect: [4]float64{72, 200, 272, 250}, LockAll: true},
		{Name: "Witness", Tooltip: "Signature of Ż", Page: 1},
	}
	return d
}

func (s *sheet) figure() {
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range img.Pix {
		img.Pix[i] = color.Gray{Y: uint8(i * 4)}.Y
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		s.t.Fatal(err)
	}
	s.pdf.RegisterImageOptionsReader("square", gofpdf.ImageOptions{ImageType: "PNG"}, &b)
	s.pdf.ImageOptions("square", 72, 500, 60, 60, false, gofpdf.ImageOptions{}, 0, "")
}

func mustFinish(t testing.TB, d Draft) []byte {
	t.Helper()
	file, err := Finish(d)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
