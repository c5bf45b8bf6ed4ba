package typeset

import (
	"errors"
	"fmt"
)

// resolveColours puts colours in the place of their names.
func (s *layoutSpec) resolveColours() error {
	for _, c := range s.usedColours() {
		v, ok := s.Colours[c.name]
		if c.line == 0 {
			return errors.New("a style, the ornament, the signatories, the closing block, the letterhead or the front's frame lack a colour")
		}
		if !ok {
			return fmt.Errorf("line %d: no colour is called %q", c.line, c.name)
		}
		c.rgb = v
	}
	return nil
}

// usedColours lists the colours that the layout needs.
func (s *layoutSpec) usedColours() []*colour {
	used := []*colour{&s.Signatories.Colour, &s.Closing.Colour}
	if s.has(elementOrnament) || s.Ornament.Colour.line > 0 {
		used = append(used, &s.Ornament.Colour)
	}
	if s.has(elementLetterhead) {
		used = append(used, &s.Letterhead.Colour)
	}
	if s.Front != nil && s.Front.Frame.Outer+s.Front.Frame.Inner > 0 {
		used = append(used, &s.Front.Frame.Colour)
	}
	for _, n := range s.Styles.named() {
		if s.uses(n) {
			used = append(used, &n.Colour)
		}
	}
	return used
}
