package api

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"testamur/internal/fault"

	"github.com/getkin/kin-openapi/openapi3"
)

// maxViolations is how many wrong fields one answer names.
const maxViolations = 1000

// bodyViolations names every field of a body that breaks the contract, once for each reason.
func bodyViolations(err error) []fault.Violation {
	var out []fault.Violation
	seen := map[[2]string]bool{}
	for _, e := range flattened(err) {
		schema, ok := errors.AsType[*openapi3.SchemaError](e)
		if !ok {
			continue
		}
		at := pointer(schema.JSONPointer())
		reason, message := explain(schema)
		rule := [2]string{at, reason}
		if seen[rule] {
			continue
		}
		seen[rule] = true
		if reason != unknownField {
			out = append(out, fault.Violation{Pointer: at, Reason: reason, Message: message})
			continue
		}
		for _, name := range unknownNames(schema) {
			out = append(out, fault.Violation{Pointer: at + "/" + escaped(name), Reason: reason, Message: message})
		}
	}
	return out[:min(len(out), maxViolations)]
}

// unknownField is the reason of a field that the contract does not know. The validator says it once for every such field
// of an object, without the name; the object is looked through once.
const unknownField = "unknown_field"

// unknownNames gives the names of an object that its schema does not know.
func unknownNames(e *openapi3.SchemaError) []string {
	object, ok := e.Value.(map[string]any)
	if !ok {
		return nil
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if e.Schema.Properties[name] == nil {
			out = append(out, shortened(name))
		}
	}
	return out
}

// pointer writes a JSON pointer (RFC 6901, 3).
func pointer(path []string) string {
	var b strings.Builder
	for _, part := range path {
		b.WriteString("/" + escaped(part))
	}
	return b.String()
}

func escaped(part string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(part) }

// explain says what a rule of the contract wants, in the reasons and words that the domain uses for the same.
func explain(e *openapi3.SchemaError) (reason, message string) {
	s := e.Schema
	switch e.SchemaField {
	case "required":
		return "required", "Fill this in."
	case "minLength":
		if s.MinLength == 1 {
			return "required", "Fill this in."
		}
		return "too_short", fmt.Sprintf("Use at least %d characters.", s.MinLength)
	case "maxLength":
		return "too_long", fmt.Sprintf("Shorten this to %d characters.", *s.MaxLength)
	case "maxItems":
		return "too_many", fmt.Sprintf("Give at most %d.", *s.MaxItems)
	case "minProperties":
		return "required", "Name at least one field."
	case "properties":
		return unknownField, "There is no such field. Leave it out."
	case "enum":
		return "not_allowed", "Choose one of: " + choices(s.Enum) + "."
	case "nullable":
		return "null", "This cannot be null."
	case "type":
		return "type", "This must be of the type " + strings.Join(s.Type.Slice(), " or ") + "."
	case "minimum", "maximum":
		return "range", fmt.Sprintf("Use a number from %s to %s.", bound(s.Min), bound(s.Max))
	case "pattern":
		return "pattern", "This must match " + s.Pattern + "."
	case "format":
		return "format", "This must be a " + s.Format + "."
	}
	return "form", "This has the wrong form."
}

func choices(enum []any) string {
	var out []string
	for _, v := range enum {
		if v != nil {
			out = append(out, fmt.Sprint(v))
		}
	}
	return strings.Join(out, ", ")
}

func bound(v *float64) string {
	if v == nil {
		return "any"
	}
	return fmt.Sprintf("%.0f", *v)
}
