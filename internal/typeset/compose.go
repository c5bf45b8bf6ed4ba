package typeset

import "testamur/internal/pdf"

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
	pieces  []piece
	due     float64 // white space owed to the piece before
}

// style is the resolved form of one of the layout's styles.
func (c *composer) style(spec *styleSpec) *style { return c.styles[spec] }

// document stacks the elements in the layout's order and the closing block below them.
func (c *composer) document() ([]piece, error) {
	for _, e := range c.layout.Order {
		switch e {
		case elementLogo:
			c.logo()
		case elementTitle:
			c.display(c.cert.Title, c.style(&c.layout.Styles.Title), "H1")
		case elementName:
			c.display(c.cert.Name, c.style(&c.layout.Styles.Name), "P")
		case elementDate:
			c.date()
		case elementOrnament:
			c.ornament()
		case elementSections:
			c.sections()
		case elementSignatories:
			c.signatories()
		}
	}
	c.pieces[0].stretch = float64(c.layout.Page.Drop)
	c.pieces[len(c.pieces)-1].keep = true
	closing, err := c.closing()
	return append(c.pieces, closing), err
}

// lead adds pieces that lead up to what follows.
func (c *composer) lead(pieces []piece, st *style) {
	if len(pieces) == 0 {
		return
	}
	keepTogether(pieces)
	pieces[len(pieces)-1].keep = true
	c.add(pieces, float64(st.Before), 0)
	c.due = float64(st.After)
}

// add appends pieces with white space above the first, besides what is already due there.
func (c *composer) add(pieces []piece, above, stretch float64) {
	if len(pieces) == 0 {
		return
	}
	pieces[0].above += above + c.due
	pieces[0].stretch += stretch
	c.due = 0
	c.pieces = append(c.pieces, pieces...)
}
