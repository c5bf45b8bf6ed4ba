package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"testamur/internal/fault"
)

func TestJSONThatTwoReadersCouldUnderstandDifferentlyIsRefused(t *testing.T) {
	deepest := strings.Repeat(`{"a":[`, 16) + strings.Repeat("]}", 16)
	for body, reason := range map[string]string{
		`{}`:                               "",
		`[{"a":1},{"a":2}]`:                "",
		`{"a":{"b":1},"b":{"a":1}}`:        "",
		`{"a":["a","a"],"b":"a"}`:          "",
		`{"a\"b":1,"a":"{[\"\\"}`:          "",
		`{"a":"b","b":"a"}`:                "",
		deepest:                            "",
		`{"a":` + deepest + `}`:            "too_deep",
		`{"a":1,"a":2}`:                    "duplicate_name",
		`{"a":1,"\u0061":2}`:               "duplicate_name",
		`[{"x":{}},{"b":[{"c":1,"c":1}]}]`: "duplicate_name",
		`{"a":1}{"a":1}`:                   "invalid_json",
		`{"a":1}x`:                         "invalid_json",
		`{"a":1,}`:                         "invalid_json",
		"\ufeff{}":                         "invalid_json",
		`{'a':1}`:                          "invalid_json",
		``:                                 "invalid_json",
		"\"\xed\xa0\x80\"":                 "invalid_utf8",
		"{\"\xff\":1}":                     "invalid_utf8",
	} {
		if got := fault.ReasonOf(checkJSON([]byte(body))); got != reason {
			t.Errorf("%s: %q, not %q", body, got, reason)
		}
	}
}

// FuzzCheckJSON compares the scanner with a slow reading of the same rules by encoding/json's tokens.
func FuzzCheckJSON(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,{"b":null}],"c":"\"}{"}`, `{"a":1,"\u0061":2}`, `[[[[]]]]`, `"x"`, `{} {}`, "{\"\xff\":1}", `{"a":{"a":{"a":1}}}`,
		strings.Repeat("[", 33) + strings.Repeat("]", 33),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, want := checkJSON(b) == nil, slowlyChecked(b); got != want {
			t.Errorf("%q: accepted %v, should be %v", b, got, want)
		}
	})
}

func slowlyChecked(b []byte) bool {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if !utf8.Valid(b) || !slowValue(d, 0) {
		return false
	}
	_, err := d.Token()
	return errors.Is(err, io.EOF)
}

func slowValue(d *json.Decoder, depth int) bool {
	token, err := d.Token()
	if err != nil {
		return false
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return true
	}
	if depth == maxDepth {
		return false
	}
	names := map[string]bool{}
	for d.More() {
		if delim == '{' {
			name, err := d.Token()
			s, ok := name.(string)
			if err != nil || !ok || names[s] {
				return false
			}
			names[s] = true
		}
		if !slowValue(d, depth+1) {
			return false
		}
	}
	_, err = d.Token()
	return err == nil
}
