package typeset

import (
	"math"
	"slices"

	"testamur/internal/pdf"
)

// frontSpec is a first page of its own, on its side, with the text on the pages behind it. The part of the closing block that
// says how to check the certificate stands at its foot; what the programme is, at the end of the text.
type frontSpec struct {
	Margins margins
	Drop    space
	Fit     ratio
	Order   []elementKind
	Frame   frameSpec
}

// frameSpec is a double line around the page; without a thickness there is none.
type frameSpec struct {
	Inset        space // from the page's edge
	Outer, Inner stroke
	Gap          space
	Colour       colour
}

// has says whether an element stands on the front; on no front stands nothing.
func (f *frontSpec) has(e elementKind) bool { return f != nil && slices.Contains(f.Order, e) }

// frontStep is how much smaller the front is tried when it does not fit.
const frontStep = 0.05

// front sets the front page, with type and white space smaller until it fits, as far as the layout allows, and on
// several pages where even that is too large.
func (c *composer) front(behind int) ([]sheet, error) {
	whole, styles, root := c.layout, c.styles, c.root
	defer func() { c.layout, c.styles, c.root = whole, styles, root }()
	c.behind = span{2, 1 + behind}
	for by := 1.0; ; by -= frontStep {
		sheets, err := c.frontAt(whole, by)
		last := by-frontStep < float64(whole.Front.Fit)-1e-9
		if len(sheets) > 1 && last { // what is said of the pages behind counts from the true number of these
			c.behind = span{len(sheets) + 1, len(sheets) + behind}
			sheets, err = c.frontAt(whole, by)
		}
		if last || len(sheets) == 1 {
			root.Kids = append(root.Kids, c.root.Kids...)
			return sheets, err
		}
	}
}

// frontAt sets the front page with title and name at a share of their size.
func (c *composer) frontAt(whole *layoutSpec, by float64) (sheets []sheet, err error) {
	c.layout = whole.scaled(by)
	if c.styles, err = c.resolve(c.layout); err != nil {
		return nil, err
	}
	return c.flow(&pdf.Element{}, flow{area: whole.frontArea(), drop: c.layout.Front.Drop, order: whole.Front.Order, check: true})
}

// scaled is the layout with title and name at a share of their size, and all else that gives way half as much smaller: the
// largest type has most to give. Margins, rules and what is needed to check a certificate stay.
func (s *layoutSpec) scaled(share float64) *layoutSpec {
	c, front := *s, *s.Front
	c.Front = &front
	by := (1 + share) / 2
	for _, n := range []*styleSpec{&c.Styles.Title, &c.Styles.Name} {
		n.scale(share)
	}
	for _, n := range []*styleSpec{
		&c.Styles.Programme, &c.Styles.Date, &c.Styles.Pages, &c.Styles.SenderName, &c.Styles.SenderContact,
		&c.Styles.SignatoryName, &c.Styles.SignatoryTitle, &c.Styles.SignatoryOrganisation,
	} {
		n.scale(by)
	}
	for _, v := range []*space{
		&front.Drop, &c.Logo.Height, &c.Logo.After, &c.Ornament.Before, &c.Ornament.After,
		&c.Signatories.Signature, &c.Signatories.Before, &c.Signatories.Between, &c.Closing.Before, &c.Closing.Between,
	} {
		*v *= space(by)
	}
	return &c
}

// scale makes a style's type and white space smaller.
func (s *styleSpec) scale(by float64) {
	s.Size = fontSize(math.Round(float64(s.Size)*by*100) / 100) // gofpdf writes sizes with two decimals
	s.Leading *= leading(by)
	s.Before, s.After = s.Before*space(by), s.After*space(by)
}

// frame is what is drawn around the front page.
func (f *frameSpec) frame(a area) []part {
	var parts []part
	inset := float64(f.Inset)
	for _, thickness := range []float64{float64(f.Outer), float64(f.Inner)} {
		if thickness > 0 {
			parts = append(parts, part{x: inset, y: inset, mark: border{a.width - 2*inset, a.height - 2*inset, thickness, f.Colour.rgb}})
		}
		inset += thickness + float64(f.Gap)
	}
	return parts
}
