package typeset

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shippedLayouts gives every layout by name.
func shippedLayouts(ts *Typesetter) map[string]*Layout {
	layouts := map[string]*Layout{}
	for _, l := range ts.AllLayouts() {
		layouts[l.Name] = l
	}
	return layouts
}

// crowded is the model with many signatories, and a title and a name of 200 characters.
func crowded(signatories int) Certificate {
	c := modelCertificate()
	c.Title = clip(strings.Repeat("Certificate of social learning leadership ", 6), 200)
	c.Name = clip(strings.Repeat("Łukasz Żółć-Nguyễn ", 14), 200)
	c.Signatories = slices.Repeat(c.Signatories, 2)[:signatories]
	return c
}

func TestTheFirstPageHoldsWhatItIsFor(t *testing.T) {
	ts, _ := newTypesetter(t)
	for name, l := range shippedLayouts(ts) {
		for _, signatories := range []int{1, 2, 3, 4, 5, 6, 7, 8} {
			for i, picture := range [][]byte{nil, logo(t, 60, 40)} {
				t.Run(fmt.Sprint(name, signatories, i), func(t *testing.T) {
					c := crowded(signatories)
					c.Logo = picture
					b, err := ts.compose(l, &c)
					if err != nil {
						t.Fatal(err)
					}
					checkMargins(t, b)
					checkOverlaps(t, b)
					if l.spec.Front != nil && frontSheets(b) != 1 {
						t.Errorf("the front takes %d pages", frontSheets(b))
					}
					for _, d := range drawnLines(b) {
						if d.line.style.styleSpec.Size >= l.spec.Styles.Name.Size && d.page != 1 {
							t.Errorf("%q is on page %d", d.line.typed(), d.page)
						}
					}
				})
			}
		}
	}
}

// Somebody with more to say than a diploma holds gets a second page of it, and the reference to the text counts on from there.
func TestAFrontThatDoesNotFitGoesOn(t *testing.T) {
	ts, _ := newTypesetter(t)
	l := shippedLayouts(ts)["diploma"]
	c := crowded(8)
	for i := range c.Signatories {
		c.Signatories[i].Title = clip(strings.Repeat("Head of Knowledge Management ", 10), maxSignatory)
		c.Signatories[i].Organisation = c.Signatories[i].Title
	}
	b, err := ts.compose(l, &c)
	if err != nil {
		t.Fatal(err)
	}
	checkMargins(t, b)
	front := frontSheets(b)
	want := b.words.pages(span{front + 1, len(b.sheets)})
	said := slices.ContainsFunc(drawnLines(b), func(d drawn) bool { return strings.TrimSpace(d.line.typed()) == want })
	if front < 2 || !said {
		t.Errorf("%d pages of front; %q is said: %v", front, want, said)
	}
	if f := b.fields(nil); len(f) != 1 || f[0].Page != front {
		t.Errorf("the seal is not where the check is: %+v", f)
	}
}

func TestSignatoriesInTheMiddleStandInEvenRows(t *testing.T) {
	for _, c := range []struct{ n, columns, want int }{{1, 4, 1}, {3, 4, 3}, {4, 4, 4}, {5, 4, 3}, {6, 4, 3}, {7, 4, 4}, {8, 4, 4}, {8, 3, 3}} {
		if got := evenly(c.n, c.columns); got != c.want {
			t.Errorf("%d in at most %d columns: %d", c.n, c.columns, got)
		}
	}
}

func TestEveryLayoutSpeaksEveryLanguage(t *testing.T) {
	ts, _ := newTypesetter(t)
	for name, l := range shippedLayouts(ts) {
		for tag, w := range ts.words {
			c := modelCertificate()
			c.Language = tag
			r, err := ts.Render(l, c)
			if err != nil {
				t.Fatal(name, tag, err)
			}
			text := strings.Join(strings.Fields(pdftotext(t, r.PDF, "-layout")), " ")
			wants := []string{w.spell(c.AwardDate), w.Check, w.Code, w.serial(c.Serial), w.page(1, r.Pages)}
			if l.spec.Front != nil {
				wants = append(wants, w.pages(span{2, r.Pages}))
			}
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("%s in %s does not say %q", name, tag, want)
				}
			}
		}
	}
}

func TestOtherLayoutsReadLikeTheirGoldenText(t *testing.T) {
	ts, _ := newTypesetter(t)
	for _, name := range []string{"letterhead", "diploma"} {
		l := shippedLayouts(ts)[name]
		c := modelCertificate()
		c.Contact = "programme@example.org"
		c.Logo = logo(t, 60, 60)
		r, err := ts.Render(l, c)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, pdftotext(t, r.PDF, "-layout"))
	}
}

