package typeset

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

var layoutName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Least sizes, in points, below which text could not be set well or a code not be read.
const (
	leastMeasure = 90 * pointsPerMillimetre
	leastHeight  = 150 * pointsPerMillimetre
	leastColumn  = 35 * pointsPerMillimetre
	leastCode    = 15 * pointsPerMillimetre
	mostCode     = 40 * pointsPerMillimetre
)

// check finds what no single value shows, and resolves the names of colours.
func (s *layoutSpec) check() error {
	if !layoutName.MatchString(s.Name) {
		return fmt.Errorf("name %q is not made of lower-case letters, digits and hyphens", s.Name)
	}
	for _, step := range []func() error{s.checkPage, s.checkOrder, s.checkParts, s.checkStyles, s.resolveColours} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (s *layoutSpec) checkPage() error {
	m := s.Page.Margins
	if s.Page.Size == "" {
		return errors.New("page: size is missing")
	}
	if s.measure() < leastMeasure {
		return errors.New("page: the margins leave less than 90mm for a line of text")
	}
	if s.textHeight() < leastHeight {
		return errors.New("page: the margins leave less than 150mm for the text")
	}
	if s.Foot.Height == 0 || s.Foot.Height+space(s.Styles.Foot.Leading) > m.Bottom {
		return errors.New("foot: its height must lie within the lower margin")
	}
	return nil
}

func (s *layoutSpec) checkOrder() error {
	for _, e := range elementKinds {
		n := 0
		for _, o := range s.Order {
			if o == e {
				n++
			}
		}
		optional := e == elementLogo || e == elementOrnament
		if n > 1 || n == 0 && !optional {
			return fmt.Errorf("order: %s appears %d times", e, n)
		}
	}
	if slices.Contains(s.Order, elementLogo) && s.Logo.Height == 0 {
		return errors.New("logo: height is missing")
	}
	return nil
}

func (s *layoutSpec) checkParts() error {
	if s.Closing.Code < leastCode || s.Closing.Code > mostCode {
		return errors.New("closing: code must be from 15mm to 40mm wide to be read")
	}
	if s.Signatories.Columns == 0 || s.columnWidth() < leastColumn {
		return errors.New("signatories: columns are missing or narrower than 35mm")
	}
	if s.measure()-float64(s.Closing.Code+s.Closing.Gutter) < leastColumn {
		return errors.New("closing: the gutter leaves less than 35mm beside the code")
	}
	if s.measure()-float64(s.Sections.Indent) < leastColumn {
		return errors.New("sections: the indent leaves less than 35mm for a list")
	}
	return nil
}

func (s *layoutSpec) checkStyles() error {
	for _, n := range s.Styles.named() {
		switch {
		case n.Face == "":
			return fmt.Errorf("styles: %s: face is missing", n.name)
		case n.Size == 0 || n.Leading == 0:
			return fmt.Errorf("styles: %s: size or leading is missing", n.name)
		case float64(n.Leading) < 0.8*float64(n.Size):
			return fmt.Errorf("styles: %s: leading is below 0.8 of the size", n.name)
		}
	}
	return nil
}

func (s *layoutSpec) resolveColours() error {
	uses := []*colour{&s.Ornament.Colour, &s.Signatories.Colour, &s.Closing.Colour}
	for _, n := range s.Styles.named() {
		uses = append(uses, &n.Colour)
	}
	for _, c := range uses {
		v, ok := s.Colours[c.name]
		if c.line == 0 {
			return errors.New("a style, the ornament, the signatories or the closing block lack a colour")
		}
		if !ok {
			return fmt.Errorf("line %d: no colour is called %q", c.line, c.name)
		}
		c.rgb = v
	}
	return nil
}

// measure is the width of the text in points.
func (s *layoutSpec) measure() float64 {
	width, _ := s.Page.Size.size()
	return width - float64(s.Page.Margins.Left+s.Page.Margins.Right)
}

// columnWidth is the width of a signatory's column in points.
func (s *layoutSpec) columnWidth() float64 {
	n := float64(s.Signatories.Columns)
	return (s.measure() - (n-1)*float64(s.Signatories.Gutter)) / n
}

// textHeight is the height of the text on a page in points.
func (s *layoutSpec) textHeight() float64 {
	_, height := s.Page.Size.size()
	return height - float64(s.Page.Margins.Top+s.Page.Margins.Bottom)
}
