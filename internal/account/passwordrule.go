package account

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"testamur/internal/fault"

	"golang.org/x/text/unicode/norm"
)

// Lengths of passwords, in characters (Unicode code points in NFC).
const (
	MinPassword      = 12
	MaxPassword      = 128
	maxPasswordBytes = 4 * MaxPassword
)

// common.txt holds well-known passwords, one a line, as bareOf gives them. One with digits after it, as in "welcome2026!",
// is as well known. It is a few hundred lines of our own and no list of leaked passwords.
//
//go:embed common.txt
var commonText string

var common = func() map[string]bool {
	known := map[string]bool{}
	for line := range strings.Lines(commonText) {
		known[strings.TrimSpace(line)] = true
	}
	return known
}()

// checkPassword refuses a password in NFC that is too short, too long, or among the first that somebody would try: a
// well-known one, a run of one or of neighbouring characters, or little beside the names that belong to the account. What
// it is otherwise made of is the person's business (NIST SP 800-63B, 3.1.1.2).
func checkPassword(password string, names ...string) error {
	refuse := func(reason, message string) error { return fault.At("/password", reason, "%s", message) }
	if !utf8.ValidString(password) {
		return refuse("invalid_utf8", "This is not valid UTF-8 text.")
	}
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return refuse("too_short", "Use at least 12 characters. A few words that do not belong together are good.")
	case n > MaxPassword:
		return refuse("too_long", "Shorten this to 128 characters.")
	case guessable(password, names):
		return refuse("common_password", "This is too easily guessed. A few words that do not belong together are good.")
	}
	return nil
}

func guessable(password string, names []string) bool {
	for _, form := range formsOf(password) {
		bare := bareOf(form)
		if utf8.RuneCountInString(bare) < fewCharacters {
			bare = form // made of symbols, which are then what counts
		}
		if guessed(bare) || named(bare, names) {
			return true
		}
	}
	return false
}

// formsOf gives a password as it is, and as it reads when the usual replacements of letters are undone: with what stands
// behind it, and without the digits and signs that are put around it to please a form.
func formsOf(password string) []string {
	word := strings.TrimRightFunc(strings.TrimLeft(password, "!"), func(r rune) bool { return !unicode.IsLetter(r) })
	forms := []string{password}
	for _, undo := range []*strings.Replacer{unsymbol, unleet, unleetL} {
		forms = append(forms, undo.Replace(password))
		if word != "" {
			forms = append(forms, undo.Replace(word))
		}
	}
	return forms
}

// guessed says whether a password, bare, is well known or a run.
func guessed(bare string) bool {
	return common[bare] || common[strings.TrimRightFunc(bare, unicode.IsDigit)] || repeats(bare) || runs(bare)
}

// fewCharacters are too few to make a password of a name.
const fewCharacters = 4

// named says whether a password, bare, is a name with little beside it.
func named(bare string, names []string) bool {
	rest := bare
	for _, name := range append(names, "testamur") {
		for _, part := range partsOf(name) {
			rest = strings.ReplaceAll(rest, part, "")
		}
	}
	return rest != bare && utf8.RuneCountInString(strings.TrimFunc(rest, unicode.IsDigit)) < fewCharacters
}

// These undo the usual replacements of letters: unleet with 1 for i, unleetL with 1 for l.
var (
	unsymbol = strings.NewReplacer("@", "a", "$", "s", "!", "i")
	unleet   = strings.NewReplacer("@", "a", "$", "s", "!", "i", "0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t")
	unleetL  = strings.NewReplacer("@", "a", "$", "s", "!", "i", "0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t")
)

// bareOf gives letters and digits in lower case without their marks.
func bareOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, norm.NFD.String(strings.ToLower(s)))
}

// partsOf gives the words of a name or an address that are long enough to be one.
func partsOf(name string) []string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	parts := []string{}
	for _, w := range append([]string{strings.Join(words, "")}, words...) {
		if w = bareOf(w); utf8.RuneCountInString(w) >= 3 {
			parts = append(parts, w)
		}
	}
	return parts
}

// repeats says whether a text is one short piece over and over: "aaaaaaaaaaaa", "abcabcabcabc".
func repeats(s string) bool {
	for n := 1; n <= min(6, len(s)/2); n++ {
		if strings.HasPrefix(strings.Repeat(s[:n], len(s)/n+1), s) {
			return true
		}
	}
	return false
}

// rows are what fingers run along.
var rows = []string{
	"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
}

// runs says whether a text is made of nothing but runs of at least three neighbours, either way: "abcdef123456".
func runs(s string) bool {
	for s != "" {
		n := run(s)
		if n == 0 {
			return false
		}
		s = s[n:]
	}
	return true
}

// run gives the length of the longest run that s begins with, or 0.
func run(s string) int {
	for n := len(s); n >= 3; n-- {
		along := func(row string) bool { return strings.Contains(row, s[:n]) || strings.Contains(row, reversed(s[:n])) }
		if slices.ContainsFunc(rows, along) {
			return n
		}
	}
	return 0
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}
