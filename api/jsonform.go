package api

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"testamur/internal/fault"
)

// maxDepth is how many objects and arrays may stand inside one another.
const maxDepth = 32

// checkJSON refuses what Go's decoder would let pass: invalid UTF-8 (it becomes U+FFFD), a name twice in one object (the
// last wins), anything after the document, and nesting without end. RFC 8259 leaves all of these open, and what two
// readers understand differently must not enter.
func checkJSON(b []byte) error {
	if !utf8.Valid(b) {
		return fault.New(fault.Malformed, "invalid_utf8", "The body is not valid UTF-8.")
	}
	if !json.Valid(b) {
		return fault.New(fault.Malformed, "invalid_json", "The body is not one JSON document.")
	}
	return scanJSON(b)
}

// level is an object or array that is not closed yet.
type level struct {
	names map[string]bool // of an object; nil in an array
	name  bool            // the next string is a name
}

// scanJSON walks through valid JSON. Strings are its only tokens that can hold brackets, so numbers and words need no
// reading.
func scanJSON(b []byte) error {
	var open []level
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '{':
			open = append(open, level{names: map[string]bool{}, name: true})
		case '[':
			open = append(open, level{})
		case '}', ']':
			open = open[:len(open)-1]
		case ',':
			top := &open[len(open)-1]
			top.name = top.names != nil
		case ':':
			open[len(open)-1].name = false
		case '"':
			end := stringEnd(b, i)
			if len(open) > 0 && open[len(open)-1].name {
				if err := open[len(open)-1].add(b[i : end+1]); err != nil {
					return err
				}
			}
			i = end
		}
		if len(open) > maxDepth {
			return fault.New(fault.Malformed, "too_deep", "The body is nested more than %d levels deep.", maxDepth)
		}
	}
	return nil
}

// stringEnd gives the index of the quote that closes the string that opens at i.
func stringEnd(b []byte, i int) int {
	for i++; b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
	}
	return i
}

// add notes a name as it was written, quotes and all; an escaped name is read first, so that "a" is "\u0061".
func (l level) add(quoted []byte) error {
	name := string(quoted[1 : len(quoted)-1])
	if strings.Contains(name, `\`) {
		if err := json.Unmarshal(quoted, &name); err != nil {
			return fault.New(fault.Malformed, "invalid_json", "The body is not one JSON document.").Because(err)
		}
	}
	if l.names[name] {
		return fault.New(fault.Malformed, "duplicate_name", "The name %q stands twice in one object.", shortened(name))
	}
	l.names[name] = true
	return nil
}

// shortened keeps what a client sent from filling an answer.
func shortened(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}
