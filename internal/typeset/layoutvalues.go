package typeset

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// paper is a size of page that the service prints on.
type paper string

const (
	paperA4     paper = "A4"
	paperLetter paper = "Letter"
)

// UnmarshalYAML reads A4 or Letter.
func (p *paper) UnmarshalYAML(n *yaml.Node) error {
	return choice(n, p, "page size", paperA4, paperLetter)
}

// size is the paper in points (ISO 216 and ANSI/ASME Y14.1).
func (p paper) size() (width, height float64) {
	if p == paperLetter {
		return 612, 792
	}
	return 595.28, 841.89
}

// elementKind is one of the things that a certificate consists of.
type elementKind string

const (
	elementLogo        elementKind = "logo"
	elementLetterhead  elementKind = "letterhead"
	elementTitle       elementKind = "title"
	elementName        elementKind = "name"
	elementProgramme   elementKind = "programme"
	elementDate        elementKind = "date"
	elementOrnament    elementKind = "ornament"
	elementSections    elementKind = "sections"
	elementSignatories elementKind = "signatories"
	elementPages       elementKind = "pages"
)

// Elements that an order must hold, and those that it may.
var (
	neededElements   = []elementKind{elementTitle, elementName, elementDate, elementSections, elementSignatories}
	optionalElements = []elementKind{elementLogo, elementLetterhead, elementProgramme, elementOrnament, elementPages}
	elementKinds     = slices.Concat(neededElements, optionalElements)
)

// UnmarshalYAML reads the name of an element.
func (e *elementKind) UnmarshalYAML(n *yaml.Node) error {
	return choice(n, e, "element", elementKinds...)
}

// columnCount is how many signatories stand side by side: 1 to 4.
type columnCount int

// UnmarshalYAML reads a whole number from 1 to 4.
func (c *columnCount) UnmarshalYAML(n *yaml.Node) error {
	i := slices.Index([]string{"1", "2", "3", "4"}, n.Value)
	if i < 0 {
		return fmt.Errorf("line %d: %q columns are none of 1, 2, 3, 4", n.Line, n.Value)
	}
	*c = columnCount(i + 1)
	return nil
}
