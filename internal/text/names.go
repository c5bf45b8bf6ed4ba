package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Names are names of people that must not be read in a text. They are immutable.
//
// A name is known by each of its words: of "Anna van den Berg-Holm" by Anna, Berg and Holm. Words are compared without case
// and accents. Left out are words that a name writes small (van, de la), which everybody shares, and single letters; beside
// a name they go with it. Scripts that put no space between words are searched within words too. What is not found are
// names that a language bends ("Annas") and names that are not known.
type Names struct {
	parts    map[string]bool // folded
	beside   map[string]bool // folded: what goes with a name that stands next to it
	unspaced []string        // of scripts without spaces
}

// NewNames reads names as they are printed.
func NewNames(names ...string) Names {
	n := Names{parts: map[string]bool{}, beside: map[string]bool{}}
	for _, name := range names {
		n.add(norm.NFC.String(name))
	}
	return n
}

func (n *Names) add(name string) {
	var joined strings.Builder
	small := name == strings.ToLower(name)
	for _, w := range wordsOf(name) {
		word := name[w.from:w.to]
		first, _ := utf8.DecodeRuneInString(word)
		n.beside[initial(word)] = true
		switch {
		case utf8.RuneCountInString(fold(word)) < 2 && !spaceless(first), unicode.IsLower(first) && !small:
			n.beside[fold(word)] = true
		default:
			n.parts[fold(word)] = true
		}
		if spaceless(first) {
			joined.WriteString(word)
			n.seek(word)
		}
	}
	n.seek(joined.String())
}

// seek has a word looked for within others.
func (n *Names) seek(word string) {
	if utf8.RuneCountInString(word) > 1 && !slices.Contains(n.unspaced, word) {
		n.unspaced = append(n.unspaced, word)
	}
}

// Hidden gives the text with a mark in the place of each name; a name of several words has one mark.
func (n Names) Hidden(s, mark string) string {
	s = norm.NFC.String(s)
	words := wordsOf(s)
	found := n.found(s, words)
	var out strings.Builder
	from := 0
	for i := 0; i < len(found); i++ {
		place := span{n.before(s, found[i].from, words), found[i].to}
		for i+1 < len(found) && n.joins(s[place.to:found[i+1].from]) {
			i++
			place.to = found[i].to
		}
		out.WriteString(s[from:max(from, place.from)])
		out.WriteString(mark)
		from = place.to
	}
	return out.String() + s[from:]
}

// found gives where names stand, in order and without overlaps. What is left of a word when a name within it is hidden is a word
// of its own then, and may be a name itself.
func (n Names) found(s string, words []span) []span {
	all := n.among(s, words, 0)
	for _, name := range n.unspaced {
		for from := 0; ; {
			at := strings.Index(s[from:], name)
			if at < 0 {
				break
			}
			all = append(all, span{from + at, from + at + len(name)})
			from += at + len(name)
		}
	}
	all = merged(all)
	from := 0
	for _, x := range append(slices.Clone(all), span{len(s), len(s)}) {
		left := s[from:x.from]
		all = append(all, n.among(left, wordsOf(left), from)...)
		from = x.to
	}
	return merged(all)
}

// among gives which of the words are names, as places of a text in which theirs begins at offset.
func (n Names) among(s string, words []span, offset int) []span {
	var out []span
	for _, w := range words {
		if n.parts[fold(s[w.from:w.to])] {
			out = append(out, span{offset + w.from, offset + w.to})
		}
	}
	return out
}

// merged puts spans in order, those that touch or overlap as one.
func merged(all []span) []span {
	slices.SortFunc(all, func(a, b span) int { return a.from - b.from })
	var out []span
	for _, x := range all {
		if last := len(out) - 1; last >= 0 && x.from <= out[last].to {
			out[last].to = max(out[last].to, x.to)
			continue
		}
		out = append(out, x)
	}
	return out
}

// joins says whether what stands between two names makes them one: a space, a hyphen, an apostrophe, and words that go with names.
func (n Names) joins(between string) bool {
	if strings.Trim(between, nameMarks+"\u00a0") != "" {
		for _, w := range wordsOf(between) {
			if !n.beside[fold(between[w.from:w.to])] {
				return false
			}
		}
	}
	return !strings.ContainsFunc(between, func(r rune) bool { return !ofWord(r) && !strings.ContainsRune(nameMarks+"\u00a0", r) })
}

// nameMarks may stand within a name.
const nameMarks = " .-‐'’"

// before gives where a name begins that stands from there on: an initial before it ("A. Berg", "O’Brien") is part of it.
func (n Names) before(s string, from int, words []span) int {
	at, _ := slices.BinarySearchFunc(words, from, func(w span, from int) int { return w.from - from })
	if at == 0 {
		return from
	}
	w := words[at-1]
	if w.to > from { // the name stands within it
		return from
	}
	word, between := s[w.from:w.to], s[w.to:from]
	if utf8.RuneCountInString(word) == 1 && n.beside[fold(word)] && slices.Contains([]string{".", ". ", "'", "’", "-"}, between) {
		return n.before(s, w.from, words)
	}
	return from
}

// fold gives a word as words are compared: without case and accents.
func fold(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(cases.Fold().String(word)))
}

// initial gives the first letter of a word, folded.
func initial(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return fold(word[:size])
}

// spaceless says whether a letter is of a script that does not part words by spaces, or ties endings to names.
func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
