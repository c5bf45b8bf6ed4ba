package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// referenceSchema is a schema as the reference shows it.
type referenceSchema struct {
	Name        string
	Description []span
	Rules       string
	Fields      []referenceField
	Example     string
}

type referenceField struct {
	Name        string
	Required    bool
	Type        referenceType
	Rules       string
	Description []span
}

// referenceType is a type in words, with a link to the schema in the middle of them.
type referenceType struct{ Before, Schema, After string }

func newReferenceSchema(name string, s *openapi3.Schema) (referenceSchema, error) {
	r := referenceSchema{Name: name, Description: spans(s.Description), Rules: rulesOf(s)}
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		ref := s.Properties[field]
		f := referenceField{Name: field, Required: slices.Contains(s.Required, field), Type: typeOf(ref)}
		if ref.Ref == "" {
			f.Rules, f.Description = rulesOf(ref.Value), spans(ref.Value.Description)
		}
		r.Fields = append(r.Fields, f)
	}
	if s.Example == nil {
		return r, nil
	}
	example, err := json.MarshalIndent(s.Example, "", "  ")
	r.Example = string(example)
	return r, err
}

const schemaPrefix = "#/components/schemas/"

func typeOf(ref *openapi3.SchemaRef) referenceType {
	if ref == nil {
		return referenceType{}
	}
	if name, ok := strings.CutPrefix(ref.Ref, schemaPrefix); ok {
		return referenceType{Schema: name}
	}
	s := ref.Value
	if s.Type.Is("array") {
		t := typeOf(s.Items)
		t.Before = "list of " + t.Before
		return t
	}
	if s.Format == "binary" {
		return referenceType{Before: fmt.Sprintf("bytes, at most %d", *s.MaxLength)}
	}
	return referenceType{Before: strings.Join(s.Type.Slice(), " or ")}
}

// rulesOf says the limits of a value in words.
func rulesOf(s *openapi3.Schema) string {
	var rules []string
	add := func(format string, args ...any) { rules = append(rules, fmt.Sprintf(format, args...)) }
	if len(s.Enum) > 0 {
		add("one of %s", choices(s.Enum))
	}
	if s.Format != "" && s.Type.Is("string") {
		add("%s", s.Format)
	}
	if s.MinLength > 0 {
		add("at least %d", s.MinLength)
	}
	if s.MaxLength != nil {
		add("at most %d characters", *s.MaxLength)
	}
	if s.MaxItems != nil {
		add("at most %d items", *s.MaxItems)
	}
	if s.Min != nil || s.Max != nil {
		add("from %s to %s", bound(s.Min), bound(s.Max))
	}
	if s.Pattern != "" {
		add("like %s", s.Pattern)
	}
	if s.Nullable {
		add("or null")
	}
	if s.Default != nil {
		add("%v when absent", s.Default)
	}
	return strings.Join(rules, ", ")
}
