package certificate

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"testamur/internal/access"
	"testamur/internal/text"

	"github.com/google/uuid"
	"golang.org/x/text/language"
)

// differingName says when the certificate is not made out to the person whose it is, as their name stands.
func (c Certificate) differingName(p access.Person) []Finding {
	if c.Name == "" || p.Name == "" || text.Folded(c.Name) == text.Folded(p.Name) {
		return nil
	}
	return []Finding{{
		Kind: NameDiffers, Severity: SeverityWarning, Pointer: "/name", Detail: p.Name,
		Message: "The person’s own name is another one: " + p.Name + ".",
	}}
}

// spellings gives the words of headings and text that are nearly a name of the participant, of an assessor or of a
// signatory, and the printed names of signatories that are nearly their own.
func (c Certificate) spellings(around Surroundings) []Finding {
	known, own := c.names(around), map[uuid.UUID]access.Person{}
	for _, p := range around.Others {
		own[p.ID] = p
	}
	var out []Finding
	for _, at := range c.spots() {
		if at.of == inHeading || at.of == inPassage {
			out = append(out, known.misspelled(at)...)
		}
	}
	for i, s := range c.Signatories {
		k := newNames("") // a name by itself is not bent
		k.add(own[s.PersonID].Name)
		out = append(out, k.misspelled(spot{pointer("signatories", i, "name"), s.Name, inName})...)
	}
	return out
}

// knownNames are the names that a text may mention.
type knownNames struct {
	parts    []string        // of names, as they are written
	correct  map[string]bool // words in small letters that are right as they are
	declined bool            // the language bends names
	nouns    bool            // the language gives every noun a capital
}

func newNames(lang string) knownNames {
	return knownNames{correct: map[string]bool{}, declined: declines(lang), nouns: capitalisesNouns(lang)}
}

func (c Certificate) names(around Surroundings) knownNames {
	k := newNames(around.Language)
	k.add(around.Participant.Name)
	for _, p := range around.Others {
		k.add(p.Name)
	}
	for _, at := range c.spots() {
		switch at.of {
		case inName:
			k.add(at.text)
		case inFunction, inTitle:
			k.accept(at.text)
		case inPassage:
			k.acceptSmall(at.text)
		case inHeading:
		}
	}
	return k
}

// minName is the length of the shortest part of a name that is looked for; below it are particles and initials.
const minName = 3

func (k *knownNames) add(name string) {
	for _, w := range wordsOf(name) {
		if w.capital() && utf8.RuneCountInString(w.text) >= minName && !slices.Contains(k.parts, w.text) {
			k.parts = append(k.parts, w.text)
		}
	}
	k.accept(name)
}

// accept takes words as right.
func (k *knownNames) accept(s string) {
	for _, w := range wordsOf(s) {
		k.correct[strings.ToLower(w.text)] = true
	}
}

// acceptSmall takes as right what the text writes in small letters somewhere: with a capital it is that word, not a name.
func (k *knownNames) acceptSmall(s string) {
	for _, w := range wordsOf(s) {
		if !w.capital() {
			k.correct[w.text] = true
		}
	}
}

// misspelled gives the words at a place that are nearly a name.
func (k knownNames) misspelled(at spot) []Finding {
	var out []Finding
	seen := map[string]bool{}
	for _, w := range wordsOf(at.text) {
		if !w.capital() || k.correct[strings.ToLower(w.text)] || seen[w.text] {
			continue
		}
		seen[w.text] = true
		w.opens = w.opens || at.of == inHeading || k.nouns
		if name := k.meant(w); name != "" {
			out = append(out, Finding{
				Kind: NameSpelling, Severity: SeverityWarning, Pointer: at.pointer, Detail: w.text,
				Message: fmt.Sprintf("“%s” may be meant for “%s”.", w.text, name),
			})
		}
	}
	return out
}

// meant gives the part of a name that the word is another spelling of, or "".
func (k knownNames) meant(w word) string {
	folded := plain(w.text)
	near := ""
	for _, part := range k.parts {
		name := plain(part)
		switch {
		case strings.EqualFold(w.text, part), genitive(w.text, part), name == folded && w.capitals():
			return "" // capitals go without accents
		case name == folded:
			return part
		case near == "" && k.resembles(w, folded, name):
			near = part
		}
	}
	return near
}

// resembles says whether a word is so near a name that it is more likely a slip than another word. Where every word has a
// capital, at the beginning of a sentence or in a heading, it must be nearer.
func (k knownNames) resembles(w word, folded, name string) bool {
	a, b := []rune(folded), []rune(name)
	shorter := min(len(a), len(b))
	if shorter < 4 || max(len(a), len(b))-shorter > 2 {
		return false
	}
	prefix := common(a, b)
	if k.declined && prefix >= len(b)-2 {
		return false // an ending
	}
	if prefix == 0 && (w.opens || shorter < 6) {
		return false
	}
	if shorter == 4 || (w.opens && shorter < 6) {
		return swapped(a, b)
	}
	slips := distance(a, b)
	return slips == 1 || (slips == 2 && shorter >= 9)
}

// genitive says whether the word is the name with an s.
func genitive(w, name string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(w), strings.ToLower(name))
	return ok && (rest == "s" || rest == "es" || rest == "ens")
}

func common(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// swapped says whether exactly two neighbouring letters changed places.
func swapped(a, b []rune) bool {
	n := common(a, b)
	return len(a) == len(b) && n+1 < len(a) && a[n] == b[n+1] && a[n+1] == b[n] && slices.Equal(a[n+2:], b[n+2:])
}

// distance counts the letters put in, left out, exchanged, or swapped with their neighbour, that lead from a to b: the
// optimal string alignment distance.
func distance(a, b []rune) int {
	var before, row []int
	next := make([]int, len(b)+1)
	for j := range next {
		next[j] = j
	}
	for i := range a {
		before, row, next = row, next, make([]int, len(b)+1)
		next[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
	}
	return next[len(b)]
}

// declines says whether a language bends names by their endings, as all do that are not known to leave them alone.
func declines(lang string) bool {
	base, _ := language.Make(lang).Base()
	return lang != "" && !slices.Contains([]string{
		"en", "de", "nl", "fr", "es", "pt", "it", "ca", "gl", "da", "sv", "nb", "nn", "no", "af", "cy", "ga", "vi", "id", "ms", "zh", "ja", "sw",
	}, base.String())
}

func capitalisesNouns(lang string) bool {
	base, _ := language.Make(lang).Base()
	return base.String() == "de" || base.String() == "lb"
}
