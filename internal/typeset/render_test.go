package typeset

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"testamur/internal/pdf"
)

func TestModelCertificateHasTwoPagesInASmallFile(t *testing.T) {
	ts, l := newTypesetter(t)
	r, err := ts.Render(l, modelCertificate())
	if err != nil {
		t.Fatal(err)
	}
	if r.Pages != 2 || len(r.PDF) > 80_000 {
		t.Errorf("%d pages, %d bytes", r.Pages, len(r.PDF))
	}
	if len(r.Places) != 4 {
		t.Fatalf("%d places for signatures", len(r.Places))
	}
	for i, p := range r.Places {
		if p.Page != 2 {
			t.Errorf("signature %d is on page %d", i, p.Page)
		}
	}
	if a, b := r.Places[0].Rect, r.Places[1].Rect; a[1] != b[1] || a[2] >= b[0] {
		t.Errorf("the first two signatories do not stand side by side: %v, %v", a, b)
	}
	if a, b := r.Places[0].Rect, r.Places[2].Rect; a[0] != b[0] || a[1] <= b[3] {
		t.Errorf("the third signatory does not stand below the first: %v, %v", a, b)
	}
}

func TestTextThreeTimesAsLongFlowsOn(t *testing.T) {
	ts, l := newTypesetter(t)
	c := longCertificate()
	b, err := ts.compose(l, &c)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.sheets) != 4 {
		t.Errorf("%d pages", len(b.sheets))
	}
	checkMargins(t, b)
}

