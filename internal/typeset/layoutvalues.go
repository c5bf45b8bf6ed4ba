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
	elementTitle       elementKind = "title"
	elementName        elementKind = "name"
	elementDate        elementKind = "date"
	elementOrnament    elementKind = "ornament"
	elementSections    elementKind = "sections"
	elementSignatories elementKind = "signatories"
)

// elementKinds lists what an order may hold; all but the logo and the ornament it must hold.
var elementKinds = []elementKind{elementLogo, elementTitle, elementName, elementDate, elementOrnament, elementSections, elementSignatories}

// UnmarshalYAML reads the name of an element.
func (e *elementKind) UnmarshalYAML(n *yaml.Node) error {
	return choice(n, e, "element", elementKinds...)
}

// columnCount is how many signatories stand side by side: 1 to 3.
type columnCount int

// UnmarshalYAML reads a whole number from 1 to 3.
func (c *columnCount) UnmarshalYAML(n *yaml.Node) error {
	i := slices.Index([]string{"1", "2", "3"}, n.Value)
	if i < 0 {
		return fmt.Errorf("line %d: %q columns are none of 1, 2, 3", n.Line, n.Value)
	}
	*c = columnCount(i + 1)
	return nil
}
