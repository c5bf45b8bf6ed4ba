package typeset

import "strings"

// letterheadSpec is the head of a letter: the logo at the left, the institution and where questions go at the right.
type letterheadSpec struct {
	Height space // kept free at least: for an office's printed paper, where there is neither logo nor contact
	Gutter space
	Clear  space // above the rule
	After  space
	Rule   stroke
	Colour colour
}

// letterhead sets the head. An institution that gives neither a logo nor a contact prints on paper that has them, so its name
// is not set either.
func (c *composer) letterhead() {
	spec := &c.layout.Letterhead
	row := piece{height: float64(spec.Height), keep: true}
	if c.cert.sends() {
		c.sender(&row, (c.measure-float64(spec.Gutter))/2)
	}
	c.add([]piece{row}, 0, 0)
	c.due = float64(spec.After)
}

// sends says whether the certificate has what a letterhead shows besides the institution's name.
func (c *Certificate) sends() bool { return len(c.Logo) > 0 || strings.TrimSpace(c.Contact) != "" }

// sender puts logo, name, contact and the rule below them into the head, each at most width wide.
func (c *composer) sender(row *piece, width float64) {
	spec := &c.layout.Letterhead
	if len(c.cert.Logo) > 0 {
		logo := c.logoPart(0, width)
		row.parts = append(row.parts, logo)
		row.height = max(row.height, logo.mark.(picture).height+float64(spec.Clear))
	}
	height := 0.0
	for _, t := range []struct {
		text  string
		style *style
	}{
		{c.cert.Institution, c.style(&c.layout.Styles.SenderName)},
		{c.cert.Contact, c.style(&c.layout.Styles.SenderContact)},
	} {
		lines := c.plain(t.text, t.style, width)
		if len(lines) == 0 {
			continue
		}
		var h float64
		height += float64(t.style.Before)
		row.parts, h = column(row.parts, lines, c.measure-width, height, element(c.root, "P"))
		height += h + float64(t.style.After)
	}
	thickness := float64(spec.Rule)
	row.height = max(row.height, height+float64(spec.Clear))
	row.parts = append(row.parts, part{y: row.height - thickness, mark: rule{c.measure, thickness, spec.Colour.rgb}})
}
