package typeset

// foot sets the serial number, at the left, and the page number, at the right, which stand at the foot of every page. They
// are artifacts: not part of the text.
func (c *composer) foot(page, pages int, measure float64) []part {
	st := c.style(&c.layout.Styles.Foot)
	half, up := measure/2, -float64(st.Leading)/2
	parts, _ := column(nil, c.plain(c.words.serial(c.serial()), st, half), 0, up, nil)
	for _, l := range c.plain(c.words.page(page, pages), st, half) {
		parts = append(parts, part{x: measure - l.width, y: up, mark: l})
	}
	return parts
}
