package typeset

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"testamur/internal/pdf"
)

// checkMargins fails when a line, a rule, a picture or a code leaves the text area, or a foot or a frame the page.
func checkMargins(t interface {
	Helper()
	Errorf(string, ...any)
}, b *book) {
	t.Helper()
	b.each(func(page int, p part, x, y float64) {
		width, height, m := b.sheets[page-1].width, b.sheets[page-1].height, b.sheets[page-1].margins
		x, w, h := extent(b, p, x)
		switch p.mark.(type) {
		case border:
			if w > b.sheets[page-1].measure() {
				m = margins{} // the frame
			}
		case slanted:
			m = margins{}
		}
		bottom := height - float64(m.Bottom)
		if p.tag == nil && y > bottom {
			bottom = height // the running foot
		}
		const slack = 0.01
		if x < float64(m.Left)-slack || x+w > width-float64(m.Right)+slack || y < float64(m.Top)-slack || y+h > bottom+slack {
			t.Errorf("page %d: %T at %.2f %.2f, %.2f by %.2f, leaves the margins", page, p.mark, x, y, w, h)
		}
	})
}

// testWords have what is hard about words: several scripts, marks, ligatures, places to break, no place to break.
var testWords = []string{
	"a", "I", "the", "learning", "practice", "organization", "affluent", "office", "fjord", "Wenger-Trayner", "and/or", "1915–2015",
	"“quoted”", "(so", "that)", "—", "3%", "co\u0301pia", "Łukasz", "Żółć", "Nguyễn", "Thị", "Ánh", "Ольга", "Вторушина", "Γιώργος",
	"straße", "ﬁn", "ΐσως", "İstanbul", "no\u00a0break", "x\u0301\u0302\u0323", "e\u0304\u0301", "→", "№", "https://example.org/a/b/c.html",
	"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
	strings.Repeat("long", 60), strings.Repeat("ё", 90), "soft\u00adhyphen", "zero\u200bwidth", "ʞꝙϡ", // small letters without capitals
}

func drawText(t *rapid.T, words int) string {
	text := rapid.SliceOfN(rapid.SampledFrom(testWords), 0, words).Draw(t, "words")
	return strings.Join(text, rapid.SampledFrom([]string{" ", "  ", "\n", "\t "}).Draw(t, "white space"))
}

// clip cuts a text after limit characters.
func clip(s string, limit int) string {
	r := []rune(s)
	return string(r[:min(len(r), limit)])
}

// drawShort draws a text of at most limit characters that is not empty.
func drawShort(t *rapid.T, limit int) string {
	return clip("M "+drawText(t, 30), limit)
}

func drawItem(t *rapid.T) Item {
	var item Item
	for range rapid.IntRange(0, 4).Draw(t, "runs") {
		item = append(item, Run{drawText(t, 60), rapid.Bool().Draw(t, "emphasis")})
	}
	return item
}

