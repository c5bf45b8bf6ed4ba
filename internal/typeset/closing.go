package typeset

import (
	"strings"
	"unicode/utf8"

	"testamur/internal/pdf"
)

// closing makes the block at the foot of the last page: what the programme is and how to check the certificate, with the QR
// code at the right.
func (c *composer) closing() (piece, error) {
	spec := &c.layout.Closing
	code, err := newMatrix(c.cert.VerifyURL, float64(spec.Code))
	if err != nil {
		return piece{}, err
	}
	sect := element(c.root, "Sect")
	top := float64(spec.Rule) + float64(spec.Between)
	block := piece{above: float64(spec.Before), parts: []part{{mark: rule{c.measure, float64(spec.Rule), spec.Colour.rgb}}}}
	width := c.measure - float64(spec.Code+spec.Gutter)

	height := top
	for _, text := range strings.Split(c.cert.About, "\n") {
		if lines := c.plain(text, c.styles.about, width); len(lines) > 0 {
			var h float64
			block.parts, h = column(block.parts, lines, 0, height, element(sect, "P"))
			height += h
		}
	}
	if height > top {
		height += float64(spec.Between)
	}
	checks := len(block.parts)
	height += c.check(&block, sect, width, height)
	if foot := top + float64(spec.Code); height < foot {
		for i := range block.parts[checks:] {
			block.parts[checks+i].y += foot - height // so that the last line stands level with the code's foot
		}
		height = foot
	}
	block.parts = append(block.parts, part{
		x: c.measure - float64(spec.Code), y: top, mark: code,
		tag: figure(sect, c.words.qr(c.cert.VerifyURL), c.foreign),
	})
	block.height = height
	return block, nil
}

// check says where the certificate can be checked, and by which code.
func (c *composer) check(block *piece, sect *pdf.Element, width, y float64) float64 {
	height := 0.0
	say := func(lines []*textLine, tag *pdf.Element) {
		var h float64
		block.parts, h = column(block.parts, lines, 0, y+height, tag)
		height += h
	}
	paragraph := func(lang string) *pdf.Element {
		p := element(sect, "P")
		p.Lang = lang
		return p
	}
	say(c.plain(c.words.Check, c.styles.check, width), paragraph(c.foreign))
	link := element(element(sect, "P"), "Link")
	link.Alt = c.cert.VerifyURL
	address := c.plain(c.cert.VerifyURL, c.styles.code, width)
	for _, l := range address {
		l.link = c.cert.VerifyURL
	}
	say(address, link)
	say(c.plain(c.words.Code, c.styles.check, width), paragraph(c.foreign))
	say(c.plain(grouped(c.cert.Code), c.styles.code, width), paragraph(""))
	return height
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

// foot sets serial number and page number, which stand at the foot of every page.
func (c *composer) foot(page, pages int) []part {
	st := c.styles.foot
	var parts []part
	for _, f := range []struct {
		text  string
		align align
	}{
		{c.words.serial(c.cert.Serial), c.layout.Foot.Serial},
		{c.words.page(page, pages), c.layout.Foot.Page},
	} {
		parts, _ = column(parts, c.plain(f.text, st.aligned(f.align), c.measure), 0, -float64(st.Leading)/2, nil)
	}
	return parts
}
