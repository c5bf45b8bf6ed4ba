package typeset

import (
	"strconv"
	"strings"
)

// programme says what the certificate is awarded for: the programme's name and, unless a letterhead has it, the institution's.
func (c *composer) programme() {
	st := c.style(&c.layout.Styles.Programme)
	c.said(c.cert.Programme, st, "")
	if !c.layout.has(elementLetterhead) || !c.cert.sends() {
		c.said(c.cert.Institution, st, "")
	}
}

// span is a run of pages, both ends included.
type span struct{ first, last int }

// pages says on which pages the text stands, where there is any.
func (c *composer) pages() {
	if c.behind.last >= c.behind.first {
		c.said(c.words.pages(c.behind), c.style(&c.layout.Styles.Pages), c.foreign)
	}
}

// said sets a text that may be empty.
func (c *composer) said(text string, st *style, lang string) {
	if lines := c.plain(text, st, c.measure); len(lines) > 0 {
		tag := element(c.root, "P")
		tag.Lang = lang
		c.lead(stack(lines, 0, tag), st)
	}
}

// pages says where the text stands.
func (w *words) pages(s span) string {
	pattern := w.Pages
	if s.first == s.last {
		pattern = w.OnePage
	}
	return strings.NewReplacer("{first}", strconv.Itoa(s.first), "{last}", strconv.Itoa(s.last)).Replace(pattern)
}
