package typeset

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"testamur/internal/manuscript"
	"testamur/internal/markup"
	"testamur/internal/pdf"
)

// smallBook has one of everything.
func smallBook() manuscript.Book {
	text := []markup.Block{{Items: []markup.Item{{{Text: "A paragraph with "}, {Text: "emphasis", Emphasis: true}, {Text: "."}}}}}
	return manuscript.Book{
		Language: "en", Title: "Learning together", Subtitle: "A handbook", Publisher: "Institute", Edition: "Edition 1", Imprint: text,
		Address: "https://example.org/handbook", Contents: "Contents", Page: "page {page}",
		Front: []manuscript.Chapter{{Anchor: "introduction", Title: "Introduction", Text: text}},
		Parts: []manuscript.Part{{Anchor: "MEANING", Title: "Meaning", Introduction: text, Chapters: []manuscript.Chapter{
			{Anchor: "VALUE", Title: "Value", Question: "What for?", Text: text, Sections: []manuscript.Section{
				{Title: "Questions", Counted: text[0].Items},
				{Title: "Entries", Entries: []manuscript.Entry{{Name: "One", Text: text}, {Name: "Value", To: "VALUE", Text: text}}},
				{Title: "Works", Works: []manuscript.Work{{Citation: text[0].Items[0], Note: text[0].Items[0]}}},
				{Title: "Quotes", Quotes: [][]markup.Block{text, {{List: true, Items: text[0].Items}}}},
			}},
		}}},
	}
}

func composeBook(t interface {
	Helper()
	Fatal(...any)
}, ts *Typesetter, b *manuscript.Book) *bookComposer {
	t.Helper()
	c, err := ts.newBookComposer(b)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.compose(); err != nil {
		t.Fatal(err)
	}
	return c
}

func drawBlocks(t *rapid.T, most int) []markup.Block {
	var blocks []markup.Block
	for range rapid.IntRange(0, most).Draw(t, "blocks") {
		b := markup.Block{List: rapid.Bool().Draw(t, "list")}
		for range rapid.IntRange(1, 3).Draw(t, "items") {
			b.Items = append(b.Items, drawMarkup(t))
		}
		blocks = append(blocks, b)
	}
	return blocks
}

func drawMarkup(t *rapid.T) markup.Item {
	var item markup.Item
	for _, r := range drawItem(t) {
		item = append(item, markup.Run(r))
	}
	return item
}

func drawBookChapter(t *rapid.T, anchor string) manuscript.Chapter {
	c := manuscript.Chapter{Anchor: anchor, Title: drawShort(t, 200), Question: drawText(t, 12), Text: drawBlocks(t, 2)}
	for range rapid.IntRange(0, 3).Draw(t, "sections") {
		s := manuscript.Section{Title: drawText(t, 4), Text: drawBlocks(t, 1)}
		for range rapid.IntRange(0, 2).Draw(t, "entries") {
			s.Counted = append(s.Counted, drawMarkup(t))
			s.Entries = append(s.Entries, manuscript.Entry{Name: drawText(t, 5), Text: drawBlocks(t, 1)},
				manuscript.Entry{Name: drawShort(t, 60), To: anchor, Text: drawBlocks(t, 1)})
			s.Works = append(s.Works, manuscript.Work{Citation: drawMarkup(t), Note: drawMarkup(t)})
			s.Quotes = append(s.Quotes, drawBlocks(t, 1))
		}
		c.Sections = append(c.Sections, s)
	}
	return c
}

func drawBook(t *rapid.T) manuscript.Book {
	b := smallBook()
	b.Title, b.Subtitle, b.Publisher, b.Imprint = drawShort(t, 200), drawText(t, 12), drawText(t, 8), drawBlocks(t, 2)
	b.Front = []manuscript.Chapter{drawBookChapter(t, "front")}
	b.Parts = nil
	for _, anchor := range []string{"A", "B"}[:rapid.IntRange(0, 2).Draw(t, "parts")] {
		b.Parts = append(b.Parts, manuscript.Part{
			Anchor: anchor, Title: drawShort(t, 100), Introduction: drawBlocks(t, 2),
			Chapters: []manuscript.Chapter{drawBookChapter(t, anchor+"1"), drawBookChapter(t, anchor+"2")},
		})
	}
	return b
}

// Whatever is written, every text stands in the book as it was typed, nothing leaves the margins, and nothing stands on anything
// else.
func TestAnyBookIsSetCompletelyAndWithinItsMargins(t *testing.T) {
	ts, _ := newTypesetter(t)
	rapid.Check(t, func(t *rapid.T) {
		b := drawBook(t)
		c := composeBook(t, ts, &b)
		bottom := 0.0
		var read strings.Builder
		for i := range c.leaves {
			s := &c.leaves[i].sheet
			bottom = 0
			s.each(func(p part, x, y float64) {
				l, ok := p.mark.(*textLine)
				if !ok || p.tag != nil && p.tag.Role == "Lbl" {
					return
				}
				const slack = 0.01
				if x+l.x < float64(s.margins.Left)-slack || x+l.x+l.width > s.width-float64(s.margins.Right)+slack ||
					y < max(float64(s.margins.Top), bottom)-slack || y+l.height() > s.height-float64(s.margins.Bottom)+slack {
					t.Fatalf("page %d: %q leaves the margins or stands on what is above it", i+1, l.typed())
				}
				bottom = y + l.height()
				read.WriteString(l.typed() + " ")
			})
		}
		words := strings.Join(splitWords(read.String()), "")
		for _, text := range b.Texts() {
			if text != b.Page && text != b.Edition && !strings.Contains(words, strings.Join(splitWords(text), "")) {
				t.Fatalf("%q is not in the book:\n%q", text, words)
			}
		}
	})
}