func TestSameContentGivesTheSameBytesFromAnyGoroutine(t *testing.T) {
	ts, l := newTypesetter(t)
	certs := []Certificate{modelCertificate(), longCertificate(), modelCertificate()}
	certs[2].Name, certs[2].Language, certs[2].Logo = "Γιώργος Żółć", "el", logo(t, 60, 40)
	var want [][]byte
	for _, c := range certs {
		fresh, _ := newTypesetter(t)
		r, err := fresh.Render(l, c)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, r.PDF)
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 6 {
				n := (g + i) % len(certs)
				if r, err := ts.Render(l, certs[n]); err != nil || !bytes.Equal(r.PDF, want[n]) {
					t.Errorf("goroutine %d: certificate %d came out differently: %v", g, n, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestContentThatCannotBeSetIsRefused(t *testing.T) {
	ts, l := newTypesetter(t)
	for _, c := range []struct {
		why    string
		change func(*Certificate)
		want   string
	}{
		{"no signatory", func(c *Certificate) { c.Signatories = nil }, "0 signatories"},
		{"nine signatories", func(c *Certificate) { c.Signatories = make([]Signatory, 9) }, "9 signatories"},
		{"signatory without a name", func(c *Certificate) { c.Signatories[1].Name = "" }, "signatory 2: name is missing"},
		{"name of white space", func(c *Certificate) { c.Name = " \u200b\t" }, "name is missing"},
		{"no title", func(c *Certificate) { c.Title = "" }, "title is missing"},
		{"title of a page", func(c *Certificate) { c.Title = strings.Repeat("x", 401) }, "title has 401 characters"},
		{"no serial number", func(c *Certificate) { c.Serial = "" }, "serial number is missing"},
		{"no code", func(c *Certificate) { c.Code = "" }, "verification code is missing"},
		{"30 February", func(c *Certificate) { c.AwardDate = Date{2015, 2, 30} }, "2015-02-30 does not exist"},
		{"no date", func(c *Certificate) { c.AwardDate = Date{} }, "does not exist"},
		{"language that is none", func(c *Certificate) { c.Language = "klingon language" }, `language "klingon language"`},
		{"script as an address", func(c *Certificate) { c.VerifyURL = "javascript:alert(1)" }, "is not a web address"},
		{"address with a line feed", func(c *Certificate) { c.VerifyURL = "https://example.org/\n" }, "is not a web address"},
		{"logo that is no PNG", func(c *Certificate) { c.Logo = []byte("GIF89a") }, "logo"},
		{"logo cut short", func(c *Certificate) { c.Logo = logo(t, 4, 4)[:50] }, "cut short"},
		{"logo of 16 bits", func(c *Certificate) { c.Logo = logo(t, 4, 4); c.Logo[24] = 16 }, "logo"},
	} {
		t.Run(c.why, func(t *testing.T) {
			cert := modelCertificate()
			c.change(&cert)
			if _, err := ts.Render(l, cert); !errors.Is(err, ErrContent) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestPanicIsAnError(t *testing.T) {
	ts, _ := newTypesetter(t)
	if _, err := ts.Render(nil, modelCertificate()); !errors.Is(err, ErrRender) {
		t.Errorf("without a layout: %v", err)
	}
}

func TestLogoKeepsItsShapeWithinTheWidth(t *testing.T) {
	ts, l := newTypesetter(t)
	for _, c := range []struct{ w, h int }{{50, 50}, {30, 60}, {900, 10}} {
		cert := modelCertificate()
		cert.Logo = logo(t, c.w, c.h)
		b, err := ts.compose(l, &cert)
		if err != nil {
			t.Fatal(err)
		}
		checkMargins(t, b)
		p := b.sheets[0].pieces[0].parts[0].mark.(picture)
		if want := float64(c.w) / float64(c.h); p.width/p.height/want-1 > 1e-9 || p.height > float64(l.spec.Logo.Height)+1e-9 {
			t.Errorf("%d by %d is drawn %.1f by %.1f", c.w, c.h, p.width, p.height)
		}
	}
}

// A certificate's structure, by role, is what a screen reader goes by.
func TestStructureFollowsTheContent(t *testing.T) {
	ts, l := newTypesetter(t)
	c := modelCertificate()
	c.Language = "hu"
	c.Logo = logo(t, 40, 40)
	c.Sections = []Section{{"Heading", []Block{
		{Kind: Paragraph, Items: []Item{{{"Text", false}}}},
		{Kind: List, Items: []Item{{{"One", false}}, {{"Two", true}}}},
	}}}
	c.Signatories = c.Signatories[:1]
	c.About = "About"
	b, err := ts.compose(l, &c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ts.paint(b); err != nil {
		t.Fatal(err)
	}
	want := "Document(Figure[en] H1 P P[en] Sect(H2(Span) P L(LI(LBody) LI(LBody(Em)))) Sect(Sect(P P P)) " +
		"Sect(P P(Span[en] Link) P(Span[en] Span) Figure[en]))"
	if got := outline(b.root); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Emphasis is one element as long as it goes on, whatever line or word it is in, and the text stays in order.
func TestEmphasisIsPartOfTheStructure(t *testing.T) {
	ts, l := newTypesetter(t)
	c := modelCertificate()
	long := strings.Repeat("emphasised words go on ", 20)
	c.Sections = []Section{{"Heading", []Block{
		{Kind: Paragraph, Items: []Item{{{"Plain, ", false}, {long, true}, {"plain.", false}}}},
		{Kind: Paragraph, Items: []Item{{{"All of it.", true}}}},
		{Kind: Paragraph, Items: []Item{{{"All again", true}, {"st in a word, ", false}, {"twice", true}}}},
		{Kind: Paragraph, Items: []Item{{{"None.", false}}}},
	}}}
	b, err := ts.compose(l, &c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ts.paint(b); err != nil {
		t.Fatal(err)
	}
	if got := outline(b.root); !strings.Contains(got, "P(Em) P(Em) P(Em Em) P Sect") && !strings.Contains(got, "P(Em) P(Em) P(Em Em) P)") {
		t.Errorf("got  %s", got)
	}
	made, err := ts.Render(l, c)
	if err != nil {
		t.Fatal(err)
	}
	told := strings.Join(strings.Fields(structText(t, made.PDF)), " ")
	for _, want := range []string{
		`P (block) "Plain, " Span (inline) "emphasised words go on emphasised`, `Span (inline) "All of it.`, `Span (inline) "All again" "st in a word, " Span (inline) "twice`,
	} {
		if !strings.Contains(told, want) {
			t.Errorf("no %s in %s", want, told)
		}
	}
}

// structText is what poppler tells of the structure, with roles as they are mapped.
func structText(t *testing.T, file []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdfinfo"); err != nil {
		t.Skip("pdfinfo is not installed")
	}
	path := filepath.Join(t.TempDir(), "made.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdfinfo", "-struct-text", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

func outline(e *pdf.Element) string {
	s := e.Role
	if e.Lang != "" {
		s += "[" + e.Lang + "]"
	}
	var kids []string
	for _, k := range e.Kids {
		if k.Element != nil {
			kids = append(kids, outline(k.Element))
		}
	}
	if kids != nil {
		s += "(" + strings.Join(kids, " ") + ")"
	}
	return s
}

func TestUncoveredCharactersAreNamed(t *testing.T) {
	ts, l := newTypesetter(t)
	c := modelCertificate()
	c.Name = "עדי 王 Olga"
	c.Sections[1].Blocks[0].Items[0][0].Text += " 🎓 عمر"
	_, err := ts.Render(l, c)
	var uncovered *UncoveredError
	if !errors.As(err, &uncovered) {
		t.Fatalf("got %v", err)
	}
	if want := []rune("עדי王🎓عمر"); !slices.Equal(uncovered.Runes, want) {
		t.Errorf("%q, want %q", uncovered.Runes, want)
	}
	for _, name := range []string{"U+05E2", "王 (U+738B)", "U+1F393"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%v does not name %s", err, name)
		}
	}
}

func TestUncoveredLooksAtTheTextAsItIsSet(t *testing.T) {
	ts, l := newTypesetter(t)
	for _, c := range []struct{ text, want string }{
		{"Łukasz Żółć Nguyễn Thị Ánh Γιώργος Ольга Вторушина ÆØÅ", ""},
		{"e\u0323\u0302 is one letter when composed", ""},
		{"white\tspace\u00a0and\u202fsoft\u00adhyphen\u200b", ""},
		{"bell\a", "\a"},
		{"bad \xff byte", "\ufffd"},
		{"漢字漢", "漢字"},
	} {
		if got := string(ts.Uncovered(l, c.text)); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestHeadingsAndSignatoriesKeepTheirCompany(t *testing.T) {
	ts, l := newTypesetter(t)
	for filler := range 40 {
		c := modelCertificate()
		c.Sections = slices.Insert(c.Sections, 1, Section{"Filler", []Block{{Items: []Item{{{strings.Repeat("Some more words to fill. ", 3*filler), false}}}}}})
		b, err := ts.compose(l, &c)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range b.sheets {
			if last := s.pieces[len(s.pieces)-1]; i < len(b.sheets)-1 && last.keep {
				t.Errorf("filler %d: page %d ends with what belongs to the next", filler, i+1)
			}
			if i > 0 {
				if _, ok := s.pieces[0].parts[0].mark.(slot); ok {
					t.Errorf("filler %d: page %d begins with a signature", filler, i+1)
				}
			}
		}
	}
}
