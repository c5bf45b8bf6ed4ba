package typeset

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The measures of a layout refuse what is out of any sensible range while they are read, so that the refusal can name the
// line. Each is a float of points with bounds of its own.
type (
	space    float64 // distances and margins: 0 to 150 mm
	fontSize float64 // 4 to 96 pt
	leading  float64 // distance of baselines: 4 to 144 pt
	stroke   float64 // thickness of rules: 0 to 6 pt
)

const (
	pointsPerMillimetre = 72 / 25.4
	maxSpace            = 150 * pointsPerMillimetre
)

// UnmarshalYAML reads a distance such as "18mm" or "12pt".
func (s *space) UnmarshalYAML(n *yaml.Node) error {
	return readLength(n, (*float64)(s), 0, maxSpace)
}

// UnmarshalYAML reads a size of type such as "11pt".
func (s *fontSize) UnmarshalYAML(n *yaml.Node) error {
	return readLength(n, (*float64)(s), 4, 96)
}

// UnmarshalYAML reads a distance of baselines such as "15pt".
func (l *leading) UnmarshalYAML(n *yaml.Node) error {
	return readLength(n, (*float64)(l), 4, 144)
}

// UnmarshalYAML reads the thickness of a rule such as "0.5pt".
func (s *stroke) UnmarshalYAML(n *yaml.Node) error {
	return readLength(n, (*float64)(s), 0, 6)
}

func readLength(n *yaml.Node, into *float64, least, most float64) error {
	v, err := parseLength(n.Value)
	if err != nil || n.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: %q is not a length such as 18mm or 11pt", n.Line, n.Value)
	}
	if v < least || v > most {
		return fmt.Errorf("line %d: %s is outside %.4gpt to %.4gpt", n.Line, n.Value, least, most)
	}
	*into = v
	return nil
}

func parseLength(s string) (float64, error) {
	unit := 1.0
	number, ok := strings.CutSuffix(s, "pt")
	if !ok {
		unit = pointsPerMillimetre
		if number, ok = strings.CutSuffix(s, "mm"); !ok {
			return 0, strconv.ErrSyntax
		}
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, err
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, strconv.ErrRange
	}
	return v * unit, nil
}

// tracking is space added between letters, in thousandths of the type size: -50 to 400.
type tracking int

// UnmarshalYAML reads a whole number of thousandths.
func (t *tracking) UnmarshalYAML(n *yaml.Node) error {
	v, err := strconv.Atoi(n.Value)
	if err != nil || v < -50 || v > 400 {
		return fmt.Errorf("line %d: tracking %q is not a whole number from -50 to 400", n.Line, n.Value)
	}
	*t = tracking(v)
	return nil
}

// ratio is a share of something: 0.3 to 1.
type ratio float64

// UnmarshalYAML reads a number such as 0.7.
func (r *ratio) UnmarshalYAML(n *yaml.Node) error {
	v, err := strconv.ParseFloat(n.Value, 64)
	if err != nil || !(v >= 0.3 && v <= 1) {
		return fmt.Errorf("line %d: %q is not a share from 0.3 to 1", n.Line, n.Value)
	}
	*r = ratio(v)
	return nil
}

// rgb is a colour of the page, written "#7a1f2b".
type rgb struct{ r, g, b uint8 }

// UnmarshalYAML reads a number sign and six hexadecimal digits.
func (c *rgb) UnmarshalYAML(n *yaml.Node) error {
	digits, ok := strings.CutPrefix(n.Value, "#")
	v, err := strconv.ParseUint(digits, 16, 24)
	if !ok || err != nil || len(digits) != 6 {
		return fmt.Errorf("line %d: %q is not a colour such as #7a1f2b", n.Line, n.Value)
	}
	*c = rgb{uint8(v >> 16), uint8(v >> 8), uint8(v)}
	return nil
}

// colour refers to one of the layout's colours by name; check replaces the name by what it stands for.
type colour struct {
	rgb
	name string
	line int
}

// UnmarshalYAML keeps the name and where it stands.
func (c *colour) UnmarshalYAML(n *yaml.Node) error {
	*c = colour{name: n.Value, line: n.Line}
	return nil
}

// choice reads one of a few words.
func choice[T ~string](n *yaml.Node, into *T, what string, of ...T) error {
	for _, c := range of {
		if n.Value == string(c) {
			*into = c
			return nil
		}
	}
	return fmt.Errorf("line %d: %s %q is none of %v", n.Line, what, n.Value, of)
}
