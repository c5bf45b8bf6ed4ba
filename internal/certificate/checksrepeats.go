package certificate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"testamur/internal/record"
	"testamur/internal/text"

	"golang.org/x/text/unicode/norm"
)

// minRepeated is how many words a sentence has at least before its standing in two texts says anything.
const minRepeated = 8

// SentenceDigests gives what the sentences of texts are found again by, each once: the digests of their words, whatever
// case, space and punctuation they are written with. Sentences of fewer than eight words are left out.
func SentenceDigests(texts ...string) []record.Digest {
	var out []record.Digest
	known := map[record.Digest]bool{}
	for _, t := range texts {
		for _, s := range sentencesOf(t) {
			if d, ok := sentenceDigest(s); ok && !known[d] {
				known[d] = true
				out = append(out, d)
			}
		}
	}
	return out
}

func sentenceDigest(s string) (record.Digest, bool) {
	var words []string
	count, run := 0, 0
	for _, w := range wordsOf(norm.NFKC.String(s)) {
		words = append(words, strings.ToLower(w.text))
		if first, _ := utf8.DecodeRuneInString(w.text); unspaced(first) {
			run += utf8.RuneCountInString(w.text)
			continue
		}
		count++
	}
	const lettersOfAWord = 3 // about, where words are not told apart
	if count+run/lettersOfAWord < minRepeated {
		return record.Digest{}, false
	}
	return record.DigestOf([]byte(strings.Join(words, " "))), true
}

// Titles and the like, whose full stop ends no sentence.
var abbreviations = map[string]bool{
	"dr": true, "mr": true, "mrs": true, "ms": true, "prof": true, "st": true, "sr": true, "jr": true, "vs": true, "no": true, "nr": true, "ing": true, "mag": true,
}

// sentencesOf splits prose where sentences end: at a terminal with space after it, in a script without spaces at any.
func sentencesOf(s string) []string {
	var out []string
	for _, paragraph := range text.Paragraphs(s) {
		paragraph = text.Folded(paragraph)
		for paragraph != "" {
			end := sentenceEnd(paragraph)
			out = append(out, paragraph[:end])
			paragraph = strings.TrimSpace(paragraph[end:])
		}
	}
	return out
}

// sentenceEnd gives where the first sentence of a paragraph ends, with the quotes and brackets that close after it.
func sentenceEnd(s string) int {
	for i, r := range s {
		if !terminal(r) {
			continue
		}
		rest := strings.TrimLeftFunc(s[i+utf8.RuneLen(r):], closing)
		if endsAt(s[:i], r, rest) {
			return len(s) - len(rest)
		}
	}
	return len(s)
}

// endsAt says whether the terminal r between before and after ends a sentence.
func endsAt(before string, r rune, after string) bool {
	next, _ := utf8.DecodeRuneInString(strings.TrimSpace(after))
	switch {
	case after == "" || strings.ContainsRune("。！？｡", r):
		return true
	case !strings.HasPrefix(after, " ") || unicode.IsLower(next):
		return false
	case r != '.':
		return true
	}
	last := before[strings.LastIndexFunc(before, func(r rune) bool { return !letter(r) })+1:]
	return utf8.RuneCountInString(last) > 1 && !abbreviations[strings.ToLower(last)]
}

// repeats gives the passages that hold sentences of another participant.
func (c Certificate) repeats(repeats []Repeat) []Finding {
	elsewhere := make(map[record.Digest]Repeat, len(repeats))
	for _, r := range repeats {
		elsewhere[r.Sentence] = r
	}
	var out []Finding
	for _, at := range c.spots() {
		if at.of != inPassage {
			continue
		}
		for _, s := range sentencesOf(at.text) {
			d, _ := sentenceDigest(s)
			r, ok := elsewhere[d]
			if !ok {
				continue
			}
			delete(elsewhere, d)
			out = append(out, Finding{
				Kind: Repeated, Severity: SeverityWarning, Pointer: at.pointer, Detail: shortened(s), Certificate: r.Certificate, Feedback: r.Feedback,
				Message: "This sentence stands word for word in the text of another participant of the programme.",
			})
		}
	}
	return out
}

// shortened cuts what is quoted in a finding.
func shortened(s string) string {
	const limit = 200
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit-1]) + "…"
}
