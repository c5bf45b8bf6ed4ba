package typeset

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-text/typesetting/language"
	"golang.org/x/text/cases"
	xlanguage "golang.org/x/text/language"

	"testamur/internal/manuscript"
	"testamur/internal/pdf"
)

// BookImprint is what distinguishes one printing of a handbook from another.
type BookImprint struct {
	Created time.Time // recorded in the file, as UTC
	ID      [16]byte  // the file's identifier
}

// Printed is a finished handbook.
type Printed struct {
	PDF   []byte
	Pages int
}

// Print sets a handbook. The same book and imprint give the same bytes. It fails as Render does, and with an error that wraps
// manuscript.ErrBook when the book contradicts itself.
func (t *Typesetter) Print(b manuscript.Book, i BookImprint) (printed Printed, err error) {
	defer func() {
		if p := recover(); p != nil { // gofpdf panics on some input rather than returning errors
			printed, err = Printed{}, fmt.Errorf("%w: %v", ErrRender, p)
		}
	}()
	if err := t.checkBook(&b); err != nil {
		return Printed{}, err
	}
	c, err := t.newBookComposer(&b)
	if err != nil {
		return Printed{}, err
	}
	defer t.shapers.Put(c.shaper)
	if err := c.compose(); err != nil {
		return Printed{}, err
	}
	return t.paintBook(c, i)
}

func (t *Typesetter) newBookComposer(b *manuscript.Book) (*bookComposer, error) {
	tag, err := xlanguage.Parse(b.Language)
	if err != nil {
		return nil, fmt.Errorf("%w: language %q: %w", ErrContent, b.Language, err)
	}
	styles, err := t.bookStyles()
	if err != nil {
		return nil, err
	}
	return &bookComposer{
		setter: &setter{shaper: t.shapers.Get().(*shaper), language: language.NewLanguage(b.Language), upper: cases.Upper(tag)},
		book:   b, styles: styles, words: t.words.lookup(b.Language), root: &pdf.Element{Role: "Document"}, measure: bookArea(1).measure(),
	}, nil
}

// paintBook draws the pages and has package pdf finish the file.
func (t *Typesetter) paintBook(c *bookComposer, i BookImprint) (Printed, error) {
	areas := make([]area, len(c.leaves))
	for n, l := range c.leaves {
		areas[n] = l.area
	}
	p := newPainter(areas, i.Created, len(t.faces), 0)
	for n := range c.leaves {
		c.draw(p, n+1)
	}
	raw, faces, err := p.finish(t.faces)
	if err != nil {
		return Printed{}, err
	}
	b := c.book
	file, err := pdf.Finish(pdf.Draft{Raw: raw, Faces: faces, Structure: c.root, Info: pdf.Info{
		Title: clean(b.Title), Author: clean(b.Publisher), Subject: clean(b.Subtitle), Language: b.Language, Created: i.Created, ID: i.ID,
		Properties: []pdf.Property{{Name: "TestamurEdition", Value: b.Edition}},
	}})
	if err != nil {
		return Printed{}, fmt.Errorf("finish handbook: %w", err)
	}
	return Printed{PDF: file, Pages: len(c.leaves)}, nil
}

// draw draws a page: its running head and folio, which are artifacts, and its text.
func (c *bookComposer) draw(p *painter, number int) {
	l := &c.leaves[number-1]
	p.addPage()
	if l.head != "" {
		c.drawOutside(p, l, number, l.head, c.styles.Running, bookHeadLine)
	}
	l.each(func(part part, x, y float64) {
		p.paint(number, part, x, y)
	})
	if !l.bare {
		c.drawOutside(p, l, number, strconv.Itoa(number), c.styles.Folio, bookHeight-bookFolioLine)
	}
}

// drawOutside draws a line at the outer side of the page.
func (c *bookComposer) drawOutside(p *painter, l *leaf, number int, text string, st *style, y float64) {
	line := c.plain(text, st, c.measure)[0]
	x := float64(l.margins.Left)
	if number%2 == 1 {
		x += c.measure - line.width
	}
	p.paint(number, part{mark: line}, x, y-line.height()/2)
}

// checkBook finds what would leave the book wrong.
func (t *Typesetter) checkBook(b *manuscript.Book) error {
	if err := b.Check(); err != nil {
		return err
	}
	for _, title := range append(b.Titles(), b.Edition, b.Contents, b.Page) {
		if strings.TrimSpace(clean(title)) == "" {
			return fmt.Errorf("%w: a book has an edition, a heading for its contents, a word for pages, and titles wherever they belong", ErrContent)
		}
	}
	if b.Address != "" && !isWebAddress(b.Address) {
		return fmt.Errorf("%w: the address %q is not a web address in ASCII", ErrContent, b.Address)
	}
	if missing := t.Uncovered(nil, b.Texts()...); len(missing) > 0 {
		return &UncoveredError{missing}
	}
	return nil
}
