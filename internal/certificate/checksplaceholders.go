package certificate

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// placeholders gives what somebody meant to fill in and did not. What can be nothing else blocks; what may be meant as it
// stands, such as the Roman thirty or the initials NN, is warned of.
func (c Certificate) placeholders(lang string) []Finding {
	var out []Finding
	for _, at := range c.spots() {
		found := slices.Concat(placeholderWords(at, lang), placeholderMarks(at.text))
		seen := map[string]bool{}
		for _, f := range found {
			if seen[f.text] {
				continue
			}
			seen[f.text] = true
			out = append(out, f.finding(at.pointer))
		}
	}
	return out
}

// left is a placeholder in a text.
type left struct {
	text  string
	maybe bool // it may be meant as it stands
}

func (l left) finding(pointer string) Finding {
	f := Finding{
		Kind: Placeholder, Severity: SeverityBlocking, Pointer: pointer, Detail: shortened(l.text),
		Message: "A placeholder was left in. Put what belongs here in its place.",
	}
	if l.maybe {
		f.Severity, f.Message = SeverityWarning, "This may be a placeholder that was left in."
	}
	return f
}

// placeholderWords finds XXX, TODO, FIXME, TBD, NN and lorem ipsum as words of their own.
func placeholderWords(at spot, lang string) []left {
	var out []left
	words := wordsOf(at.text)
	for i, w := range words {
		var before, after word
		if i > 0 {
			before = words[i-1]
		}
		if i+1 < len(words) {
			after = words[i+1]
		}
		if strings.EqualFold(w.text, "lorem") && strings.EqualFold(after.text, "ipsum") {
			out = append(out, left{at.text[w.start:after.end], false})
		}
		if is, maybe := isPlaceholder(w, before, after, lang); is {
			alone := at.of == inName && len(words) == 1
			out = append(out, left{w.text, maybe && !alone})
		}
	}
	return out
}

// isPlaceholder says whether a word is one between its neighbours, and whether it may be meant as it stands.
func isPlaceholder(w, before, after word, lang string) (is, maybe bool) {
	switch w.text {
	case "FIXME", "TBD":
		return true, false
	case "TODO":
		return true, todoIsAWord(lang) || before.capitals() || after.capitals()
	case "NN":
		return true, true
	case "XXX": // the Roman thirty
		return true, after.capital() || (before.capital() && !before.opens)
	default:
		return len(w.text) >= 3 && strings.Trim(w.text, "xX") == "", false
	}
}

// todoIsAWord says whether "todo" means everything in the language.
func todoIsAWord(lang string) bool {
	base, _ := language.Make(lang).Base()
	return slices.Contains([]string{"es", "pt", "gl", "ast", "an", "ext", "mwl", "lad"}, base.String())
}

var (
	angled    = regexp.MustCompile(`<([\pL._…/!*](?:[^<>\n]{0,60}[^<>\s])?)>`)
	bracketed = regexp.MustCompile(`\[([^\[\]\n]{1,60})\]|\{([^{}\n]{1,60})\}`)
	blank     = regexp.MustCompile(`_{3,}`)
	emphasis  = regexp.MustCompile(`___[^\s_](?:[^_\n]*[^\s_])?___`)
	template  = regexp.MustCompile(`\{\{[^{}\n]{0,60}(?:\}\})?|\$\{[^{}\n]{0,60}\}?`)
	nomen     = regexp.MustCompile(`\bN\. ?N\.`)
)

// placeholderMarks finds what stands in brackets, and blanks to be filled in by hand.
func placeholderMarks(s string) []left {
	var out []left
	for _, at := range template.FindAllStringIndex(s, -1) {
		out = append(out, left{s[at[0]:at[1]], false})
	}
	s = template.ReplaceAllString(s, "\n")
	for _, at := range angled.FindAllStringSubmatchIndex(s, -1) {
		if inside := s[at[2]:at[3]]; !address(inside) && alone(s, at[0], at[1], "<>") {
			out = append(out, left{s[at[0]:at[1]], false})
		}
	}
	for _, at := range bracketed.FindAllStringIndex(s, -1) {
		asked, maybe := asksFor(s[at[0]:at[1]])
		if asked && !strings.HasPrefix(s[at[1]:], "(") { // a link
			out = append(out, left{s[at[0]:at[1]], maybe})
		}
	}
	for _, run := range blank.FindAllString(emphasis.ReplaceAllString(s, " "), -1) {
		out = append(out, left{run, false})
	}
	for _, at := range nomen.FindAllStringIndex(s, -1) {
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[at[1]:], " "))
		if !unicode.IsUpper(next) { // else they are somebody's initials
			out = append(out, left{s[at[0]:at[1]], true})
		}
	}
	return out
}

// address says whether angle brackets hold what is often written in them.
func address(s string) bool { return strings.Contains(s, "@") || strings.Contains(s, "://") }

// alone says whether s[start:end] touches no letter and none of the characters: "a<b" compares, "<<so>>" quotes.
func alone(s string, start, end int, but string) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	touched := func(r rune) bool { return letter(r) || strings.ContainsRune(but, r) }
	return (start == 0 || !touched(before)) && (end == len(s) || !touched(after))
}

// The words of a bracket that asks for something. Editors also put brackets around what they add to a quotation, so
// every word must be one of these, and those that an editor may well add only warn.
var (
	asked = wordSet(`name names surname firstname lastname fullname participant date insert placeholder tbd tba todo xx xxx
		nombre apellido apellidos nom prenom nome cognome sobrenome vorname nachname naam navn namn nimi imie nazwisko jmeno prijmeni meno ime prezime isim
		имя фамилия ονομα επωνυμο`)
	askedPerhaps = wordSet(`company employer organisation organization department project title role position place text number theme`)
	askedBeside  = wordSet(`first last full here in of or and s`)
)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

// asksFor says whether the words in brackets ask for something to be filled in, and whether that is uncertain.
func asksFor(s string) (asks, maybe bool) {
	maybe = true
	for _, w := range wordsOf(s) {
		p := plain(w.text)
		switch {
		case asked[p]:
			asks, maybe = true, false
		case askedPerhaps[p]:
			asks = true
		case !askedBeside[p]:
			return false, false
		}
	}
	return asks, maybe
}
