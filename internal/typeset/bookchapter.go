package typeset

import (
	"testamur/internal/manuscript"
	"testamur/internal/markup"
	"testamur/internal/pdf"
)

// Places on a page that a part or a chapter begins.
const (
	partDrop    = 92.0
	chapterDrop = 26.0
	chapterRule = 40.0
)

// part sets the page or pages that open a part: its name, what it is about, and its chapters with their questions.
func (c *bookComposer) part(p *manuscript.Part, tag *pdf.Element) error {
	c.opening(p.Title, c.styles.PartTitle, element(tag, "H1"), landing{p.Anchor, p.Title, 0})
	c.blocks(p.Introduction, c.styles.PartText, tag, 0)
	list := element(tag, "TOC")
	for i, ch := range p.Chapters {
		above := 9.0
		if i == 0 {
			above = 24
		}
		c.due += above
		c.promised(&ch, list)
	}
	c.lower(0, min(partDrop, c.room()))
	return c.turn(p.Title, p.Title)
}

// promised names a chapter with its page and its question, together on one page.
func (c *bookComposer) promised(ch *manuscript.Chapter, list *pdf.Element) {
	start := len(c.pieces)
	c.entry(ch.Anchor, ch.Title, c.styles.Listed, list)
	item := list.Kids[len(list.Kids)-1].Element
	c.add(stack(c.plain(ch.Question, c.styles.Gloss, c.measure-numberWidth), 0, element(item, "P")), 0, 0)
	keepTogether(c.pieces[start:])
}

// chapter sets a chapter. Level is where it stands in the outline.
func (c *bookComposer) chapter(p *manuscript.Part, ch *manuscript.Chapter, parent *pdf.Element, level int) error {
	sect := element(parent, "Sect")
	h := headings(level + 1)
	left := c.book.Title
	c.blank(chapterDrop)
	if p != nil {
		left = p.Title
		c.display(p.Title, c.styles.Kicker, nil)
	}
	c.opening(ch.Title, c.styles.Title, element(sect, h.title), landing{ch.Anchor, ch.Title, level})
	if ch.Question != "" {
		c.display(ch.Question, c.styles.Question, element(sect, "P"))
		c.add([]piece{{height: 0.6, keep: true, parts: []part{{mark: rule{chapterRule, 0.6, bookAccent.rgb}}}}}, 0, 0)
	}
	c.due = bookLead
	c.blocks(ch.Text, c.styles.Text, sect, 0)
	for i := range ch.Sections {
		c.section(&ch.Sections[i], sect, h)
	}
	return c.turn(left, ch.Title)
}

// headingRoles are the roles of the headings within a chapter.
type headingRoles struct{ title, section, entry string }

// headings begin with the level of the chapter's title.
func headings(level int) headingRoles {
	all := []string{"H1", "H2", "H3", "H4"}[level-1:]
	return headingRoles{all[0], all[1], all[2]}
}

// section sets a section of a chapter.
func (c *bookComposer) section(s *manuscript.Section, chapter *pdf.Element, h headingRoles) {
	sect := element(chapter, "Sect")
	c.due = bookSection
	start := len(c.pieces)
	c.display(s.Title, c.styles.Heading, element(sect, h.section))
	if start < len(c.pieces) {
		c.pieces[start].stretch = bookSection / 2
	}
	c.blocks(s.Text, c.styles.Text, sect, 0)
	c.counted(s.Counted, sect)
	for i, e := range s.Entries {
		c.due = bookEntry
		if i == 0 {
			c.due = bookHeading
		}
		c.named(&e, sect, h.entry)
	}
	c.works(s.Works, sect)
	for _, q := range s.Quotes {
		c.quote(q, sect)
	}
}

// named sets an entry: its name on a line of its own, and what is said of it.
func (c *bookComposer) named(e *manuscript.Entry, sect *pdf.Element, role string) {
	tag, start := element(sect, role), len(c.pieces)
	if e.To == "" {
		c.display(e.Name, c.styles.EntryName, tag)
	} else {
		c.reference(e, tag)
	}
	if start < len(c.pieces) {
		c.pieces[start].stretch += bookEntry / 2
	}
	c.blocks(e.Text, c.styles.Text, sect, 0)
}

// reference is the name of another chapter with its page; both lead there.
func (c *bookComposer) reference(e *manuscript.Entry, heading *pdf.Element) {
	link := element(heading, "Link")
	link.Alt = e.Name
	lines := c.plain(e.Name, c.styles.EntryName, c.measure-2*numberWidth)
	last := lines[len(lines)-1]
	var row piece
	row.parts, row.height = column(nil, lines, 0, 0, link)
	number := c.number(e.To, ", "+c.book.Page, last, c.styles.Text)
	row.parts = append(row.parts, part{x: last.width, y: row.height - last.height(), mark: number, tag: link},
		part{mark: hotspot{last.width + 1.2*numberWidth, row.height, e.To}, tag: link})
	c.lead([]piece{row}, c.styles.EntryName)
}

// blocks sets paragraphs and lists.
func (c *bookComposer) blocks(blocks []markup.Block, st *style, sect *pdf.Element, indent float64) {
	for _, b := range blocks {
		list := sect
		if b.List {
			list = element(sect, "L")
		}
		for _, item := range b.Items {
			if b.List {
				c.bulleted(runs(item), st, list, indent)
			} else {
				c.paragraph(runs(item), st, element(sect, "P"), indent)
			}
		}
	}
}

// paragraph sets a paragraph, and what white space is to follow it.
func (c *bookComposer) paragraph(text Item, st *style, tag *pdf.Element, indent float64) []piece {
	lines := c.set(text, st, c.measure-indent)
	start := len(c.pieces)
	c.add(stack(lines, indent, tag), 0, 1)
	c.due = bookParagraph
	return c.pieces[start:]
}

func (c *bookComposer) bulleted(text Item, st *style, list *pdf.Element, indent float64) {
	pieces := c.paragraph(text, st, element(element(list, "LI"), "LBody"), indent+bookIndent)
	if len(pieces) > 0 {
		first := pieces[0].parts[0].mark.(*textLine)
		dot := part{x: indent + 0.6*bookIndent, y: first.baseline(), mark: bullet{st.Colour.rgb, float64(st.Size)}}
		pieces[0].parts = append([]part{dot}, pieces[0].parts...)
	}
}
