package typeset

import (
	"bytes"
	"fmt"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"

	"testamur/internal/pdf"
)

// mark is anything that leaves ink on a page, or a place for it.
type mark interface {
	// draw puts the mark with its upper left corner at x, y.
	draw(p *painter, x, y float64)
}

// painter draws pages through gofpdf's public API and notes what package pdf has to be told about them. gofpdf never sees
// the text: it would measure a stand-in, which has no widths, and panic.
type painter struct {
	doc      *gofpdf.Fpdf
	pages    []area
	height   float64      // of the page
	page     int          // 1-based
	mcid     int          // the next on this page
	links    int          // on this page so far
	tag      *pdf.Element // of the part that is drawn
	open     bool         // a marked-content sequence is open
	opened   *pdf.Element // its element
	stressed *pdf.Element // the element in whose emphasis it lies, nil outside
	replaced bool         // it says what its glyphs do not
	face     *face
	size     float64
	fill     rgb
	filled   bool        // fill is what the page uses
	used     []*alphabet // by face.index, nil for a face that is not used
	places   []Place
	targets  map[string]int // by the anchor of a landing
	content  []byte         // of the mark that is drawn, kept for its memory
}

func newPainter(pages []area, created time.Time, faces, signatories int) *painter {
	doc := gofpdf.NewCustom(&gofpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: pages[0].size()})
	doc.SetCompression(false)
	doc.SetCatalogSort(true)
	doc.SetAutoPageBreak(false, 0)
	doc.SetMargins(0, 0, 0)
	doc.SetCreationDate(created.UTC())
	doc.SetModificationDate(created.UTC())
	return &painter{doc: doc, pages: pages, used: make([]*alphabet, faces), places: make([]Place, signatories), targets: map[string]int{}}
}

func (p *painter) addPage() {
	p.closeSequence()
	p.doc.AddPageFormat("P", p.pages[p.page].size())
	p.height = p.pages[p.page].height
	p.page++
	p.mcid, p.links, p.face, p.filled = 0, 0, nil, false
}

// paint draws a part on a page, which is a new one or the last.
func (p *painter) paint(page int, part part, x, y float64) {
	if page > p.page {
		p.addPage()
	}
	p.tag = part.tag
	part.mark.draw(p, x, y)
}

// begin makes sure that what is drawn next lies in a marked-content sequence of the part's element, or in an artifact
// (ISO 32000-1, 14.7.4.2 and 14.8.2.2). Parts of one element that follow each other share one, except that text whose glyphs
// do not say what was typed has a Span of its own, which says it (14.9.4). Sequences are never nested: some readers lose
// the text after an inner one.
func (p *painter) begin(typed string) {
	if p.open && p.opened == p.tag && typed == "" && !p.replaced {
		return
	}
	p.closeSequence()
	p.opened, p.open, p.replaced = p.tag, true, typed != ""
	switch {
	case p.tag == nil:
		p.doc.RawWriteStr("/Artifact BMC")
	case typed == "":
		p.sequence(p.tag, nil)
	default:
		p.sequence(element(p.tag, "Span"), appendUTF16([]byte(" /ActualText "), typed))
	}
}

// stress makes sure that what is drawn next lies in a sequence of an emphasis within the part's element. Emphasis that goes on
// in the next line is one.
func (p *painter) stress() {
	if p.stressed == p.tag {
		return
	}
	p.closeSequence()
	p.opened, p.open, p.stressed, p.replaced = element(p.tag, pdf.Emphasis), true, p.tag, false
	p.sequence(p.opened, nil)
}

// sequence opens a sequence of an element.
func (p *painter) sequence(tag *pdf.Element, properties []byte) {
	tag.Kids = append(tag.Kids, pdf.Kid{Page: p.page, MCID: p.mcid})
	p.doc.RawWriteStr("/" + tag.Role + " <</MCID " + strconv.Itoa(p.mcid) + string(properties) + ">> BDC")
	p.mcid++
}

func (p *painter) closeSequence() {
	if p.open {
		p.doc.RawWriteStr("EMC")
	}
	p.open, p.stressed = false, nil
}

// appendUTF16 writes a text string in hexadecimal (ISO 32000-1, 7.9.2.2).
func appendUTF16(out []byte, s string) []byte {
	const digits = "0123456789ABCDEF"
	out = append(out, '<')
	for _, u := range append([]uint16{0xFEFF}, utf16.Encode([]rune(s))...) {
		out = append(out, digits[u>>12], digits[u>>8&15], digits[u>>4&15], digits[u&15])
	}
	return append(out, '>')
}

// link lets a rectangle lead to an address and notes it with the element being drawn, which must be a Link.
func (p *painter) link(x, y, width, height float64, address string) {
	p.doc.LinkString(x, y, width, height, address)
	p.linked()
}

// linked notes the link that was just drawn.
func (p *painter) linked() {
	p.links++
	p.tag.Kids = append(p.tag.Kids, pdf.Kid{Page: p.page, Link: p.links})
}

// target is gofpdf's number for a place that links lead to.
func (p *painter) target(anchor string) int {
	if p.targets[anchor] == 0 {
		p.targets[anchor] = p.doc.AddLink()
	}
	return p.targets[anchor]
}

// touch registers a face's stand-in with gofpdf when it is new to the document.
func (p *painter) touch(f *face) {
	if p.used[f.index] == nil {
		p.used[f.index] = newAlphabet(f)
		p.doc.AddFontFromBytes(f.standIn(), "", []byte(`{"Tp":"Core","Name":"`+f.standIn()+`"}`), nil)
	}
}

// useFace makes a face current that has been touched.
func (p *painter) useFace(f *face, size float64) {
	if p.face != f || p.size != size {
		p.doc.SetFont(f.standIn(), "", size)
		p.face, p.size = f, size
	}
}

func (p *painter) useFill(c rgb) {
	if !p.filled || p.fill != c {
		p.doc.SetFillColor(int(c.r), int(c.g), int(c.b))
		p.fill, p.filled = c, true
	}
}

// finish returns gofpdf's document and the faces that stand behind its fonts.
func (p *painter) finish(faces []*face) ([]byte, []pdf.Face, error) {
	p.closeSequence()
	var raw bytes.Buffer
	if err := p.doc.Output(&raw); err != nil {
		return nil, nil, fmt.Errorf("draw pages: %w", err)
	}
	var used []pdf.Face
	for _, f := range faces {
		if a := p.used[f.index]; a != nil {
			used = append(used, pdf.Face{StandIn: f.standIn(), Font: f.file, Glyphs: a.glyphs})
		}
	}
	return raw.Bytes(), used, nil
}