// golden compares with a file that a human has looked at.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from %s:\n%s", name, path, got)
	}
}

// The structure says what the page shows, in the order of reading: the front, then the text.
func TestStructureOfTheOtherLayouts(t *testing.T) {
	ts, _ := newTypesetter(t)
	c := modelCertificate()
	c.Logo = logo(t, 40, 40)
	c.Contact = "programme@example.org"
	c.Sections, c.Signatories = c.Sections[:1], c.Signatories[:1]
	for name, want := range map[string]string{
		"letterhead": "Document(Figure P P H1 P P P Sect(H2 P) Sect(Sect(P P P)) Sect(P P(Span Link) P(Span Span) Figure))",
		"diploma":    "Document(Figure H1 P P P P Sect(Sect(P P P)) P Sect(P(Span Link) P(Span Span) Figure) Sect(H2 P) Sect(P))",
	} {
		b, err := ts.compose(shippedLayouts(ts)[name], &c)
		if err != nil {
			t.Fatal(err)
		}
		if got := outline(b.root); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
}

// What a layout does not show need not be in its fonts.
func TestOnlyWhatIsShownMustBeCovered(t *testing.T) {
	ts, _ := newTypesetter(t)
	for name, want := range map[string]bool{"classic": false, "letterhead": true, "diploma": true} {
		c := modelCertificate()
		c.Institution = "学院"
		_, err := ts.Render(shippedLayouts(ts)[name], c)
		if _, refused := errors.AsType[*UncoveredError](err); refused != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheVersionOfALayoutIsInItsName(t *testing.T) {
	for name, want := range map[string]int{"classic": 1, "classic-2": 2, "classic-12": 12, "a4-letter": 1, "x-0": 1, "x-99999999999999999999": 1} {
		if got := (&Layout{Name: name}).Version(); got != want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

func TestLettersOfAnOfficeWithItsOwnPaperLeaveTheHeadFree(t *testing.T) {
	ts, _ := newTypesetter(t)
	l := shippedLayouts(ts)["letterhead"]
	c := modelCertificate()
	free, err := ts.compose(l, &c)
	if err != nil {
		t.Fatal(err)
	}
	c.Contact = "programme@example.org"
	printed, err := ts.compose(l, &c)
	if err != nil {
		t.Fatal(err)
	}
	a, b := free.sheets[0].pieces[0], printed.sheets[0].pieces[0]
	if len(a.parts) != 0 || a.height != float64(l.spec.Letterhead.Height) {
		t.Errorf("the head has %d parts and is %v high", len(a.parts), a.height)
	}
	if len(b.parts) == 0 || a.height != b.height {
		t.Errorf("the text moves: %v and %v", a.height, b.height)
	}
}

func TestLayoutsWithAFrontOrALetterheadAreRefusedWithTheReason(t *testing.T) {
	for _, c := range []struct{ why, layout, old, new, want string }{
		{"no fit", "diploma", "  fit: 0.4\n", "", "front: fit is missing"},
		{"fit out of range", "diploma", "fit: 0.4", "fit: 0.1", `"0.1" is not a share`},
		{"low front", "diploma", "margins: {top: 20mm", "margins: {top: 60mm", "front: the margins leave less than 150mm"},
		{"sections on the front", "diploma", "signatories, pages]", "signatories, pages, sections]", "order: sections appears 2 times"},
		{"sections on the front alone", "diploma", "order: [sections]", "order: []", "order: sections appears 0 times"},
		{"pages without a front", "letterhead", "sections, signatories]", "sections, signatories, pages]", "pages stands on a front"},
		{"logo twice", "letterhead", "order: [letterhead,", "order: [logo, letterhead,", "has the logo already"},
		{"style of an element that is not there", "letterhead", "name, programme, date", "name, date", "styles: programme: is for the programme"},
		{"element without its style", "diploma", "  pages:\n", "  # pages:\n", "line"},
		{"frame without a colour", "diploma", "inner: 0.45pt, colour: accent", "inner: 0.45pt", "lack a colour"},
		{"field of a frame that is none", "diploma", "inset: 8mm", "insert: 8mm", "field insert not found"},
		{"rows that are justified", "diploma", "columns: 4, align: centre", "columns: 4, align: right", "neither left nor centre"},
		{"gutter as wide as the head", "letterhead", "gutter: 8mm, clear", "gutter: 120mm, clear", "letterhead: the gutter"},
	} {
		t.Run(c.why, func(t *testing.T) {
			data := shipped(t, c.layout)
			changed := strings.Replace(data, c.old, c.new, 1)
			if changed == data {
				t.Fatalf("%q is not in the layout", c.old)
			}
			_, err := ParseLayout([]byte(changed))
			if !errors.Is(err, ErrLayout) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
