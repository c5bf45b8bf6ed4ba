package typeset

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// ErrLayout is wrapped by every refusal of a layout; its text names the line.
var ErrLayout = errors.New("typeset: layout refused")

// maxLayoutBytes is far above what a layout needs and keeps a hostile one from costing anything.
const maxLayoutBytes = 64 << 10

// Layout says how a certificate looks. It is immutable and may be shared by goroutines.
type Layout struct {
	// Name is the layout's own name, lower-case letters, digits and hyphens.
	Name string
	// Description is what layouts.yaml says of a shipped layout, for people who choose; empty otherwise.
	Description string

	spec layoutSpec
	hash string
}

// layoutSpec is the file as written. Every field is explained in templates/layouts/classic.yaml, or in the layout that uses it.
type layoutSpec struct {
	Name        string
	Page        pageSpec
	Front       *frontSpec // nil: the text begins on the first page
	Colours     map[string]rgb
	Styles      styleSet
	Order       []elementKind
	Logo        logoSpec
	Letterhead  letterheadSpec
	Ornament    ornamentSpec
	Sections    sectionsSpec
	Signatories signatoriesSpec
	Closing     closingSpec
	Foot        footSpec
}

type pageSpec struct {
	Size    paper
	Drop    space
	Margins margins
}

type margins struct{ Top, Right, Bottom, Left space }

type logoSpec struct{ Height, After space }

type ornamentSpec struct {
	Width         space
	Thickness     stroke
	Colour        colour
	Before, After space
}

type sectionsSpec struct{ Before, Between, Paragraph, Indent space }

type signatoriesSpec struct {
	Columns   columnCount
	Align     align // of a row that is not full: left (also when absent) or centre, with rows of even length
	Gutter    space
	Signature space
	Before    space
	Between   space
	Rule      stroke
	Colour    colour
}

type closingSpec struct {
	Code    space
	Gutter  space
	Before  space
	Between space
	Rule    stroke
	Colour  colour
}

type footSpec struct{ Height space }

// ParseLayout reads a layout. It is strict: an unknown field, a wrong unit, a size out of range, a missing style or an
// unknown colour is an error that wraps ErrLayout and names the line where there is one. Whether the faces exist is known
// only to a Typesetter: Render says so.
func ParseLayout(data []byte) (*Layout, error) {
	if len(data) > maxLayoutBytes {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrLayout, maxLayoutBytes)
	}
	var spec layoutSpec
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&spec); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLayout, err)
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: a second document follows the first", ErrLayout)
	}
	if err := spec.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLayout, err)
	}
	sum := sha256.Sum256(data)
	return &Layout{Name: spec.Name, spec: spec, hash: hex.EncodeToString(sum[:])}, nil
}

// Hash returns the SHA-256 of the file's bytes in lower-case hexadecimal.
func (l *Layout) Hash() string { return l.hash }
