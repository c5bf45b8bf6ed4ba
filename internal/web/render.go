package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/templates"

	"github.com/gin-gonic/gin"
)

// view is what every page has around its own matter.
type view struct {
	Base  string // before every path
	Here  string // where the page's forms go, if they go below one place
	Site  string // what the installation is called
	Title string
	Said  string // what was just done, in a sentence
	Form  form
	Wide  bool // for tables
	// Script is the file below /assets that makes the page more comfortable; it works without.
	Script string
	// Refresh is after how many seconds a browser without scripts asks for the page again; 0 is never.
	Refresh int
	Inside  *inside // nil on pages that one comes to by a link
}

func (p *Pages) view(title string) view {
	return view{Base: p.base, Site: p.Accounts.Institution, Title: title}
}

// Mistaken says whether the page is shown again because of what was typed.
func (v view) Mistaken() bool { return len(v.Form.Mistakes) > 0 }

// shared are the files whose templates every page may use; docs.html is the API's.
var shared = []string{"frame.html", "fields.html", "settling.html", "changed.html", "coverage_part.html", "notes_part.html", "signing_part.html", "themes_part.html"}

// pageTemplate is one page's template. It is parsed when the page is first asked for, together with what all share: parsed, all of
// them take ten megabytes, and no installation shows every page.
type pageTemplate func() (*template.Template, error)

// findPages gives every page by its name.
func findPages() (map[string]pageTemplate, error) {
	names, err := fs.Glob(templates.Files, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	pages, around := map[string]pageTemplate{}, make([]string, len(shared))
	for i, name := range shared {
		around[i] = "pages/" + name
	}
	for _, name := range names {
		file := path.Base(name)
		if slices.Contains(shared, file) || file == "docs.html" {
			continue
		}
		pages[strings.TrimSuffix(file, ".html")] = sync.OnceValues(func() (*template.Template, error) {
			return template.New(file).Funcs(functions).ParseFS(templates.Files, append([]string{name}, around...)...)
		})
	}
	return pages, nil
}

var functions = template.FuncMap{
	"civil": dayOf,
	"iso": func(s string) string {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return s
		}
		return t.Format(dayForm)
	},
	"word":     word,
	"ahead":    ahead,
	"part":     partName,
	"listed":   listed,
	"sentence": sentence,
	"asking": func(f form, found []access.Person) any {
		return struct {
			Form  form
			Found []access.Person
		}{f, found}
	},
	"instant": func(t time.Time) string { return t.UTC().Format(dayForm + ", 15:04 UTC") },
}

const dayForm = "2 January 2006"

// dayOf spells a day out.
func dayOf(d civil.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(dayForm)
}

// policy lets a page load our own style sheet, fonts and pictures and send forms to us, and nothing else.
const policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// scriptPolicy lets a page run our own script too, and that ask us.
const scriptPolicy = policy + "; script-src 'self'; connect-src 'self'"

// scripted says whether the page has a script.
func (v view) scripted() bool { return v.Script != "" }

// show renders a page whole before anything is sent, so that a failure is never half a page.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var b bytes.Buffer
	page, err := p.pages[name]()
	if err == nil {
		err = page.Execute(&b, data)
	}
	if err != nil {
		p.Log.ErrorContext(r.Context(), "page failed", "page", name, "error", err)
		http.Error(w, "This page could not be shown. Try again.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", policy)
	if v, ok := data.(interface{ scripted() bool }); ok && v.scripted() {
		h.Set("Content-Security-Policy", scriptPolicy)
	}
	h.Set("Referrer-Policy", "same-origin") // an address may hold the secret of a link, and without one forms would come from nowhere
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	p.write(w, r, b.Bytes())
}

// render is show for the pages behind gin.
func (p *Pages) render(c *gin.Context, status int, name string, data any) error {
	p.show(c.Writer, c.Request, status, name, data)
	return nil
}

// see sends the browser to another page, which it gets anew: going back or reloading then sends no form again.
func (p *Pages) see(c *gin.Context, path string) error {
	h := c.Writer.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	c.Redirect(http.StatusSeeOther, p.base+path)
	return nil
}

func (p *Pages) write(w http.ResponseWriter, r *http.Request, b []byte) {
	if _, err := w.Write(b); err != nil {
		p.Log.DebugContext(r.Context(), "client went away", "error", err)
	}
}
