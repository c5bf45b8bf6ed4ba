package typeset

import (
	"slices"

	"testamur/internal/pdf"
)

// together sets a text in lines that stay on one page.
func (c *bookComposer) together(text string, st *style, tag *pdf.Element) []piece {
	pieces := stack(c.plain(text, st, c.measure), 0, tag)
	keepTogether(pieces)
	return pieces
}

// display sets a text, which may be empty, on lines of its own that stay with what follows.
func (c *bookComposer) display(text string, st *style, tag *pdf.Element) {
	c.lead(c.together(text, st, tag), st)
}

// opening is display for a title that links and the outline lead to.
func (c *bookComposer) opening(text string, st *style, tag *pdf.Element, l landing) {
	pieces := c.together(text, st, tag)
	pieces[0].parts = append([]part{{mark: l}}, pieces[0].parts...)
	c.lead(pieces, st)
}

// blank adds white space that stays where a page begins with it, as what is above a piece does not.
func (c *bookComposer) blank(height float64) {
	c.add([]piece{{height: height, keep: true}}, 0, 0)
}

// lower puts white space, if there is any, above a piece and so above all that follow it.
func (c *bookComposer) lower(from int, by float64) {
	if by > 0 {
		c.pieces = slices.Insert(c.pieces, from, piece{height: by, keep: true})
	}
}

// room is what the pile leaves of one page, below 0 when it needs more.
func (c *bookComposer) room() float64 {
	room := bookArea(1).textHeight()
	for _, p := range c.pieces {
		room -= p.above + p.height
	}
	return room
}

// beside is the place of a line whose letters stand level with those of another at the same height.
func beside(line, other *textLine) float64 { return other.baseline() - line.baseline() }
