package framework

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"testamur/internal/fault"

	"go.yaml.in/yaml/v3"
)

// MaxFile is the size of the largest file that Parse reads, in bytes.
const MaxFile = 8 << 20

// maxViolations is how many violations of a file are told at once.
const maxViolations = 100

// Encode writes the content as YAML (YAML 1.2, UTF-8). Parse reads the same content back, and the same content gives the same bytes.
func Encode(c Content) ([]byte, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(c); err != nil {
		return nil, fmt.Errorf("edition as YAML: %w", err)
	}
	if err := e.Close(); err != nil {
		return nil, fmt.Errorf("edition as YAML: %w", err)
	}
	return b.Bytes(), nil
}

// Parse reads what Encode wrote, or what people wrote in its form: one document of known fields, without anchors, aliases and
// tags. It fails as Malformed for what is no YAML, as TooLarge over MaxFile, as Invalid otherwise; the message of each violation
// begins with its line.
func Parse(file []byte) (Content, error) {
	if len(file) > MaxFile {
		return Content{}, fault.New(fault.TooLarge, "", "An edition has at most %d MB.", MaxFile>>20)
	}
	root, err := document(file)
	if err != nil {
		return Content{}, err
	}
	r := reader{lines: map[string]int{}}
	var c Content
	r.read(root, reflect.ValueOf(&c).Elem(), "")
	if len(r.violations) > 0 {
		return Content{}, r.located(r.violations)
	}
	c, err = c.Checked()
	if refused, ok := errors.AsType[*fault.Error](err); ok {
		return Content{}, r.located(refused.Violations)
	}
	return c, err
}

// document gives the one document of a file.
func document(file []byte) (*yaml.Node, error) {
	d := yaml.NewDecoder(bytes.NewReader(file))
	var first, second yaml.Node
	if err := d.Decode(&first); err != nil {
		return nil, fault.New(fault.Malformed, "yaml", "This is not YAML: %s", shown(err)).Because(err)
	}
	if err := d.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Malformed, "yaml", "Send one YAML document, not several.")
	}
	return first.Content[0], nil
}

// shown is what the parser of YAML says, which names a line and quotes nothing of the file but the odd character.
func shown(err error) string {
	if errors.Is(err, io.EOF) {
		return "it is empty."
	}
	return strings.TrimPrefix(err.Error(), "yaml: ") + "."
}

// reader fills a content from the nodes of a document, and knows afterwards on which line everything stands.
type reader struct {
	lines      map[string]int // by pointer
	violations []fault.Violation
}

func (r *reader) refuse(pointer, reason, message string) {
	r.violations = append(r.violations, fault.Violation{Pointer: pointer, Reason: reason, Message: message})
}

func (r *reader) read(n *yaml.Node, into reflect.Value, pointer string) {
	r.lines[pointer] = n.Line
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0:
		r.refuse(pointer, "alias", "Write this out: anchors, aliases and tags are not read.")
	case into.Kind() == reflect.Struct:
		r.fields(n, into, pointer)
	case into.Kind() == reflect.Slice:
		r.list(n, into, pointer)
	case n.Kind != yaml.ScalarNode:
		r.refuse(pointer, "type", "Write a single value here.")
	case into.Kind() == reflect.Int:
		r.number(n, into, pointer)
	case n.ShortTag() != "!!null":
		into.SetString(n.Value)
	}
}

func (r *reader) fields(n *yaml.Node, into reflect.Value, pointer string) {
	if n.Kind != yaml.MappingNode {
		r.refuse(pointer, "type", "Write fields here: "+strings.Join(names(into.Type()), ", ")+".")
		return
	}
	known, seen := names(into.Type()), map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, at := n.Content[i], pointer+"/"+escaped(n.Content[i].Value)
		field := slices.Index(known, key.Value)
		switch {
		case field < 0 || key.Kind != yaml.ScalarNode:
			r.lines[at] = key.Line
			r.refuse(at, "unknown_field", "There is no such field. The fields here are "+strings.Join(known, ", ")+".")
		case seen[key.Value]:
			r.lines[at] = key.Line
			r.refuse(at, "duplicate", "This field is here twice.")
		default:
			seen[key.Value] = true
			r.read(n.Content[i+1], into.Field(field), at)
		}
	}
}

func (r *reader) list(n *yaml.Node, into reflect.Value, pointer string) {
	switch {
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null":
	case n.Kind != yaml.SequenceNode:
		r.refuse(pointer, "type", "Write a list here: lines that begin with a hyphen.")
	case len(n.Content) > 0:
		into.Set(reflect.MakeSlice(into.Type(), len(n.Content), len(n.Content)))
		for i, item := range n.Content {
			r.read(item, into.Index(i), pointer+"/"+strconv.Itoa(i))
		}
	}
}

func (r *reader) number(n *yaml.Node, into reflect.Value, pointer string) {
	v, err := strconv.Atoi(n.Value)
	if err != nil {
		r.refuse(pointer, "type", "Write a whole number here.")
		return
	}
	into.SetInt(int64(v))
}

// located puts the line before the message of each violation. What is missing is on the line of what it is missing from.
func (r *reader) located(violations []fault.Violation) error {
	if len(violations) > maxViolations {
		violations = violations[:maxViolations]
	}
	for i, v := range violations {
		violations[i].Message = fmt.Sprintf("Line %d: %s", r.line(v.Pointer), v.Message)
	}
	return fault.Fields(violations)
}

func (r *reader) line(pointer string) int {
	for {
		if line, ok := r.lines[pointer]; ok || pointer == "" {
			return line
		}
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
}

// names gives the fields of a mapping, in the order of the struct.
func names(t reflect.Type) []string {
	out := make([]string, t.NumField())
	for i := range out {
		out[i], _, _ = strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
	}
	return out
}

// escaped is a key as a pointer has it (RFC 6901, 3).
func escaped(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}
