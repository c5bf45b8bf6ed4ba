package typeset

import "testamur/internal/pdf"

// signatories sets those who sign in columns, row by row, which is also their reading order.
func (c *composer) signatories() {
	if len(c.cert.Signatories) == 0 {
		return // in a preview
	}
	spec := &c.layout.Signatories
	columns := int(spec.Columns)
	width := c.layout.columnWidth()
	sect := element(c.root, "Sect")
	c.keepLast()
	if spec.Align == alignCentre {
		columns = evenly(len(c.cert.Signatories), columns)
	}
	for first := 0; first < len(c.cert.Signatories); first += columns {
		row := piece{split: signersCost}
		end := min(first+columns, len(c.cert.Signatories))
		left := 0.0
		if spec.Align == alignCentre {
			left = (c.measure - float64(end-first)*(width+float64(spec.Gutter)) + float64(spec.Gutter)) / 2
		}
		for i := first; i < end; i++ {
			x := left + float64(i-first)*(width+float64(spec.Gutter))
			parts, height := c.signatory(i, x, width, element(sect, "Sect"))
			row.parts = append(row.parts, parts...)
			row.height = max(row.height, height)
		}
		above, stretch := float64(spec.Between), float64(spec.Between)
		if first == 0 {
			above, stretch = float64(spec.Before), 2*float64(spec.Before)
		}
		c.add([]piece{row}, above, stretch)
	}
}

// evenly is how many of n stand in a row when as few rows as columns allow are of even length.
func evenly(n, columns int) int {
	rows := (n + columns - 1) / columns
	return (n + rows - 1) / rows
}

// keepLast keeps the end of the text with the signatures: a page of signatures alone could be put under any text.
func (c *composer) keepLast() {
	if n := len(c.pieces); n > 0 {
		c.pieces[n-1].keep = true
	}
}

// aboveRule is the distance in points of a drawn signature from the rule, which its white ground would cover.
const aboveRule = 1.5

// signatory sets one: room for the signature, a rule, name, title, organisation.
func (c *composer) signatory(i int, x, width float64, sect *pdf.Element) ([]part, float64) {
	spec := &c.layout.Signatories
	s := c.cert.Signatories[i]
	height := float64(spec.Signature)
	parts := []part{
		{x: x, mark: slot{i, width, height - aboveRule}},
		{x: x, y: height, mark: rule{width, float64(spec.Rule), spec.Colour.rgb}},
	}
	height += float64(spec.Rule)
	for _, t := range []struct {
		text  string
		style *style
	}{
		{s.Name, c.style(&c.layout.Styles.SignatoryName)},
		{s.Title, c.style(&c.layout.Styles.SignatoryTitle)},
		{s.Organisation, c.style(&c.layout.Styles.SignatoryOrganisation)},
	} {
		lines := c.plain(t.text, t.style, width)
		if len(lines) == 0 {
			continue
		}
		height += float64(t.style.Before)
		var h float64
		parts, h = column(parts, lines, x, height, element(sect, "P"))
		height += h + float64(t.style.After)
	}
	return parts, height
}
