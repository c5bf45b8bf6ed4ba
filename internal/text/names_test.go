package text

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNamesAreHidden(t *testing.T) {
	known := NewNames("Ana María de la Cruz", "Anna van den Berg-Holm", "Siobhán O’Brien", "J. Müller", "王小明", "김 민준", "ida k. wu")
	for _, c := range []struct{ name, text, want string }{
		{"a whole name is one mark", "When Ana María de la Cruz spoke, all listened.", "When [name] spoke, all listened."},
		{"its parts too", "María asked, and Cruz answered.", "[name] asked, and [name] answered."},
		{"in any case", "ANA and ana", "[name] and [name]"},
		{"without accents, or with them taken apart", "Maria, Mari\u0301a, Siobhan", "[name], [name], [name]"},
		{"what is after it stays", "Ana's work, Ana’s work", "[name]'s work, [name]’s work"},
		{"within longer words nothing is hidden", "Banana, analysis, Crusade", "Banana, analysis, Crusade"},
		{"small words of names stay where no name is", "de la mano van den", "de la mano van den"},
		{"hyphens", "Berg-Holm and Holm", "[name] and [name]"},
		{"initials before", "A. Berg and O’Brien and O'Brien", "[name] and [name] and [name]"},
		{"single letters stay", "A plan, plan J, and I", "A plan, plan J, and I"},
		{"emphasis stays", "*Ana* and *Müller*", "*[name]* and *[name]*"},
		{"two people are two", "Ana, Müller", "[name], [name]"},
		{"not over a line", "Ana\nMüller", "[name]\n[name]"},
		{"scripts without spaces", "在这里王小明认为", "在这里[name]认为"},
		{"endings tied to a name", "김민준은, 민준이", "[name]은, [name]이"},
		{"what is tied to a name and is one itself", "ANA王小明Müller, 김민준김", "[name], [name]"},
		{"a name written small", "Ida Wu wrote; k stays", "[name] wrote; k stays"},
		{"nothing known", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := known.Hidden(c.text, "[name]"); got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

func TestNoWordOfANameSurvives(t *testing.T) {
	word := rapid.SampledFrom([]string{"Ana", "María", "de", "la", "Cruz", "O’Brien", "J.", "Müller-Øst", "Will", "Grace", "王小明", "민준", "김", "İpek", "ßen", "Αλέξης"})
	glue := rapid.SampledFrom([]string{" ", ", ", "\n", "’s ", "*", " and ", ". ", "-", "(", "x", "", "\n\n- "})
	turn := rapid.SampledFrom([]func(string) string{strings.ToUpper, strings.ToLower, strings.Clone})
	rapid.Check(t, func(t *rapid.T) {
		var names []string
		for range rapid.IntRange(1, 4).Draw(t, "people") {
			names = append(names, strings.Join(rapid.SliceOfN(word, 1, 4).Draw(t, "name"), " "))
		}
		known, s := NewNames(names...), ""
		for range rapid.IntRange(0, 12).Draw(t, "words") {
			s += turn.Draw(t, "case")(word.Draw(t, "word")) + glue.Draw(t, "glue")
		}
		const mark = "[—]"
		got := known.Hidden(s, mark)
		for _, w := range wordsOf(got) {
			if known.parts[fold(got[w.from:w.to])] {
				t.Fatalf("%q of %q survives in %q", got[w.from:w.to], names, got)
			}
		}
		for _, name := range known.unspaced {
			if strings.Contains(got, name) {
				t.Fatalf("%q survives in %q", name, got)
			}
		}
		if again := known.Hidden(got, mark); again != got {
			t.Fatalf("hidden twice: %q, not %q", again, got)
		}
	})
}

func TestATextWithoutNamesStaysAsItIs(t *testing.T) {
	known := NewNames("Ana de la Cruz", "J. Müller")
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"de", "la", " ", "J", ".", "’", "a", "\n", "*", "listened", "é"}), 0, 30).Draw(t, "text"), "")
		prose, problem := Prose(s)
		if problem != nil || known.Hidden(prose, "[name]") != prose {
			t.Fatalf("%q became %q", prose, known.Hidden(prose, "[name]"))
		}
	})
}

func FuzzHidden(f *testing.F) {
	f.Add("Ana de la Cruz", "When Ana’s A. Cruz")
	f.Fuzz(func(t *testing.T, name, s string) {
		known := NewNames(name)
		got := known.Hidden(s, "—")
		for _, w := range wordsOf(got) {
			if known.parts[fold(got[w.from:w.to])] {
				t.Fatalf("%q of %q survives in %q", got[w.from:w.to], name, got)
			}
		}
	})
}

func TestAPhraseIsMentionedAsWholeWords(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{{"so said Ana Reis.", true}, {"ANA REIS", true}, {"Ana Reisen", false}, {"Banana Reis", false}, {"", false}} {
		if got := Mentions(c.text, []string{"Ana Reis"}); got != c.want {
			t.Errorf("%q: %t", c.text, got)
		}
	}
}