func TestAnyBookBecomesAFile(t *testing.T) {
	ts, _ := newTypesetter(t)
	rapid.Check(t, func(t *rapid.T) {
		if _, err := ts.Print(drawBook(t), BookImprint{}); err != nil {
			t.Fatal(err)
		}
	})
}

// No page of ordinary text ends with a heading, or begins with the last line of a paragraph.
func TestPagesOfABookBreakWhereReadersExpectIt(t *testing.T) {
	ts, _ := newTypesetter(t)
	rapid.Check(t, func(t *rapid.T) {
		b := smallBook()
		chapter := &b.Parts[0].Chapters[0]
		for range rapid.IntRange(1, 8).Draw(t, "sections") {
			s := manuscript.Section{Title: "Section"}
			for range rapid.IntRange(1, 6).Draw(t, "entries") {
				words := strings.Repeat("learning ", rapid.IntRange(1, 120).Draw(t, "words"))
				s.Entries = append(s.Entries, manuscript.Entry{Name: "Name", Text: []markup.Block{{Items: []markup.Item{{{Text: words}}}}}})
			}
			chapter.Sections = append(chapter.Sections, s)
		}
		c := composeBook(t, ts, &b)
		for i := range c.leaves[:len(c.leaves)-1] {
			pieces, next := c.leaves[i].pieces, c.leaves[i+1].pieces
			if c.leaves[i+1].head == "" {
				continue // a chapter ends
			}
			if last := pieces[len(pieces)-1]; last.keep {
				t.Fatalf("page %d parts what belongs together", i+1)
			}
			if next[0].continues && (len(next) == 1 || !next[1].continues) {
				t.Fatalf("page %d begins with the last line of a paragraph", i+2)
			}
		}
	})
}

func TestEveryTitleBeginsAPage(t *testing.T) {
	ts, _ := newTypesetter(t)
	b := smallBook()
	c := composeBook(t, ts, &b)
	want := map[string]int{"cover": 1, "contents": 3, "introduction": 4, "MEANING": 5, "VALUE": 6}
	for anchor, page := range want {
		if c.pages[anchor] != page {
			t.Errorf("%s is on page %d, not %d", anchor, c.pages[anchor], page)
		}
	}
	if len(c.leaves) != 6 {
		t.Errorf("%d pages", len(c.leaves))
	}
}

// Whoever hears the book gets its headings without a gap between their levels, its lists as lists and its links with names.
func TestBookIsTagged(t *testing.T) {
	ts, _ := newTypesetter(t)
	b := smallBook()
	c := composeBook(t, ts, &b)
	var roles []string
	level := 0
	var walk func(parent string, e *pdf.Element)
	walk = func(parent string, e *pdf.Element) {
		roles = append(roles, e.Role)
		if len(e.Role) == 2 && e.Role[0] == 'H' {
			next := int(e.Role[1] - '0')
			if next > level+1 {
				t.Errorf("%s follows a heading of level %d", e.Role, level)
			}
			level = next
		}
		if e.Role == "Link" && e.Alt == "" {
			t.Error("a link has no name")
		}
		for inner, outer := range map[string][]string{"LI": {"L"}, "LBody": {"LI"}, "Lbl": {"LI"}, "TOCI": {"TOC"}, "TOC": {"TOC", "Sect", "Part"}} {
			if e.Role == inner && !slices.Contains(outer, parent) {
				t.Errorf("a %s is in a %s", inner, parent)
			}
		}
		for _, k := range e.Kids {
			if k.Element != nil {
				walk(e.Role, k.Element)
			}
		}
	}
	walk("", c.root)
	for _, role := range []string{"Document", "Part", "Sect", "TOC", "TOCI", "H1", "H2", "H3", "H4", "P", "L", "LI", "Lbl", "LBody", "Link", "BlockQuote"} {
		if !slices.Contains(roles, role) {
			t.Errorf("no %s", role)
		}
	}
}

func TestBooksAreRefusedWithTheReason(t *testing.T) {
	ts, _ := newTypesetter(t)
	for name, c := range map[string]struct {
		change func(*manuscript.Book)
		want   error
	}{
		"no title":            {func(b *manuscript.Book) { b.Title = " " }, ErrContent},
		"chapter of no title": {func(b *manuscript.Book) { b.Parts[0].Chapters[0].Title = "\u00ad" }, ErrContent},
		"bad language":        {func(b *manuscript.Book) { b.Language = "?" }, ErrContent},
		"bad address":         {func(b *manuscript.Book) { b.Address = "javascript:x" }, ErrContent},
		"anchor there twice":  {func(b *manuscript.Book) { b.Front[0].Anchor = "VALUE" }, manuscript.ErrBook},
		"reference nowhere":   {func(b *manuscript.Book) { b.Parts[0].Chapters[0].Sections[1].Entries[1].To = "GONE" }, manuscript.ErrBook},
	} {
		b := smallBook()
		c.change(&b)
		if _, err := ts.Print(b, BookImprint{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBookSaysOfItselfWhatItIs(t *testing.T) {
	ts, _ := newTypesetter(t)
	printed, err := ts.Print(smallBook(), BookImprint{Created: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), ID: [16]byte{1}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/Lang (en)", "/PageMode /UseOutlines", "/Marked true", "(D:20261123080000+00'00')", "<rdf:li xml:lang=\"x-default\">Learning together</rdf:li>", "/Author (Institute)"} {
		if !bytes.Contains(printed.PDF, []byte(want)) {
			t.Errorf("the file lacks %s", want)
		}
	}
}
