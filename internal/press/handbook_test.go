package press_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/handbook"
	"testamur/internal/manuscript"
	"testamur/internal/press"
	"testamur/internal/typeset"
	"testamur/templates"
)

var printedAt = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func edition(t testing.TB, path string) framework.Content {
	t.Helper()
	file, err := templates.Files.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content, err := framework.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func bookOf(t testing.TB, s handbook.Source) manuscript.Book {
	t.Helper()
	words, err := handbook.NewWords(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	s.Publisher = "Institute"
	return words.Book(s)
}

// shippedBook is the handbook of the framework that comes along.
func shippedBook(t testing.TB) manuscript.Book {
	return bookOf(t, handbook.Source{
		Content: edition(t, "frameworks/social-learning-leadership-1.yaml"), Published: civil.Date{Year: 2026, Month: time.November, Day: 23},
		Address: "https://certificates.example.org/handbook/SLL/1",
	})
}

// draftBook has all that a handbook can have: the second edition, what has changed, and passages.
func draftBook(t testing.TB) manuscript.Book {
	first, second := edition(t, "frameworks/social-learning-leadership-1.yaml"), edition(t, "demo/social-learning-leadership-2.yaml")
	return bookOf(t, handbook.Source{Content: second, Changes: framework.Compare(first, second), Passages: []handbook.Passage{
		{Discipline: "VOICES", Text: "They asked first who was missing.\n\nThen they went to look for *them*."},
		{Discipline: "VOICES", Text: "Nobody was spoken for."},
	}})
}

func handbookOf(t testing.TB, b manuscript.Book) []byte {
	t.Helper()
	ts, err := typeset.NewTypesetter(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	p := press.Press{Typesetter: ts}
	file, err := p.Handbook(t.Context(), b, printedAt)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestHandbookIsTheSameBytesEachTime(t *testing.T) {
	if !bytes.Equal(handbookOf(t, draftBook(t)), handbookOf(t, draftBook(t))) {
		t.Error("two printings of one book differ")
	}
}

func TestHandbooksOfDifferentDaysOrTextsHaveIdentifiersOfTheirOwn(t *testing.T) {
	p := newPress(t)
	seen := map[string]bool{}
	changed := shippedBook(t)
	changed.Parts[3].Chapters[2].Question = "Why?"
	for _, printing := range []struct {
		book manuscript.Book
		at   time.Time
	}{{shippedBook(t), printedAt}, {shippedBook(t), printedAt.AddDate(0, 0, 1)}, {changed, printedAt}} {
		file, err := p.Handbook(t.Context(), printing.book, printing.at)
		if err != nil {
			t.Fatal(err)
		}
		_, id, _ := bytes.Cut(file, []byte("/ID ["))
		seen[string(id[:34])] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d identifiers of 3 printings", len(seen))
	}
}

func TestShippedHandbookHasAtLeast25Pages(t *testing.T) {
	if n := len(pagesOf(t, handbookOf(t, shippedBook(t)))); n < 25 {
		t.Errorf("%d pages", n)
	}
}

// The README shows four pages. With -update the picture is drawn anew, by pdftoppm.
func TestHandbookHasItsPictureInTheReadme(t *testing.T) {
	const path = "testdata/handbook.png"
	if *update {
		drawPages(t, handbookOf(t, shippedBook(t)), path, 1, 3, 8, 9, 10)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil || !strings.Contains(string(readme), "internal/press/"+path) {
		t.Errorf("the README does not show %s: %v", path, err)
	}
}

func TestHandbookPleasesQpdf(t *testing.T) {
	for name, b := range map[string]manuscript.Book{"shipped": shippedBook(t), "draft": draftBook(t)} {
		if out, err := judge(t, handbookOf(t, b), "qpdf", "--check", "file"); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// Every chapter begins the page that the contents name, and every reference names the page on which what it refers to begins.
func TestContentsAndReferencesNameTheRightPages(t *testing.T) {
	for name, b := range map[string]manuscript.Book{"shipped": shippedBook(t), "draft": draftBook(t)} {
		pages := pagesOf(t, handbookOf(t, b))
		begins := beginnings(t, b, pages)
		contents := pages[2]
		for title, page := range begins {
			if !slices.ContainsFunc(strings.Split(contents, "\n"), func(line string) bool {
				return strings.EqualFold(strings.Join(strings.Fields(line), " "), title+" "+strconv.Itoa(page))
			}) {
				t.Errorf("%s: the contents lack %q on page %d:\n%s", name, title, page, contents)
			}
		}
		references := 0
		b.Chapters(func(_ *manuscript.Part, c *manuscript.Chapter) {
			for _, s := range c.Sections {
				for _, e := range s.Entries {
					if e.To == "" {
						continue
					}
					references++
					if want := e.Name + ", page " + strconv.Itoa(begins[e.Name]); !strings.Contains(strings.Join(pages, "\n"), want) {
						t.Errorf("%s: %s does not say %q", name, c.Title, want)
					}
				}
			}
		})
		if references < 24 {
			t.Errorf("%s: only %d references", name, references)
		}
	}
}

// beginnings finds the page of every part and chapter by the title that it begins with.
func beginnings(t *testing.T, b manuscript.Book, pages []string) map[string]int {
	t.Helper()
	begins := map[string]int{}
	find := func(title, kicker string) {
		for i, page := range pages[3:] {
			words := strings.Join(strings.Fields(page), " ")
			if rest, ok := strings.CutPrefix(words, strings.ToUpper(kicker)); ok && strings.HasPrefix(strings.TrimSpace(rest), title+" ") {
				begins[title] = i + 4
				return
			}
		}
		t.Errorf("no page begins with %q", title)
	}
	for _, p := range b.Parts {
		find(p.Title, "")
	}
	b.Chapters(func(p *manuscript.Part, c *manuscript.Chapter) {
		kicker := ""
		if p != nil {
			kicker = p.Title
		}
		find(c.Title, kicker)
	})
	return begins
}

// Every link within the file leads to the page that begins with what the link is called, and so does the outline.
func TestLinksAndOutlineLeadToTheRightPages(t *testing.T) {
	for name, b := range map[string]manuscript.Book{"shipped": shippedBook(t), "draft": draftBook(t)} {
		file := handbookOf(t, b)
		begins := beginnings(t, b, pagesOf(t, file))
		d := dissect(t, file)
		for _, l := range d.links() {
			if begins[l.title] != l.page {
				t.Errorf("%s: the link %q leads to page %d, not %d", name, l.title, l.page, begins[l.title])
			}
		}
		// Contents, parts' lists of chapters, and references.
		if want := 3 * len(begins); len(d.links()) < want-len(b.Front)-len(b.Parts) {
			t.Errorf("%s: only %d links", name, len(d.links()))
		}
		outline := d.outline()
		for title, page := range begins {
			if outline[title] != page {
				t.Errorf("%s: the outline has %q on page %d, not %d", name, title, outline[title], page)
			}
		}
		if len(outline) != len(begins)+2 {
			t.Errorf("%s: the outline has %d entries", name, len(outline))
		}
	}
}

func TestHandbookRefusesWhatNoFontHas(t *testing.T) {
	b := shippedBook(t)
	b.Parts[0].Chapters[0].Sections[0].Counted[0][0].Text += " 学"
	_, err := newPress(t).Handbook(t.Context(), b, printedAt)
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Violations) != 1 || f.Violations[0].Reason != "uncovered_characters" {
		t.Errorf("got %v", err)
	}
}

// BenchmarkHandbook prints the shipped edition, as is done for a request.
func BenchmarkHandbook(b *testing.B) {
	p, book := newPress(b), shippedBook(b)
	b.ReportAllocs()
	defer func() { b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/handbook") }()
	for b.Loop() {
		if _, err := p.Handbook(b.Context(), book, printedAt); err != nil {
			b.Fatal(err)
		}
	}
}
