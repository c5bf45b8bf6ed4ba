package typeset

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew, to be looked at before they are committed")

// pdftotext is the outside judge of what can be read from a file.
func pdftotext(t *testing.T, file []byte, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	path := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", append(args, path, "-")...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestModelCertificateReadsLikeTheGoldenText(t *testing.T) {
	ts, l := newTypesetter(t)
	for name, c := range map[string]Certificate{"model": modelCertificate(), "long": longCertificate()} {
		r, err := ts.Render(l, c)
		if err != nil {
			t.Fatal(err)
		}
		got := pdftotext(t, r.PDF, "-layout")
		golden := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s:\n%s", name, golden, got)
		}
	}
}

func TestExtractedWordsAreThoseTyped(t *testing.T) {
	ts, l := newTypesetter(t)
	c := modelCertificate()
	c.Language = "el"
	c.Name = "Łukasz Żółć-Nguyễn Thị Ánh"
	c.Title = "Social Learning AND boundary 2015"
	c.Sections = []Section{{"Ή Γιώργος: straße, offices & fjords", []Block{
		{Items: []Item{{{"Offices affluent shuffling fjord Thin; ", false}, {"emphasised offices", true}, {", Ольга Вторушина 1915–2015 ¾ № 7 e\u0304\u0301 o\u0323\u0301.", false}}}},
		{Kind: List, Items: []Item{{{"One fine item", false}}, {{"flies → ", false}, {"there", true}}}},
	}}}
	r, err := ts.Render(l, c)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Fields(pdftotext(t, r.PDF, "-raw"))
	w := ts.words.lookup("el")
	content := typedWords(c, &l.spec)
	head := splitWords(c.Title + " " + c.Name)
	content = slices.Insert(content, len(head), splitWords(w.spell(c.AwardDate))...)
	content = append(content, splitWords(w.Check+" "+c.VerifyURL+" "+w.Code+" "+grouped(c.Code))...)
	content = append(content, splitWords(w.serial(c.Serial)+" "+w.page(1, 1))...)
	if r.Pages != 1 || !slices.Equal(got, content) {
		t.Errorf("%d pages, read:\n%q\ntyped:\n%q", r.Pages, got, content)
	}
}

var wordBox = regexp.MustCompile(`xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)<`)

// Another reader of the file finds the words where they were meant to be: justified lines end at the margin.
func TestJustifiedLinesEndAtTheMargin(t *testing.T) {
	ts, l := newTypesetter(t)
	c := modelCertificate()
	r, err := ts.Render(l, c)
	if err != nil {
		t.Fatal(err)
	}
	ends := map[string]float64{} // by baseline: where the last word of the line ends
	for _, m := range wordBox.FindAllStringSubmatch(pdftotext(t, r.PDF, "-bbox", "-l", "1"), -1) {
		x, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		ends[m[2]] = max(ends[m[2]], x)
	}
	b, err := ts.compose(l, &c)
	if err != nil {
		t.Fatal(err)
	}
	width, _ := l.spec.Page.Size.size()
	margin := width - float64(l.spec.Page.Margins.Right)
	var want, got int
	for _, d := range drawnLines(b) {
		if d.page == 1 && d.line.style.Align == alignJustify && d.line.width > l.spec.area().measure()-0.01 {
			want++
		}
	}
	for _, x := range ends {
		if x > margin-0.05 && x < margin+0.05 {
			got++
		}
	}
	if want < 15 || got < want {
		t.Errorf("%d lines were justified, %d end at the margin: %v", want, got, ends)
	}
}
