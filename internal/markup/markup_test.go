package markup_test

import (
	"strings"
	"testing"
	"unicode"

	"testamur/internal/markup"
	"testamur/internal/text"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// shown writes blocks so that a test reads easily: "P" and "L" for paragraph and list, emphasis in underscores, items
// parted by "|".
func shown(blocks []markup.Block) string {
	var out []string
	for _, b := range blocks {
		kind, items := "P ", []string{}
		if b.List {
			kind = "L "
		}
		for _, item := range b.Items {
			var s strings.Builder
			for _, r := range item {
				if r.Emphasis {
					s.WriteString("_" + r.Text + "_")
				} else {
					s.WriteString(r.Text)
				}
			}
			items = append(items, s.String())
		}
		out = append(out, kind+strings.Join(items, "|"))
	}
	return strings.Join(out, "\n")
}

func TestEveryTextHasOneReading(t *testing.T) {
	for _, c := range []struct{ name, prose, want string }{
		{"nothing", "", ""},
		{"lines of a paragraph are one text", "She\nlistens.", "P She listens."},
		{"blank lines part paragraphs", "One.\n\nTwo.", "P One.\nP Two."},
		{"emphasis", "She *never* gives up.", "P She _never_ gives up."},
		{"over a line's end", "She *never\never* gives up.", "P She _never ever_ gives up."},
		{"beside punctuation", "(*never*), she said.", "P (_never_), she said."},
		{"a whole paragraph", "*Never.*", "P _Never._"},
		{"two", "*One* and *two*.", "P _One_ and _two_."},
		{"not over a blank line", "*One.\n\nTwo.*", "P *One.\nP Two.*"},
		{"a star alone", "A * star, 3*4 and 2 * 3 * 4.", "P A * star, 3*4 and 2 * 3 * 4."},
		{"within a word", "un*believ*able", "P un*believ*able"},
		{"the nearest opens", "*a *b*", "P *a _b_"},
		{"stars in a row are stars", "**bold** and ***", "P **bold** and ***"},
		{"emptiness is none", "** and * *", "P ** and * *"},
		{"a list", "- One\n- *Two*", "L One|_Two_"},
		{"after a paragraph", "She did:\n- this\n- that", "P She did:\nL this|that"},
		{"an item goes on", "- One\nand more\n  and more\n- Two", "L One and more and more|Two"},
		{"blank lines between items", "- One\n\n- Two\n\nEnd.", "L One|Two\nP End."},
		{"a hyphen without a space", "-One\n–Two", "P -One –Two"},
		{"a hyphen alone", "-", "P -"},
		{"numbers that count stand on lines of their own", "1. One\n2. Two\nand more\n3. Three", "P 1. One\nP 2. Two and more\nP 3. Three"},
		{"a number that does not count is a word", "In May\n12. came. 2015. Then\n2. came", "P In May 12. came. 2015. Then 2. came"},
		{"no HTML", "<b>One</b> & _two_ `three`\n# Four\n> five", "P <b>One</b> & _two_ `three` # Four > five"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, shown(markup.Parse(c.prose))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWordsAreTheTextWithoutItsMarks(t *testing.T) {
	got := markup.Words("She *never* gives up:\n- at *work*\n- at home\n\nNever.")
	if want := "She never gives up:\nat work\nat home\nNever."; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestJoiningKeepsTheStyleAndPutsASpaceBetween(t *testing.T) {
	one, two := markup.Parse("She *never*")[0], markup.Parse("*ever* gives up.")[0]
	got := markup.Block{Items: []markup.Item{one.Items[0].Join(two.Items[0])}}
	if s := shown([]markup.Block{got}); s != "P She _never ever_ gives up." {
		t.Error(s)
	}
}

// well fails when blocks are not in the one form that they have.
func well(t interface{ Fatalf(string, ...any) }, prose string) {
	blocks := markup.Parse(prose)
	for i, b := range blocks {
		if len(b.Items) == 0 || (!b.List && len(b.Items) != 1) || (i > 0 && b.List && blocks[i-1].List) {
			t.Fatalf("%q: block %d has %d items", prose, i, len(b.Items))
		}
		for _, item := range b.Items {
			for j, r := range item {
				if r.Text == "" || strings.ContainsAny(r.Text, "\n\t") || (j > 0 && item[j-1].Emphasis == r.Emphasis) {
					t.Fatalf("%q: the runs %+v", prose, item)
				}
			}
			if strings.TrimSpace(item.String()) != item.String() || item.String() == "" {
				t.Fatalf("%q: the item %q", prose, item.String())
			}
		}
	}
	if got, want := bare(markup.Words(prose)), bare(prose); got != want {
		t.Fatalf("%q: the words are %q, not %q", prose, got, want)
	}
}

// bare leaves of a text what is no mark: all but space, stars and hyphens.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '*' || r == '-' {
			return -1
		}
		return r
	}, s)
}

func TestNoWordIsEverLost(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "é", "1", " ", "*", "-", "- ", "\n", "\n\n", ".", "1. ", "2. ", "*x*"})
	rapid.Check(t, func(t *rapid.T) {
		prose, problem := text.Prose(strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "prose"), ""))
		if problem != nil {
			t.Fatal(problem)
		}
		well(t, prose)
	})
}

func TestTextWithoutMarksReadsAsItAlwaysDid(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "Hm", "é", " ", "\n", "\n\n", ".", ", ", "_", "<b>", "–"})
	rapid.Check(t, func(t *rapid.T) {
		prose, problem := text.Prose(strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "prose"), ""))
		if problem != nil {
			t.Fatal(problem)
		}
		var want []markup.Block
		for _, p := range text.Paragraphs(prose) {
			want = append(want, markup.Block{Items: []markup.Item{{{Text: text.Folded(p)}}}})
		}
		if d := cmp.Diff(want, markup.Parse(prose)); d != "" {
			t.Fatal(d)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "She *never* gives up.", "- One\n- *Two", "1. One\n2. Two", "**\n- *\n\n-  x*y*"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		prose, problem := text.Prose(s)
		if problem != nil {
			t.Skip("it is refused at the edge")
		}
		well(t, prose)
	})
}
