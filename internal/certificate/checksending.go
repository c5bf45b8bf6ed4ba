package certificate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unfinished gives the sections whose text ends in the middle of a sentence. Items of lists and scripts that end sentences
// with nothing are passed over.
func (c Certificate) unfinished() []Finding {
	var out []Finding
	for i, section := range c.Sections {
		for j, p := range slices.Backward(section.Passages) {
			lines := strings.Split(strings.TrimSpace(p.Text), "\n")
			last := lines[len(lines)-1]
			if last == "" {
				continue
			}
			if !item(last) && breaksOff(last) {
				out = append(out, Finding{
					Kind: Unfinished, Severity: SeverityWarning, Pointer: pointer("sections", i, "passages", j, "text"), Detail: ending(last),
					Message: "The section ends in the middle of a sentence, or without a full stop.",
				})
			}
			break
		}
	}
	return out
}

// item says whether a line reads as one of a list.
func item(line string) bool {
	first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	number := strings.TrimRight(first, ".)")
	return rest != "" && (first == "-" || first == "*" || first == "+" || first == "•" || first == "–" ||
		(number != first && strings.Trim(number, "0123456789") == ""))
}

// breaksOff says whether a text ends without what ends a sentence. An ellipsis ends one: that is the author's way of ending.
func breaksOff(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool { return closing(r) || unicode.IsSpace(r) })
	last, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && !terminal(last) && !unicode.In(last, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan)
}

// ending gives the last words of a line.
func ending(line string) string {
	words := strings.Fields(line)
	return shortened(strings.Join(words[max(0, len(words)-5):], " "))
}
