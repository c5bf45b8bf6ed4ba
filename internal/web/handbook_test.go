package web_test

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"testamur/internal/framework"
	"testamur/internal/manuscript"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/templates"
)

// printer stands in for the printing, which package press tests.
type printer struct{}

func (printer) Handbook(_ context.Context, book manuscript.Book, at time.Time) ([]byte, error) {
	return []byte("%PDF " + book.Address + " " + at.Format(time.DateOnly)), nil
}

// published has the framework that comes along, which a programme publishes or does not.
func (w *world) published(shown bool) framework.Content {
	w.t.Helper()
	file, err := templates.Files.ReadFile("frameworks/social-learning-leadership-1.yaml")
	w.must(err)
	w.must(w.programmes.Ship(w.t.Context(), office, "SLL", func() ([]byte, error) { return file, nil }))
	found, err := w.programmes.ListFrameworks(w.t.Context(), office, framework.Filter{Code: "SLL"}, record.Page{Limit: 1})
	w.must(err)
	fields := programme.Defaults()
	fields.Name, fields.Institution, fields.SerialPrefix, fields.CertificateTitle = "Leading", "School of Leadership", "LEAD", "Certificate"
	fields.FrameworkID, fields.PublishesFramework = found.Items[0].ID, shown
	_, err = w.programmes.CreateProgramme(w.t.Context(), office, fields)
	w.must(err)
	content, err := framework.Parse(file)
	w.must(err)
	return content
}

// read gives what a page says, without its marks.
func (w *world) read(path string) string {
	w.t.Helper()
	got := w.get(path)
	if got.Code != http.StatusOK {
		w.t.Fatalf("%s: %d", path, got.Code)
	}
	text := strings.NewReplacer("<em>", "", "</em>", "").Replace(got.Body.String())
	text = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, " "))
	return strings.Join(strings.Fields(text), " ")
}

// plain is a text of the edition as a reader finds it on the page.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "*", "")), " ")
}

func TestAnyoneReadsAHandbookThatAProgrammePublishes(t *testing.T) {
	w := newEmptyWorld(t)
	content := w.published(true)
	contents := w.read("/handbook/SLL/1")
	for _, g := range content.Groups {
		if !strings.Contains(contents, plain(g.Introduction)) {
			t.Errorf("the contents lack the introduction of %s", g.Name)
		}
		for _, d := range g.Disciplines {
			if !strings.Contains(contents, d.Name+" "+d.Question) {
				t.Errorf("the contents lack %s", d.Name)
			}
			page := w.read("/handbook/SLL/1/" + d.Code)
			for _, text := range textsOf(d) {
				if !strings.Contains(page, plain(text)) {
					t.Errorf("the page of %s lacks %q", d.Name, text)
				}
			}
		}
	}
	if page := w.read("/handbook/SLL/1/introduction"); !strings.Contains(page, "A midwife keeps fourteen colleagues") {
		t.Error("the introduction is not there")
	}
}

func textsOf(d framework.Discipline) []string {
	texts := append([]string{d.Name, d.Question, d.Summary}, d.GuidingQuestions...)
	for _, entries := range [][]framework.Entry{d.Perspectives, d.Methods, d.Pitfalls, d.Quality} {
		for _, e := range entries {
			texts = append(texts, e.Name, e.Text)
		}
	}
	for _, r := range d.Reading {
		texts = append(texts, r.Author, r.Title, r.Source, r.Note)
	}
	for _, s := range d.SeeAlso {
		texts = append(texts, s.Text)
	}
	return texts
}

func TestEveryLinkOfAHandbookLeadsSomewhere(t *testing.T) {
	w := newEmptyWorld(t)
	w.published(true)
	seen, open := map[string]bool{}, []string{"/handbook/SLL/1"}
	link := regexp.MustCompile(`href="(/handbook/[^"#]*)`)
	for len(open) > 0 {
		path := open[0]
		open = open[1:]
		got := w.get(path)
		if got.Code != http.StatusOK {
			t.Errorf("%s: %d", path, got.Code)
		}
		for _, m := range link.FindAllStringSubmatch(got.Body.String(), -1) {
			if !seen[m[1]] {
				seen[m[1]] = true
				open = append(open, m[1])
			}
		}
	}
	if len(seen) != 16 { // the contents, the file, two chapters before the groups and twelve disciplines
		t.Errorf("%d addresses: %v", len(seen), seen)
	}
}

func TestAFrameworkAloneLeadsToItsLatestEdition(t *testing.T) {
	w := newEmptyWorld(t)
	w.published(true)
	got := w.get("/handbook/SLL")
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/handbook/SLL/1" {
		t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
	}
}

func TestWhatIsNotPublishedOrNotThereIsNotFound(t *testing.T) {
	hidden, shown := newEmptyWorld(t), newEmptyWorld(t)
	hidden.published(false)
	shown.published(true)
	for path, w := range map[string]*world{
		"/handbook/SLL": hidden, "/handbook/SLL/1": hidden, "/handbook/SLL/1/VOICES": hidden, "/handbook/SLL/1/handbook.pdf": hidden,
		"/handbook/NONE/1": shown, "/handbook/SLL/2": shown, "/handbook/SLL/0": shown, "/handbook/SLL/01": shown, "/handbook/SLL/one": shown,
		"/handbook/SLL/1/GONE": shown, "/handbook/SLL/2/handbook.pdf": shown,
	} {
		if got := w.get(path); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
}

func TestTheFileOfAHandbookIsSentOnceToWhoeverKeepsIt(t *testing.T) {
	w := newEmptyWorld(t)
	w.published(true)
	const path = "/handbook/SLL/1/handbook.pdf"
	got := w.get(path)
	h := got.Header()
	if got.Body.String() != "%PDF https://certificates.example.org/handbook/SLL/1 2015-12-14" || h.Get("Content-Type") != "application/pdf" ||
		h.Get("Content-Disposition") != "inline; filename=SLL-1.pdf" {
		t.Errorf("%q, %v", got.Body, h)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("If-None-Match", h.Get("ETag"))
	if again := w.send(r); again.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", again.Code)
	}
}

func picturesOfHandbooks(t *testing.T) {
	w := newEmptyWorld(t)
	camera := w.camera(t)
	w.published(true)
	camera.take("handbook", "/handbook/SLL/1")
	camera.take("handbook-chapter", "/handbook/SLL/1/VOICES")
}
