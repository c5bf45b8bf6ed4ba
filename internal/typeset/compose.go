package typeset

import (
	"strings"

	"testamur/internal/pdf"
)

// composer makes the pieces of one certificate.
type composer struct {
	*setter
	layout  *layoutSpec
	styles  styles
	words   *words
	cert    *Certificate
	root    *pdf.Element
	foreign string // the language of the fixed words, where it is not the content's
	measure float64
	aspect  float64 // of the logo: width by height
	pile
	behind  span // the pages behind a front
	resolve func(*layoutSpec) (styles, error)
}

// style is the resolved form of one of the layout's styles.
func (c *composer) style(spec *styleSpec) *style { return c.styles[spec] }

// sheets sets the certificate and breaks it into pages.
func (c *composer) sheets() ([]sheet, error) {
	whole := flow{area: c.layout.area(), drop: c.layout.Page.Drop, order: c.layout.Order, about: true, check: true}
	if c.layout.Front == nil {
		return c.flow(c.root, whole)
	}
	whole.check = false
	root, behind := c.root, &pdf.Element{}
	back, err := c.flow(behind, whole)
	if err != nil {
		return nil, err
	}
	c.root = root
	front, err := c.front(len(back))
	root.Kids = append(root.Kids, behind.Kids...)
	return append(front, back...), err
}

// flow is a run of pages: what stands on them, from the top, and what the closing block below it says.
type flow struct {
	area         area
	drop         space
	order        []elementKind
	about, check bool
}

// flow stacks elements and the closing block, and breaks them into pages. The block, where there is one, stands at the foot of
// the last. What it adds to the structure goes below root.
func (c *composer) flow(root *pdf.Element, f flow) ([]sheet, error) {
	c.root, c.measure, c.pieces, c.due = root, f.area.measure(), nil, 0
	for _, e := range f.order {
		c.element(e)
	}
	closes := f.check || f.about && strings.TrimSpace(c.cert.About) != ""
	if closes {
		if err := c.close(f); err != nil {
			return nil, err
		}
	}
	if len(c.pieces) == 0 {
		return nil, nil
	}
	c.pieces[0].stretch = float64(f.drop)
	sheets, err := paginate(c.pieces, f.area, sheetCost)
	if err != nil {
		return nil, err
	}
	for i := range sheets {
		sheets[i].checks = f.check
		sheets[i].justify()
	}
	if closes {
		sheets[len(sheets)-1].sink()
	}
	return sheets, nil
}

// close adds the closing block, which what is above it leads up to.
func (c *composer) close(f flow) error {
	closing, err := c.closing(f)
	if n := len(c.pieces); n > 0 {
		c.pieces[n-1].keep = true
	}
	c.pieces = append(c.pieces, closing)
	return err
}

func (c *composer) element(e elementKind) {
	switch e {
	case elementLogo:
		c.logo()
	case elementLetterhead:
		c.letterhead()
	case elementTitle:
		c.display(c.cert.Title, c.style(&c.layout.Styles.Title), "H1")
	case elementName:
		c.display(c.cert.Name, c.style(&c.layout.Styles.Name), "P")
	case elementProgramme:
		c.programme()
	case elementDate:
		c.date()
	case elementOrnament:
		c.ornament()
	case elementSections:
		c.sections()
	case elementSignatories:
		c.signatories()
	case elementPages:
		c.pages()
	}
}
