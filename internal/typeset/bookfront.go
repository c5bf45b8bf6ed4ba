package typeset

import (
	"testamur/internal/manuscript"
	"testamur/internal/pdf"
)

// Places on the cover.
const (
	coverDrop  = 104.0 // above the title
	coverRule  = 62.0  // length of the short rule
	coverAbove = 20.0  // above it
)

// cover sets the title page: who publishes, the title, and which text this is.
func (c *bookComposer) cover() error {
	sect, s := element(c.root, "Sect"), c.styles
	c.display(c.book.Publisher, s.CoverLine, element(sect, "P"))
	c.blank(coverDrop)
	c.opening(c.book.Title, s.CoverTitle, element(sect, "H1"), landing{"cover", c.book.Title, 0})
	c.display(c.book.Subtitle, s.CoverSubtitle, element(sect, "P"))
	c.add([]piece{{height: 0.6, keep: true, parts: []part{{mark: rule{coverRule, 0.6, bookAccent.rgb}}}}}, coverAbove, 0)
	above := len(c.pieces)
	c.display(c.edition(), s.CoverEdition, element(sect, "P"))
	return c.bare(above)
}

// imprint sets the page behind the cover: whatever is to be known of the book as a thing.
func (c *bookComposer) imprint() error {
	if len(c.book.Imprint) == 0 && c.book.Address == "" {
		return nil
	}
	sect := element(c.root, "Sect")
	c.blocks(c.book.Imprint, c.styles.Imprint, sect, 0)
	if c.book.Address != "" {
		link := element(element(sect, "P"), "Link")
		link.Alt = c.book.Address
		lines := c.plain(c.book.Address, c.styles.Imprint, c.measure)
		for _, l := range lines {
			l.link = c.book.Address
		}
		c.add(stack(lines, 0, link), 0, 0)
	}
	return c.bare(0)
}

// bare makes a page without folio of what is piled up, at its foot what is from a piece on.
func (c *bookComposer) bare(foot int) error {
	c.lower(foot, c.room())
	from := len(c.leaves)
	if err := c.turn("", ""); err != nil {
		return err
	}
	for i := range c.leaves[from:] {
		c.leaves[from+i].bare = true
	}
	return nil
}

// edition says which text this is, and of which day.
func (c *bookComposer) edition() string {
	day := Date(c.book.Published)
	if !day.valid() {
		return c.book.Edition
	}
	return c.book.Edition + " · " + c.words.spell(day)
}

// contents lists parts and chapters with their pages.
func (c *bookComposer) contents() error {
	sect := element(c.root, "Sect")
	c.blank(chapterDrop)
	c.opening(c.book.Contents, c.styles.Title, element(sect, "H1"), landing{"contents", c.book.Contents, 0})
	c.due = bookLead
	toc := element(sect, "TOC")
	for _, ch := range c.book.Front {
		c.entry(ch.Anchor, ch.Title, c.styles.Listed, toc)
	}
	for i := range c.book.Parts {
		c.listPart(&c.book.Parts[i], toc)
	}
	return c.turn(c.book.Contents, c.book.Contents)
}

func (c *bookComposer) listPart(p *manuscript.Part, toc *pdf.Element) {
	start := len(c.pieces)
	c.entry(p.Anchor, p.Title, c.styles.ListedPart, toc)
	inner := element(toc, "TOC")
	for _, ch := range p.Chapters {
		c.entry(ch.Anchor, ch.Title, c.styles.Listed, inner)
	}
	keepTogether(c.pieces[start:])
}

// numberWidth is kept free for the number of a page.
const numberWidth = 40.0

// entry is a line of the contents, all of which leads to the page.
func (c *bookComposer) entry(anchor, title string, st *style, toc *pdf.Element) {
	link := element(element(toc, "TOCI"), "Link")
	link.Alt = title
	var row piece
	lines := c.plain(title, st, c.measure-numberWidth)
	row.parts, row.height = column(nil, lines, 0, 0, link)
	number := c.number(anchor, "{page}", lines[len(lines)-1], c.styles.Listed)
	number.right = true
	row.parts = append(row.parts, part{x: c.measure, y: row.height - lines[0].height(), mark: number, tag: link},
		part{mark: hotspot{c.measure, row.height, anchor}, tag: link})
	c.lead([]piece{row}, st)
	c.pieces[len(c.pieces)-1].keep = false
}
