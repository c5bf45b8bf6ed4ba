package typeset

import (
	"strings"
	"unicode/utf8"

	"testamur/internal/pdf"
)

// closing makes the block at the foot of the last page: what the programme is, and how to check the certificate, with the QR
// code at the right.
func (c *composer) closing(f flow) (piece, error) {
	if !f.check {
		return c.colophon(), nil
	}
	spec := &c.layout.Closing
	sect := element(c.root, "Sect")
	b := &closingBlock{composer: c, sect: sect, width: c.measure - float64(spec.Code+spec.Gutter)}
	b.parts = []part{{mark: rule{c.measure, float64(spec.Rule), spec.Colour.rgb}}}
	top := float64(spec.Rule) + float64(spec.Between)
	b.height = top
	if f.about {
		b.about(float64(spec.Between))
	}
	b.check(top + float64(spec.Code))
	code, err := c.qr(c.measure-float64(spec.Code), top, sect)
	b.parts = append(b.parts, code)
	return piece{above: float64(spec.Before), height: max(b.height, top+float64(spec.Code)), parts: b.parts}, err
}

// qr is the QR code, which is left out of a preview.
func (c *composer) qr(x, y float64, sect *pdf.Element) (part, error) {
	width := float64(c.layout.Closing.Code)
	if c.cert.Preview {
		return part{x: x, y: y, mark: border{width, width, blankCodeRule, c.layout.Closing.Colour.rgb}}, nil
	}
	code, err := newMatrix(c.cert.VerifyURL, width)
	return part{x: x, y: y, mark: code, tag: figure(sect, c.words.qr(c.cert.VerifyURL), c.foreign)}, err
}

// colophon is the closing block of pages behind a front, which says what the programme is.
func (c *composer) colophon() piece {
	spec := &c.layout.Closing
	b := &closingBlock{composer: c, sect: element(c.root, "Sect"), width: c.measure, height: float64(spec.Rule + stroke(spec.Between))}
	b.parts = []part{{mark: rule{c.measure, float64(spec.Rule), spec.Colour.rgb}}}
	b.about(0)
	return piece{above: float64(spec.Before), height: b.height, parts: b.parts}
}

// closingBlock is the closing block as far as it is made.
type closingBlock struct {
	*composer
	sect   *pdf.Element
	width  float64 // of the text beside the QR code
	height float64
	parts  []part
}

// about sets the lines on the programme, with white space below them.
func (b *closingBlock) about(below float64) {
	for text := range strings.SplitSeq(b.cert.About, "\n") {
		if lines := b.plain(text, b.style(&b.layout.Styles.About), b.width); len(lines) > 0 {
			b.column(lines, element(b.sect, "P"))
		}
	}
	if len(b.parts) > 1 {
		b.height += below
	}
}

// check says where the certificate can be checked, and by which code: level with foot, or lower when there is no room.
func (b *closingBlock) check(foot float64) {
	start := len(b.parts)
	address := element(b.sect, "P")
	label := b.label(b.words.Check, address)
	b.pair(label, b.address(address))
	code := element(b.sect, "P")
	b.pair(b.label(b.words.Code, code), b.code(b.printedCode(), element(code, "Span")))
	if down := foot - b.height; down > 0 {
		for i := start; i < len(b.parts); i++ {
			b.parts[i].y += down
		}
	}
}

// address is where the certificate can be checked, as a link; in a preview it leads nowhere.
func (b *closingBlock) address(parent *pdf.Element) tagged {
	if b.cert.Preview {
		return b.code(b.cert.VerifyURL+blankCode, element(parent, "Span"))
	}
	link := element(parent, "Link")
	link.Alt = b.cert.VerifyURL
	target := b.code(b.cert.VerifyURL, link)
	for _, l := range target.lines {
		l.link = b.cert.VerifyURL
	}
	return target
}

// tagged are lines with the element that they belong to.
type tagged struct {
	lines []*textLine
	tag   *pdf.Element
}

func (b *closingBlock) label(text string, parent *pdf.Element) tagged {
	span := element(parent, "Span")
	span.Lang = b.foreign
	return tagged{b.plain(text, b.style(&b.layout.Styles.Check), b.width), span}
}

func (b *closingBlock) code(text string, tag *pdf.Element) tagged {
	return tagged{b.plain(text, b.style(&b.layout.Styles.Code), b.width), tag}
}

// pair puts a value behind its label, or below it when one line does not hold both.
func (b *closingBlock) pair(label, value tagged) {
	gap := 0.6 * float64(b.layout.Styles.Check.Size)
	oneLine := len(label.lines) == 1 && len(value.lines) == 1
	if x := label.lines[0].width + gap; oneLine && x+value.lines[0].width <= b.width {
		b.parts = append(b.parts, part{y: b.height, mark: label.lines[0], tag: label.tag})
		value.lines[0].x += x
		b.column(value.lines, value.tag)
		return
	}
	b.column(label.lines, label.tag)
	b.column(value.lines, value.tag)
}

// column puts lines below what is there.
func (b *closingBlock) column(lines []*textLine, tag *pdf.Element) {
	var h float64
	b.parts, h = column(b.parts, lines, 0, b.height, tag)
	b.height += h
}

// grouped writes a code in groups of four, which people copy more surely, unless it comes in groups.
func grouped(code string) string {
	if strings.ContainsAny(code, " -") || utf8.RuneCountInString(code) <= 5 {
		return code
	}
	var b strings.Builder
	for i, r := range []rune(code) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
