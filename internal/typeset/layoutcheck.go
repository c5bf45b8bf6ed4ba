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
	if s.Page.Size == "" {
		return errors.New("page: size is missing")
	}
	if err := s.checkArea(s.area()); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	if s.Front == nil {
		return nil
	}
	if err := s.checkArea(s.frontArea()); err != nil {
		return fmt.Errorf("front: %w", err)
	}
	if s.Front.Fit == 0 {
		return errors.New("front: fit is missing")
	}
	return nil
}

func (s *layoutSpec) checkArea(a area) error {
	if a.measure() < leastMeasure {
		return errors.New("the margins leave less than 90mm for a line of text")
	}
	if a.textHeight() < leastHeight {
		return errors.New("the margins leave less than 150mm for the text")
	}
	if s.Foot.Height == 0 || s.Foot.Height+space(s.Styles.Foot.Leading) > a.margins.Bottom {
		return errors.New("foot: its height must lie within the lower margin")
	}
	return nil
}

// has says whether the layout shows an element.
func (s *layoutSpec) has(e elementKind) bool { return s.Front.has(e) || slices.Contains(s.Order, e) }

func (s *layoutSpec) checkOrder() error {
	order := s.Order
	if s.Front != nil {
		order = slices.Concat(s.Front.Order, s.Order)
	}
	for _, e := range elementKinds {
		n := 0
		for _, o := range order {
			if o == e {
				n++
			}
		}
		if n > 1 || n == 0 && slices.Contains(neededElements, e) {
			return fmt.Errorf("order: %s appears %d times", e, n)
		}
	}
	switch {
	case s.Front.has(elementSections):
		return errors.New("front: the sections stand on the pages behind it")
	case slices.Contains(s.Order, elementPages):
		return errors.New("order: pages stands on a front, before the pages that it names")
	case s.has(elementLogo) && s.has(elementLetterhead):
		return errors.New("order: the letterhead has the logo already")
	case (s.has(elementLogo) || s.has(elementLetterhead)) && s.Logo.Height == 0:
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
	if a := s.Signatories.Align; a != "" && a != alignLeft && a != alignCentre {
		return errors.New("signatories: align is neither left nor centre")
	}
	if s.area().measure()-float64(s.Closing.Code+s.Closing.Gutter) < leastColumn {
		return errors.New("closing: the gutter leaves less than 35mm beside the code")
	}
	if s.area().measure()-float64(s.Sections.Indent) < leastColumn {
		return errors.New("sections: the indent leaves less than 35mm for a list")
	}
	if s.has(elementLetterhead) && s.areaOf(elementLetterhead).measure()-float64(s.Letterhead.Gutter) < 2*leastColumn {
		return errors.New("letterhead: the gutter leaves less than 35mm at a side")
	}
	return nil
}

func (s *layoutSpec) checkStyles() error {
	for _, n := range s.Styles.named() {
		switch {
		case !s.uses(n) && n.given():
			return fmt.Errorf("styles: %s: is for the %s, which the order lacks", n.name, n.element)
		case !s.uses(n):
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

// columnWidth is the width of a signatory's column in points.
func (s *layoutSpec) columnWidth() float64 {
	n := float64(s.Signatories.Columns)
	return (s.areaOf(elementSignatories).measure() - (n-1)*float64(s.Signatories.Gutter)) / n
}
