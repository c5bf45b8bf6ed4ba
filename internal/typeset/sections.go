package typeset

import "testamur/internal/pdf"

// sections sets the headings and what is under them.
func (c *composer) sections() {
	spec := &c.layout.Sections
	for i, s := range c.cert.Sections {
		above, stretch := float64(spec.Between), 0.6*float64(spec.Between)
		if i == 0 {
			above, stretch = float64(spec.Before), float64(spec.Before)
		}
		sect := element(c.root, "Sect")
		start := len(c.pieces)
		c.heading(s.Heading, sect)
		for _, b := range s.Blocks {
			c.block(b, sect)
		}
		if start < len(c.pieces) {
			c.pieces[start].above += above
			c.pieces[start].stretch += stretch
		}
	}
}

func (c *composer) heading(text string, sect *pdf.Element) {
	st := c.style(&c.layout.Styles.Heading)
	if lines := c.plain(text, st, c.measure); len(lines) > 0 {
		c.lead(stack(lines, 0, element(sect, "H2")), st)
	}
}

func (c *composer) block(b Block, sect *pdf.Element) {
	parent := sect
	if b.Kind == List {
		parent = element(sect, "L")
	}
	for _, item := range b.Items {
		if b.Kind == List {
			c.listItem(item, parent)
		} else {
			c.paragraph(item, parent)
		}
		c.due = float64(c.layout.Sections.Paragraph)
	}
}

func (c *composer) paragraph(text Item, sect *pdf.Element) {
	if lines := c.set(text, c.style(&c.layout.Styles.Text), c.measure); len(lines) > 0 {
		c.add(stack(lines, 0, element(sect, "P")), 0, 0)
	}
}

// listItem sets an item with a dot beside its first line. The dot is an artifact: the structure says that this is a list.
func (c *composer) listItem(text Item, list *pdf.Element) {
	indent, st := float64(c.layout.Sections.Indent), c.style(&c.layout.Styles.Text)
	lines := c.set(text, st, c.measure-indent)
	if len(lines) == 0 {
		return
	}
	pieces := stack(lines, indent, element(element(list, "LI"), "LBody"))
	dot := part{x: indent / 2, y: lines[0].baseline(), mark: bullet{st.Colour.rgb, float64(st.Size)}}
	pieces[0].parts = append([]part{dot}, pieces[0].parts...)
	c.add(pieces, 0, 0)
}
