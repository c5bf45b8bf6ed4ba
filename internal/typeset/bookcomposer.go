package typeset

import (
	"testamur/internal/manuscript"
	"testamur/internal/markup"
	"testamur/internal/pdf"
)

// bookComposer makes the pages of one handbook, part after part and chapter after chapter.
type bookComposer struct {
	*setter
	pile
	book    *manuscript.Book
	words   *words
	styles  *bookSpecs[*style]
	root    *pdf.Element
	measure float64
	leaves  []leaf
	late    []*pageNumber  // known when all pages are
	pages   map[string]int // by the anchor of a landing
}

// leaf is a page of a handbook.
type leaf struct {
	sheet
	head string // the running head; none on a page that a chapter or a part begins
	bare bool   // not even a folio
}

// compose makes all pages. The contents stand before what they list, and so come after it here; they take as many pages with
// any numbers.
func (c *bookComposer) compose() error {
	for _, step := range []func() error{c.cover, c.imprint, c.contents, c.front, c.parts} {
		if err := step(); err != nil {
			return err
		}
	}
	c.locate()
	for _, n := range c.late {
		n.fill(c)
	}
	return nil
}

func (c *bookComposer) front() error {
	for i := range c.book.Front {
		if err := c.chapter(nil, &c.book.Front[i], c.root, 0); err != nil {
			return err
		}
	}
	return nil
}

func (c *bookComposer) parts() error {
	for i := range c.book.Parts {
		p := &c.book.Parts[i]
		tag := element(c.root, "Part")
		if err := c.part(p, tag); err != nil {
			return err
		}
		for k := range p.Chapters {
			if err := c.chapter(p, &p.Chapters[k], tag, 1); err != nil {
				return err
			}
		}
	}
	return nil
}

// turn breaks what is piled up into pages. Left and right are the running heads of even and of odd pages.
func (c *bookComposer) turn(left, right string) error {
	sheets, err := paginate(c.pieces, bookArea(1), bookPageCost)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		if i < len(sheets)-1 {
			s.justify()
		}
		number := len(c.leaves) + 1
		s.area = bookArea(number)
		l := leaf{sheet: s}
		switch {
		case i == 0:
		case number%2 == 0:
			l.head = left
		default:
			l.head = right
		}
		c.leaves = append(c.leaves, l)
	}
	c.pile = pile{}
	return nil
}

// bookArea is a page of a handbook: odd ones lie at the right, as in every book.
func bookArea(number int) area {
	m := margins{Top: bookTop, Bottom: bookFoot, Left: bookInner, Right: bookOuter}
	if number%2 == 0 {
		m.Left, m.Right = m.Right, m.Left
	}
	return area{bookWidth, bookHeight, m}
}

// Costs of a page of a handbook. A page that a line more would have fitted costs as much as a paragraph that goes on overleaf.
const (
	bookEmptyCost = 20.0
	bookShortCost = 5.0 // for a last page that is nearly empty
	bookShortFill = 0.18
)

// bookPageCost wants full pages, and of the last page of a chapter only that it has some lines.
func bookPageCost(room, stretch, height float64, last bool) float64 {
	if last {
		lacking := max(bookShortFill-(height-room)/height, 0)
		return pageCost + bookShortCost*lacking
	}
	return sheetCost(room, stretch, height, last) + (bookEmptyCost-emptyCost)*square(max(room-stretch, 0)/height)
}

func square(v float64) float64 { return v * v }

// runs are the runs of a text.
func runs(item markup.Item) Item {
	out := make(Item, len(item))
	for i, r := range item {
		out[i] = Run{Text: r.Text, Emphasis: r.Emphasis}
	}
	return out
}
