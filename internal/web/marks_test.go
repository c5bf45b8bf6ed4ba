package web_test

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/press"
	"testamur/internal/record"
	"testamur/internal/typeset"
	"testamur/templates"
)

// marked has every mark of the small Markdown, and what only looks like one.
const marked = "She *never gives up*, 3*4 times:\n- at work,\n- with *those who stayed*\n  and others,\n- at home.\n\n1. Listen.\n2. *Ask* <b>again</b>."

// TestThePageAndTheFileShowTheSameWordsAndMarks composes a text, and reads the page that is shared and the PDF.
func TestThePageAndTheFileShowTheSameWordsAndMarks(t *testing.T) {
	w := newWorld(t)
	c, err := w.certificates.Propose(t.Context(), office, w.enrolment.ID)
	w.must(err)
	c, err = w.certificates.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), []certificate.Section{
		{Heading: "Persistence", Passages: []certificate.Passage{{Text: marked}, {Text: "*Even* so.", RunsOn: true}}},
	})
	w.must(err)
	c = w.put(c)
	_, path := w.share(c, certificate.ShareFields{})
	page := onPage(t, w.get(path).Body.String())
	file := w.typeset(c)
	want := reading{
		words: "She never gives up, 3*4 times: at work, with those who stayed and others, at home. 1. Listen. 2. Ask <b>again</b>. Even so.",
		marks: []string{"never", "gives", "up", "those", "who", "stayed", "Ask", "Even"},
		items: []string{"at work,", "with those who stayed and others,", "at home."},
	}
	want.check(t, "the page", page)
	want.check(t, "the file", reading{words: within(inFile(t, file)), marks: italics(t, file), items: listed(t, file)})
}

// reading is what somebody finds in a text: its words, which of them are emphasised, and the items of lists.
type reading struct {
	words        string
	marks, items []string
}

func (r reading) check(t *testing.T, where string, got reading) {
	t.Helper()
	if got.words != r.words {
		t.Errorf("%s reads %q, not %q", where, got.words, r.words)
	}
	if !slices.Equal(got.marks, r.marks) {
		t.Errorf("%s emphasises %q, not %q", where, got.marks, r.marks)
	}
	if !slices.Equal(got.items, r.items) {
		t.Errorf("%s lists %q, not %q", where, got.items, r.items)
	}
}

var (
	article  = regexp.MustCompile(`(?s)</h2>(.*)</section>`)
	stressed = regexp.MustCompile(`<em>(.*?)</em>`)
	item     = regexp.MustCompile(`<li>(.*?)</li>`)
	tag      = regexp.MustCompile(`</?(p|ul|li)>`)
	inline   = regexp.MustCompile(`</?em>`)
)

// onPage reads the only section of a shared text.
func onPage(t *testing.T, page string) (r reading) {
	t.Helper()
	found := article.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no section in %s", page)
	}
	bare := func(s string) string {
		s = tag.ReplaceAllString(inline.ReplaceAllString(s, ""), " ")
		return html.UnescapeString(strings.Join(strings.Fields(s), " "))
	}
	r.words = bare(found[1])
	for _, m := range stressed.FindAllStringSubmatch(found[1], -1) {
		r.marks = append(r.marks, strings.Fields(bare(m[1]))...)
	}
	for _, m := range item.FindAllStringSubmatch(found[1], -1) {
		r.items = append(r.items, bare(m[1]))
	}
	return r
}

// typeset renders the version in force and gives the path of the file.
func (w *world) typeset(c certificate.Certificate) string {
	w.t.Helper()
	v, err := w.certificates.Version(w.t.Context(), office, c.VersionID)
	w.must(err)
	var content certificate.Content
	w.must(json.Unmarshal(v.Content, &content))
	setter, err := typeset.NewTypesetter(templates.Files)
	w.must(err)
	file, _, err := (&press.Press{Typesetter: setter}).Typeset(w.t.Context(), certificate.Sheet{
		Layout: "classic", Content: content, Facts: v.Facts, Signatories: v.Signatories, Serial: v.Serial, Code: v.Code,
		URL: publicURL + "/v/" + v.Code.String(), At: v.SentAt,
	})
	w.must(err)
	path := filepath.Join(w.t.TempDir(), "certificate.pdf")
	w.must(os.WriteFile(path, file, 0o600))
	return path
}

// judge runs a program that reads PDF files.
func judge(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

func inFile(t *testing.T, path string) string {
	t.Helper()
	return strings.Join(strings.Fields(judge(t, "pdftotext", "-raw", path, "-")), " ")
}

// within gives what stands between the heading and the signatories.
func within(text string) string {
	_, text, _ = strings.Cut(text, "Persistence ")
	text, _, _ = strings.Cut(text, " so. ")
	return text + " so."
}

// italics gives the words of the section that are set in an italic font, as another program reads them.
func italics(t *testing.T, path string) []string {
	t.Helper()
	var page struct {
		Fonts []struct {
			Name  string `xml:"name,attr"`
			Chars []struct {
				C string `xml:"c,attr"`
			} `xml:"char"`
		} `xml:"page>block>line>font"`
	}
	if err := xml.Unmarshal([]byte(judge(t, "mutool", "draw", "-q", "-F", "stext", path, "1")), &page); err != nil {
		t.Fatal(err)
	}
	var words []string
	begun := false
	for _, f := range page.Fonts {
		var text strings.Builder
		for _, c := range f.Chars {
			text.WriteString(c.C)
		}
		switch {
		case strings.EqualFold(strings.TrimSpace(text.String()), "Persistence"):
			begun = true
		case begun && strings.Contains(f.Name, "Italic"):
			words = append(words, strings.Fields(text.String())...)
		case strings.Contains(text.String(), "so."):
			return words
		}
	}
	return words
}

// listed gives the items of lists as the structure of the file tells them, with what is within them.
func listed(t *testing.T, path string) (items []string) {
	t.Helper()
	within := -1 // how far the item that is being read is indented
	for line := range strings.Lines(judge(t, "pdfinfo", "-struct-text", path)) {
		said := strings.TrimLeft(line, " ")
		depth := len(line) - len(said)
		switch {
		case strings.HasPrefix(said, "LBody"):
			within, items = depth, append(items, "")
		case depth <= within:
			within = -1
		case within >= 0 && strings.HasPrefix(said, `"`):
			last := &items[len(items)-1]
			*last = strings.TrimSpace(*last + " " + strings.TrimSpace(strings.Trim(said, "\"\n")))
		}
	}
	return items
}
