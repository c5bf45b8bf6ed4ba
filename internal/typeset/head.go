package typeset

import "testamur/internal/pdf"

// display sets a text on lines of its own that stay together and with what follows.
func (c *composer) display(text string, st *style, role string) *pdf.Element {
	tag := element(c.root, role)
	c.lead(stack(c.plain(text, st, c.measure), 0, tag), st)
	return tag
}

func (c *composer) date() {
	tag := c.display(c.awarded(), c.style(&c.layout.Styles.Date), "P")
	tag.Lang = c.foreign
}

// ornament adds a short rule in the middle.
func (c *composer) ornament() {
	spec := &c.layout.Ornament
	r := rule{float64(spec.Width), float64(spec.Thickness), spec.Colour.rgb}
	c.add([]piece{{height: r.thickness, keep: true, parts: []part{{x: (c.measure - r.width) / 2, mark: r}}}}, float64(spec.Before), 0)
	c.due = float64(spec.After)
}