func drawCertificate(t *rapid.T) Certificate {
	c := modelCertificate()
	c.Language = rapid.SampledFrom([]string{"en", "en-US", "da", "de", "el", "ru", "tr", "lt", "zh", "vi"}).Draw(t, "language")
	c.Title, c.Name, c.About = drawShort(t, maxShortText), drawShort(t, maxShortText), clip(drawText(t, 20), maxAbout)
	c.AwardDate = Date{rapid.IntRange(1900, 2100).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day")}
	c.Institution, c.Programme, c.Contact = clip(drawText(t, 8), 200), clip(drawText(t, 8), 200), clip(drawText(t, 6), 200)
	c.Sections = nil
	for range rapid.IntRange(0, 6).Draw(t, "sections") {
		s := Section{Heading: drawShort(t, maxShortText)}
		for range rapid.IntRange(0, 3).Draw(t, "blocks") {
			b := Block{Kind: BlockKind(rapid.IntRange(0, 1).Draw(t, "kind"))}
			for range rapid.IntRange(0, 1+2*int(b.Kind)).Draw(t, "items") {
				b.Items = append(b.Items, drawItem(t))
			}
			s.Blocks = append(s.Blocks, b)
		}
		c.Sections = append(c.Sections, s)
	}
	c.Signatories = nil
	for range rapid.IntRange(1, 8).Draw(t, "signatories") {
		c.Signatories = append(c.Signatories, Signatory{drawShort(t, maxSignatory), clip(drawText(t, 3), maxSignatory), clip(drawText(t, 2), maxSignatory)})
	}
	return c
}

// typedWords lists the words of the content, apart from fixed words, in the order of reading.
func typedWords(c Certificate, spec *layoutSpec) []string {
	order := spec.Order
	if spec.Front != nil {
		order = slices.Concat(spec.Front.Order, order)
	}
	var words []string
	for _, e := range order {
		for _, text := range typedTexts(c, e, spec) {
			words = append(words, splitWords(text)...)
		}
	}
	return append(words, splitWords(c.About)...)
}

func typedTexts(c Certificate, e elementKind, spec *layoutSpec) (texts []string) {
	switch e {
	case elementLetterhead:
		if c.sends() {
			texts = []string{c.Institution, c.Contact}
		}
	case elementTitle:
		texts = []string{c.Title}
	case elementName:
		texts = []string{c.Name}
	case elementProgramme:
		if texts = []string{c.Programme}; !spec.has(elementLetterhead) || !c.sends() {
			texts = append(texts, c.Institution)
		}
	case elementSections:
		texts = typedSections(c)
	case elementSignatories:
		for _, s := range c.Signatories {
			texts = append(texts, s.Name, s.Title, s.Organisation)
		}
	case elementLogo, elementDate, elementOrnament, elementPages: // no words, or fixed ones
	}
	return texts
}

func typedSections(c Certificate) (texts []string) {
	for _, s := range c.Sections {
		texts = append(texts, s.Heading)
		for _, b := range s.Blocks {
			for _, item := range b.Items {
				all := ""
				for _, run := range item {
					all += run.Text
				}
				texts = append(texts, all)
			}
		}
	}
	return texts
}

func splitWords(s string) []string { return strings.FieldsFunc(clean(s), isBreakingSpace) }

// Whatever people write, in any layout, every word stands on the pages once, in order, as it was typed; nothing leaves the margins,
// and nothing stands on anything else.
func TestAnyCertificateIsSetCompletelyAndWithinItsMargins(t *testing.T) {
	ts, _ := newTypesetter(t)
	for _, l := range ts.AllLayouts() {
		t.Run(l.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				c := drawCertificate(t)
				b, err := ts.compose(l, &c)
				if err != nil {
					t.Fatal(err)
				}
				checkMargins(t, b)
				checkOverlaps(t, b)
				if got, want := drawnWords(t, b), typedWords(c, &l.spec); !slices.Equal(got, want) {
					t.Fatalf("words on the pages:\n%q\ntyped:\n%q", got, want)
				}
			})
		})
	}
}

// drawnWords lists the words on the pages, apart from fixed words, in the order of reading.
func drawnWords(t *rapid.T, b *book) (got []string) {
	fixed := map[string]bool{}
	w, front := b.words, frontSheets(b)
	for _, s := range []string{
		w.spell(b.cert.AwardDate), w.Check, w.Code, b.cert.VerifyURL, grouped(b.cert.Code), w.pages(span{front + 1, len(b.sheets)}),
	} {
		fixed[strings.Join(splitWords(s), " ")] = true
	}
	var text strings.Builder
	var tag *pdf.Element
	flush := func() {
		if words := splitWords(text.String()); !fixed[strings.Join(words, " ")] {
			got = append(got, words...)
		}
		text.Reset()
	}
	for _, d := range drawnLines(b) {
		if d.tag == nil {
			continue // the running foot
		}
		if d.tag != tag {
			flush()
		}
		tag = d.tag
		checkGlyphs(t, d.line)
		text.WriteString(d.line.typed())
	}
	flush()
	return got
}

// frontSheets counts the pages before those with the text.
func frontSheets(b *book) (n int) {
	for b.spec.Front != nil && n < len(b.sheets) && b.sheets[n].checks {
		n++
	}
	return n
}

// checkGlyphs fails when a line has the box that stands for a missing character.
func checkGlyphs(t *rapid.T, l *textLine) {
	for _, w := range l.words {
		for _, f := range w.fragments {
			if slices.ContainsFunc(f.glyphs, func(g glyph) bool { return g.id == 0 }) {
				t.Fatalf("a box is drawn in %q", l.typed())
			}
		}
	}
}

func TestAnyCertificateBecomesAFile(t *testing.T) {
	ts, _ := newTypesetter(t)
	for _, l := range ts.AllLayouts() {
		t.Run(l.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				c := drawCertificate(t)
				r, err := ts.Render(l, c)
				if err != nil {
					t.Fatal(err)
				}
				a := l.spec.areaOf(elementSignatories)
				high := float64(l.spec.Signatories.Signature) - aboveRule
				least := high
				if l.spec.Front != nil {
					least = float64(l.spec.scaled(float64(l.spec.Front.Fit)).Signatories.Signature) - aboveRule
				}
				for i, p := range r.Places {
					if h := p.Rect[3] - p.Rect[1]; p.Page < 1 || p.Page > r.Pages || h < least-0.01 || h > high+0.01 || p.Rect[1] < float64(a.margins.Bottom) || p.Rect[3] > a.height {
						t.Fatalf("signatory %d of %d goes to %+v of %d pages", i, len(c.Signatories), p, r.Pages)
					}
				}
			})
		})
	}
}
