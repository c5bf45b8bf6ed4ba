package typeset

import (
	"strconv"

	"testamur/internal/manuscript"
	"testamur/internal/markup"
	"testamur/internal/pdf"
)

// counted sets a numbered list, the numbers before the text.
func (c *bookComposer) counted(items []markup.Item, sect *pdf.Element) {
	if len(items) == 0 {
		return
	}
	list := element(sect, "L")
	for i, item := range items {
		entry := element(list, "LI")
		label := element(entry, "Lbl")
		pieces := c.paragraph(runs(item), c.styles.Ragged, element(entry, "LBody"), bookIndent)
		if len(pieces) > 0 {
			first := pieces[0].parts[0].mark.(*textLine)
			number := c.plain(strconv.Itoa(i+1), c.styles.Number, bookIndent)[0]
			pieces[0].parts = append([]part{{y: beside(number, first), mark: number, tag: label}}, pieces[0].parts...)
		}
	}
}

// works lists what there is to read further; the note of each stands below it, further in.
func (c *bookComposer) works(works []manuscript.Work, sect *pdf.Element) {
	if len(works) == 0 {
		return
	}
	list := element(sect, "L")
	for _, w := range works {
		start := len(c.pieces)
		body := element(element(list, "LI"), "LBody")
		c.paragraph(runs(w.Citation), c.styles.Ragged, element(body, "P"), 0)
		c.due = 0
		c.paragraph(runs(w.Note), c.styles.Gloss, element(body, "P"), bookIndent)
		keepTogether(c.pieces[start:])
	}
}

// quote sets the words of somebody else.
func (c *bookComposer) quote(blocks []markup.Block, sect *pdf.Element) {
	c.due = bookEntry
	c.blocks(blocks, c.styles.Quote, element(sect, "BlockQuote"), bookIndent)
}
