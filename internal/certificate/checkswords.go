package certificate

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// word is a run of letters, marks and digits. An apostrophe or a hyphen ends it.
type word struct {
	text       string
	start, end int  // in bytes
	opens      bool // begins a sentence, where everybody writes a capital
}

// wordsOf gives the words of a text in order.
func wordsOf(s string) []word {
	var out []word
	start, opens := -1, true
	for i, r := range s {
		switch {
		case letter(r):
			if start < 0 {
				start = i
			}
			continue
		case start >= 0:
			out = append(out, word{s[start:i], start, i, opens})
			start, opens = -1, false
		}
		opens = opens || r == '\n' || r == ':' || terminal(r)
	}
	if start >= 0 {
		out = append(out, word{s[start:], start, len(s), opens})
	}
	return out
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// capital says whether the word begins as a name does in a script that has capitals.
func (w word) capital() bool {
	for _, r := range w.text {
		return unicode.IsUpper(r) || unicode.IsTitle(r)
	}
	return false
}

// capitals says whether the word has nothing but capitals, and more than one.
func (w word) capitals() bool { return len(w.text) > 1 && allCapitals(w.text) }

func allCapitals(s string) bool {
	return strings.ToUpper(s) == s && strings.ToLower(s) != s
}

// Letters that decompose into nothing, by how they are written where they are not to be had.
var undecomposed = strings.NewReplacer(
	"ł", "l", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ß", "ss", "æ", "ae", "œ", "oe", "ı", "i", "ħ", "h", "ŧ", "t", "ŋ", "n", "ς", "σ",
)

// plain gives a word in small letters without accents: what is left when somebody types a name on another keyboard.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
	return undecomposed.Replace(s)
}

// terminal says whether a sentence can end with r.
func terminal(r rune) bool { return r == '.' || unicode.Is(unicode.Sentence_Terminal, r) || r == '…' }

// closing says whether r may stand between the end of a sentence and the space after it.
func closing(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi) || r == '"' || r == '\'' || r == '*' || r == '_'
}

// unspaced are the scripts that put no space between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan)
}
