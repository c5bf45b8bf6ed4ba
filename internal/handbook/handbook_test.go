package handbook_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"testamur/internal/civil"
	"testamur/internal/framework"
	"testamur/internal/handbook"
	"testamur/internal/manuscript"
	"testamur/internal/markup"
	"testamur/templates"

	"github.com/google/go-cmp/cmp"
)

func words(t *testing.T) handbook.Words {
	t.Helper()
	w, err := handbook.NewWords(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func group(code, name string, disciplines ...framework.Discipline) framework.Group {
	return framework.Group{Code: code, Name: name, Disciplines: disciplines}
}

func discipline(code, name string, from ...string) framework.Discipline {
	return framework.Discipline{Code: code, Name: name, From: from}
}

func content(number int, title string, groups ...framework.Group) framework.Content {
	return framework.Content{Framework: framework.Front{Code: "SLL", Name: "Leading", Language: "en", Edition: number, Title: title}, Groups: groups}
}

// told writes entries so that a test reads easily.
func told(entries []manuscript.Entry) []string {
	var out []string
	for _, e := range entries {
		line := e.Name
		if e.To != "" {
			line += " [" + e.To + "]"
		}
		for _, b := range e.Text {
			for _, i := range b.Items {
				line += ": " + i.String()
			}
		}
		out = append(out, line)
	}
	return out
}

func TestChangeNoteTellsWhatBecameOfEverything(t *testing.T) {
	before := content(1, "Leading",
		group("A", "First", discipline("SAME", "Same"), discipline("NAME", "Old name"), discipline("SPLIT", "Split"), discipline("GONE", "Gone")),
		group("B", "Second", discipline("MOVED", "Moved"), discipline("M1", "One"), discipline("M2", "Two"), discipline("CODE", "Code")))
	reworded := discipline("SAME", "Same")
	reworded.Question, reworded.Pitfalls = "Why?", []framework.Entry{{Name: "A", Text: "B"}}
	after := content(2, "Leading: now",
		group("A", "The first", reworded, discipline("NAME", "New name"), discipline("S1", "Split one", "SPLIT"), discipline("S2", "Split two", "SPLIT"), discipline("MOVED", "Moved")),
		group("B", "Second", discipline("M", "Both", "M1", "M2"), discipline("CODE2", "Code", "CODE")),
		group("C", "Third", discipline("NEW", "New")))
	book := words(t).Book(handbook.Source{Content: after, Changes: framework.Compare(before, after)})
	note := book.Front[0]
	if note.Title != "What has changed since edition 1" || note.Text[0].Items[0].String() != "Reworded: Title." {
		t.Errorf("%q begins with %v", note.Title, note.Text)
	}
	want := []string{
		"The first [group-A]: Called First until now.",
		"Third [group-C]: New in this edition.",
		"Same [SAME]: Reworded: Question, Pitfalls.",
		"New name [NAME]: Called Old name until now.",
		"Split: Divided into Split one and Split two.",
		"Split one [S1]: Came of Split.",
		"Split two [S2]: Came of Split.",
		"Moved [MOVED]: Stood in the group Second until now.",
		"Both [M]: Made of One and Two.",
		"Code [CODE2]: Its code was CODE until now.",
		"New [NEW]: New in this edition.",
		"Gone: Given up.",
	}
	if diff := cmp.Diff(want, told(note.Sections[0].Entries)); diff != "" {
		t.Error(diff)
	}
	if err := book.Check(); err != nil {
		t.Error(err)
	}
}

func TestWhatIsEmptyHasNoHeading(t *testing.T) {
	book := words(t).Book(handbook.Source{Content: content(1, "Leading", group("A", "First", discipline("ONE", "One")))})
	if len(book.Front) > 0 || len(book.Parts[0].Chapters[0].Sections) > 0 {
		t.Errorf("%+v", book)
	}
}

func TestTitleIsDividedAtTheColon(t *testing.T) {
	for in, want := range map[string][2]string{
		"Leading: a handbook": {"Leading", "A handbook"}, "Leading": {"Leading", ""}, "Leading:": {"Leading", ""}, ":leading": {":leading", ""},
		"Ledelse: én håndbog: to": {"Ledelse", "Én håndbog: to"},
	} {
		book := words(t).Book(handbook.Source{Content: content(1, in)})
		if got := [2]string{book.Title, book.Subtitle}; got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestDraftSaysThatItIsOne(t *testing.T) {
	draft := words(t).Book(handbook.Source{Content: content(2, "Leading")})
	published := words(t).Book(handbook.Source{Content: content(2, "Leading"), Published: civil.Date{Year: 2026, Month: 11, Day: 23}, Address: "https://example.org"})
	if draft.Edition != "Edition 2, draft" || !strings.HasPrefix(draft.Imprint[0].Items[0].String(), "This is a draft of edition 2") {
		t.Errorf("draft: %q, %v", draft.Edition, draft.Imprint)
	}
	if published.Edition != "Edition 2" || len(published.Imprint) != 2 {
		t.Errorf("published: %q, %v", published.Edition, published.Imprint)
	}
}

func TestBooksAreCitedInItalicsAndArticlesInQuotationMarks(t *testing.T) {
	d := discipline("ONE", "One")
	d.Reading = []framework.Work{
		{Author: "A. Writer", Year: 1991, Title: "A Book", Source: "Press and Co."}, {Author: "B. Writer", Year: 1973, Title: "An Article", Source: "Journal, vol. 4, no. 2"},
	}
	works := words(t).Book(handbook.Source{Content: content(1, "Leading", group("A", "First", d))}).Parts[0].Chapters[0].Sections[0].Works
	want := []markup.Item{
		{{Text: "A. Writer (1991): "}, {Text: "A Book", Emphasis: true}, {Text: ". Press and Co."}},
		{{Text: "B. Writer (1973): “An Article”. Journal, vol. 4, no. 2."}},
	}
	for i, w := range works {
		if diff := cmp.Diff(want[i], w.Citation); diff != "" {
			t.Error(diff)
		}
	}
}

func TestPassagesStandWithTheirDisciplineInTheOrderGiven(t *testing.T) {
	source := handbook.Source{Content: content(1, "Leading", group("A", "First", discipline("ONE", "One"), discipline("TWO", "Two"))), Passages: []handbook.Passage{
		{Discipline: "TWO", Text: "b"}, {Discipline: "ONE", Text: "c"}, {Discipline: "TWO", Text: "a"},
	}}
	chapters := words(t).Book(source).Parts[0].Chapters
	var got []string
	for _, c := range chapters {
		for _, q := range c.Sections[0].Quotes {
			got = append(got, c.Anchor+" "+q[0].Items[0].String())
		}
	}
	if diff := cmp.Diff([]string{"ONE c", "TWO b", "TWO a"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWordsAreRefusedWhenOneIsMissing(t *testing.T) {
	shipped, err := templates.Files.ReadFile("handbook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"a word":        strings.Replace(string(shipped), "  contents: \"Contents\"\n", "", 1),
		"a nested word": strings.Replace(string(shipped), "    and: \" und \"\n", "", 1),
		"English":       "de:" + strings.SplitN(string(shipped), "\nde:", 2)[1],
		"every word":    "en:\n",
		"a known word":  strings.Replace(string(shipped), "  contents:", "  content:", 1),
	} {
		if _, err := handbook.NewWords(fstest.MapFS{"handbook.yaml": {Data: []byte(file)}}); err == nil {
			t.Errorf("%s may be missing", name)
		}
	}
}

func TestWordsAreOfTheLanguageOrEnglish(t *testing.T) {
	for tag, want := range map[string]string{"en-GB": "Contents", "da": "Indhold", "de-AT": "Inhalt", "fr": "Table des matières", "el": "Contents"} {
		c := content(1, "Leading")
		c.Framework.Language = tag
		if got := words(t).Book(handbook.Source{Content: c}).Contents; got != want {
			t.Errorf("%s: %q", tag, got)
		}
	}
}
