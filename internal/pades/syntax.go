package pades

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"testamur/internal/pades/reader"
)

// entry is the text of a dictionary entry.
func entry(key, value string) string { return "/" + key + " " + value }

func reference(r reader.Ref) string { return fmt.Sprintf("%d %d R", r.Number, r.Generation) }

// date writes a date (ISO 32000-1, 7.9.4), always in UTC and with the closing apostrophe that older readers expect.
func date(t time.Time) string { return "(D:" + t.UTC().Format("20060102150405") + "+00'00')" }

// parseDate reads a full date with its zone.
func parseDate(s string) (time.Time, error) {
	t, err := time.Parse("D:20060102150405Z0700", strings.ReplaceAll(s, "'", ""))
	return t.UTC(), err
}

// textString writes a text string: literal when it is printable ASCII, UTF-16BE otherwise (ISO 32000-1, 7.9.2.2).
func textString(s string) string {
	for _, r := range s {
		if r < ' ' || r > '~' {
			return utf16String(s)
		}
	}
	return "(" + strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`).Replace(s) + ")"
}

func utf16String(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	b.WriteString(">")
	return b.String()
}
