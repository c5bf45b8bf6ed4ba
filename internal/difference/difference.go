// Package difference says how one text became another: which paragraphs and words stayed, came and went. It knows nothing of
// certificates; what the paragraphs of a document are is for its callers to say.
package difference

import (
	"slices"
	"strings"
	"unicode"
)

// Op says what became of a run.
type Op string

// What becomes of a run of words, or of a paragraph. A paragraph is Reworded when some of its words stayed and some did not.
const (
	Same     Op = "same"
	Inserted Op = "inserted"
	Deleted  Op = "deleted"
	Reworded Op = "reworded"
)

// Run is neighbouring text of one fate. The runs that are not Inserted make the text before, those that are not Deleted the
// text after.
type Run struct {
	Op   Op
	Text string
}

// Paragraph is one paragraph with its runs.
type Paragraph struct {
	Op   Op
	Runs []Run
}

// Words compares two texts word by word. A word keeps the space before it, so that nothing is lost.
func Words(before, after string) []Run {
	a, b := tokens(before), tokens(after)
	var runs []Run
	for _, h := range hunks(a, b) {
		runs = grown(runs, Same, a[h.same:h.from])
		runs = grown(runs, Deleted, a[h.from:h.to])
		runs = grown(runs, Inserted, b[h.into:h.end])
	}
	return runs
}

// Paragraphs compares two texts paragraph by paragraph, and those that changed word by word.
func Paragraphs(before, after []string) []Paragraph {
	var out []Paragraph
	for _, h := range hunks(before, after) {
		for _, p := range before[h.same:h.from] {
			out = append(out, whole(Same, p))
		}
		out = append(out, paired(before[h.from:h.to], after[h.into:h.end])...)
	}
	return out
}

// paired compares what stood in a place with what stands there now, in order; a pair that shares less than a third is no pair.
func paired(before, after []string) []Paragraph {
	var out []Paragraph
	for len(before) > 0 && len(after) > 0 {
		runs := Words(before[0], after[0])
		if 3*Kept(runs) < 1 {
			out = append(out, whole(Deleted, before[0]), whole(Inserted, after[0]))
		} else {
			out = append(out, Paragraph{Reworded, runs})
		}
		before, after = before[1:], after[1:]
	}
	for _, p := range before {
		out = append(out, whole(Deleted, p))
	}
	for _, p := range after {
		out = append(out, whole(Inserted, p))
	}
	return out
}

func whole(op Op, text string) Paragraph { return Paragraph{op, []Run{{op, text}}} }

// Kept gives the share of the text that stayed, from 0 to 1: what stayed, twice, in proportion to both texts.
func Kept(runs []Run) float64 {
	same, all := 0, 0
	for _, r := range runs {
		all += len(r.Text)
		if r.Op == Same {
			same += len(r.Text)
			all += len(r.Text)
		}
	}
	if all == 0 {
		return 1
	}
	return 2 * float64(same) / float64(all)
}

// grown adds words to the runs; two runs of one fate are one.
func grown(runs []Run, op Op, words []string) []Run {
	if len(words) == 0 {
		return runs
	}
	text := strings.Join(words, "")
	if last := len(runs) - 1; last >= 0 && runs[last].Op == op {
		runs[last].Text += text
		return runs
	}
	return append(runs, Run{op, text})
}

// tokens cuts before every space that follows no other. Of scripts without spaces every character is a word.
func tokens(s string) []string {
	var out []string
	start, space := 0, false
	for i, r := range s {
		begins := (unicode.IsSpace(r) && !space) || unspaced(r)
		if begins && i > start {
			out = append(out, s[start:i])
			start = i
		}
		space = unicode.IsSpace(r)
	}
	return slices.DeleteFunc(append(out, s[start:]), func(t string) bool { return t == "" })
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
