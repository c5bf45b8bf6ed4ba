package api

import "strings"

// span is a stretch of a description in one style: "", "code" or "strong".
type span struct{ Kind, Text string }

// spans reads the two marks that the contract's descriptions use, `code` and **strong**. A mark that is not closed is
// text.
func spans(s string) []span {
	var out []span
	for s != "" {
		start, mark := nextMark(s)
		if start < 0 {
			return append(out, span{Text: s})
		}
		text, rest, closed := strings.Cut(s[start+len(mark):], mark)
		if !closed {
			return append(out, span{Text: s})
		}
		if start > 0 {
			out = append(out, span{Text: s[:start]})
		}
		out = append(out, span{Kind: kindOfMark[mark], Text: text})
		s = rest
	}
	return out
}

var kindOfMark = map[string]string{"`": "code", "**": "strong"}

// nextMark gives where the first mark stands, or -1.
func nextMark(s string) (int, string) {
	code, strong := strings.Index(s, "`"), strings.Index(s, "**")
	if strong >= 0 && (code < 0 || strong < code) {
		return strong, "**"
	}
	return code, "`"
}
