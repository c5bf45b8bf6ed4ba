package typeset

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// landing marks a page that links, and the outline of the document, lead to. They lead to its top, for the landing is in the title
// that begins it.
type landing struct {
	anchor, title string
	level         int // in the outline, from 0
}

func (l landing) draw(p *painter, _, _ float64) {
	p.doc.SetLink(p.target(l.anchor), 0, p.page)
	p.doc.Bookmark(bookmark(l.title), l.level, 0)
}

// bookmark is a title as gofpdf writes it into the outline: UTF-16BE with its mark (ISO 32000-1, 7.9.2.2).
func bookmark(title string) string {
	out := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(clean(title))) {
		out = append(out, byte(u>>8), byte(u))
	}
	return string(out)
}

// hotspot makes a rectangle lead to a landing. The element drawn with it must be a Link.
type hotspot struct {
	width, height float64
	to            string
}

func (h hotspot) draw(p *painter, x, y float64) {
	p.doc.Link(x, y, h.width, h.height, p.target(h.to))
	p.linked()
}

// pageNumber is the number of the page on which a landing stands, known only when everything has its page.
type pageNumber struct {
	anchor, pattern string // {page} in the pattern is the number
	style           *style
	beside          *textLine // the line on which it stands, at the same height
	right           bool      // x is its right end
	line            *textLine
}

func (n *pageNumber) draw(p *painter, x, y float64) {
	if n.right {
		x -= n.line.width
	}
	n.line.draw(p, x, y+beside(n.line, n.beside))
}

// fill sets the number.
func (n *pageNumber) fill(c *bookComposer) {
	text := strings.ReplaceAll(n.pattern, "{page}", strconv.Itoa(c.pages[n.anchor]))
	n.line = c.plain(text, n.style, bookWidth)[0]
}

// number makes the number of the page of an anchor, to stand on a line.
func (c *bookComposer) number(anchor, pattern string, on *textLine, st *style) *pageNumber {
	n := &pageNumber{anchor: anchor, pattern: pattern, style: st, beside: on}
	c.late = append(c.late, n)
	return n
}

// locate finds the page of every landing.
func (c *bookComposer) locate() {
	c.pages = map[string]int{}
	for i := range c.leaves {
		c.leaves[i].each(func(p part, _, _ float64) {
			if l, ok := p.mark.(landing); ok {
				c.pages[l.anchor] = i + 1
			}
		})
	}
}

// each visits the parts of the page's text with their places.
func (s *sheet) each(visit func(p part, x, y float64)) {
	y := float64(s.margins.Top)
	for _, piece := range s.pieces {
		y += piece.above
		for _, part := range piece.parts {
			visit(part, float64(s.margins.Left)+part.x, y+part.y)
		}
		y += piece.height
	}
}
