package typeset

import (
	"fmt"
	"regexp"

	"go.yaml.in/yaml/v3"
)

// styleSet holds the styles that a layout must give, and those that it must give for an element that it shows.
type styleSet struct {
	Title, Name, Date, Heading, Text styleSpec
	SenderName                       styleSpec `yaml:"sender-name"`
	SenderContact                    styleSpec `yaml:"sender-contact"`
	Programme, Pages                 styleSpec
	SignatoryName                    styleSpec `yaml:"signatory-name"`
	SignatoryTitle                   styleSpec `yaml:"signatory-title"`
	SignatoryOrganisation            styleSpec `yaml:"signatory-organisation"`
	About, Check, Code, Foot         styleSpec
}

// styleSpec says how a piece of text is set.
type styleSpec struct {
	Face, Emphasis string // file names in fonts/, without .ttf
	Size           fontSize
	Leading        leading
	Colour         colour
	Align          align
	Case           letterCase
	Features       []feature
	Tracking       tracking
	Before, After  space
	Shrink         ratio // how far a text is scaled down to stand in one line

	tight bool // for the pages of a book: white space shrinks further, and last lines of one word cost more; no layout asks for it
}

// namedStyle is a style with its name in the file.
type namedStyle struct {
	name string
	*styleSpec
	element elementKind // that alone needs it; "" for a style that every layout needs
}

// given says whether the file has anything of the style.
func (n namedStyle) given() bool { return n.Face != "" || n.Size != 0 || n.Leading != 0 }

// uses says whether the layout needs a style.
func (s *layoutSpec) uses(n namedStyle) bool { return n.element == "" || s.has(n.element) }

// named lists every style.
func (s *styleSet) named() []namedStyle {
	return []namedStyle{
		{"title", &s.Title, ""}, {"name", &s.Name, ""}, {"date", &s.Date, ""}, {"heading", &s.Heading, ""}, {"text", &s.Text, ""},
		{"sender-name", &s.SenderName, elementLetterhead}, {"sender-contact", &s.SenderContact, elementLetterhead},
		{"programme", &s.Programme, elementProgramme}, {"pages", &s.Pages, elementPages},
		{"signatory-name", &s.SignatoryName, ""}, {"signatory-title", &s.SignatoryTitle, ""},
		{"signatory-organisation", &s.SignatoryOrganisation, ""},
		{"about", &s.About, ""}, {"check", &s.Check, ""}, {"code", &s.Code, ""}, {"foot", &s.Foot, ""},
	}
}

// align says where the lines of a text stand.
type align string

const (
	alignLeft    align = "left"
	alignCentre  align = "centre"
	alignRight   align = "right"
	alignJustify align = "justify"
)

// UnmarshalYAML reads left, centre, right or justify.
func (a *align) UnmarshalYAML(n *yaml.Node) error {
	return choice(n, a, "alignment", alignLeft, alignCentre, alignRight, alignJustify)
}

// letterCase says whether a text is set as typed or in capitals.
type letterCase string

const (
	caseTyped letterCase = "typed"
	caseUpper letterCase = "upper"
)

// UnmarshalYAML reads typed or upper.
func (c *letterCase) UnmarshalYAML(n *yaml.Node) error {
	return choice(n, c, "case", caseTyped, caseUpper)
}

// feature is the tag of an OpenType feature, such as smcp for small capitals.
type feature string

var featureTag = regexp.MustCompile(`^[a-z0-9]{4}$`)

// UnmarshalYAML reads a tag of four lower-case letters or digits.
func (f *feature) UnmarshalYAML(n *yaml.Node) error {
	if !featureTag.MatchString(n.Value) {
		return fmt.Errorf("line %d: %q is not the tag of an OpenType feature", n.Line, n.Value)
	}
	*f = feature(n.Value)
	return nil
}
