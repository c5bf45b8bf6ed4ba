package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// formPage is a page with one form.
type formPage struct {
	view
	Instead  string // where to go and ask nothing: it is done already, or something else comes first
	Kicker   string
	Lead     string
	Button   string
	Back     crumb              // where to go without sending it
	More     []crumb            // where else to go
	Revision int64              // of what it changes; 0 for something new
	Upload   bool               // it takes a file
	Room     int64              // how many bytes may be typed; 0 is maxForm
	Ask      func(form) []group // its questions; nil asks for nothing but to be sent
	// Do does what the form asks for once it is sent, and says where to go on.
	Do      func(f *form) (string, error)
	Reasons map[string]string // which field a reason of what Do refuses is about
}

// group is some questions under a heading.
type group struct {
	Heading, Lead string
	Fields        []field
	Links         []crumb // to what helps to answer them
	Logo          string  // address of a picture to be shown with them
}

// Groups gives the questions with what was answered.
func (f formPage) Groups() []group {
	if f.Ask == nil {
		return nil
	}
	return f.Ask(f.Form)
}

// asking makes the page of a form as it is asked now. Fails for whom it is not for.
type asking func(c *gin.Context, a access.Actor) (formPage, error)

// form registers a page with one form, and what takes the form.
func (r routes) form(path string, page asking) {
	r.show(path, func(c *gin.Context, a access.Actor) error { return r.pages.askForm(c, a, page) })
	r.take(path, func(c *gin.Context, a access.Actor) error { return r.pages.takeForm(c, a, page) })
}

func (p *Pages) askForm(c *gin.Context, a access.Actor, page asking) error {
	asked, err := page(c, a)
	switch {
	case err != nil:
		return err
	case asked.Instead != "":
		return p.see(c, asked.Instead)
	}
	return p.render(c, http.StatusOK, "form", asked.at(c))
}

// at has the form sent to where it is asked, unless the page says otherwise.
func (f formPage) at(c *gin.Context) formPage {
	f.Here = cmp.Or(f.Here, f.Base+c.Request.URL.EscapedPath())
	return f
}

// takeForm does what a form asks for and goes on, or shows it again with what is to be mended.
func (p *Pages) takeForm(c *gin.Context, a access.Actor, page asking) error {
	asked, err := page(c, a)
	switch {
	case err != nil:
		return err
	case asked.Instead != "":
		return p.see(c, asked.Instead)
	}
	f, err := asked.read(c)
	if err != nil {
		return err
	}
	to, err := asked.Do(&f)
	if err != nil {
		return p.mend(c, err, f, asked.at(c), asked.Reasons)
	}
	return p.see(c, to)
}

// read gives what was typed, and the file that was chosen, if the form takes one.
func (f formPage) read(c *gin.Context) (form, error) {
	if !f.Upload {
		return readUpTo(c, "", cmp.Or(f.Room, maxForm))
	}
	typed, file, err := readUpload(c, "file")
	return form{Typed: typed, File: file}, err
}

// Ways lead away from the form.
func (f formPage) Ways() []crumb {
	if f.Back.Path == "" {
		return f.More
	}
	return append([]crumb{f.Back}, f.More...)
}

// explain orders what is wrong as the form asks, and says of each where it is: several questions can be wrong in the same words.
func (f *formPage) explain() {
	var asked []field
	for _, g := range f.Groups() {
		asked = append(asked, g.Fields...)
	}
	at := func(m mistake) int { return slices.IndexFunc(asked, func(x field) bool { return x.Name == m.Field }) }
	slices.SortStableFunc(f.Form.Mistakes, func(a, b mistake) int { return at(a) - at(b) })
	for i, m := range f.Form.Mistakes {
		if n := at(m); n >= 0 && len(asked) > 1 {
			f.Form.Mistakes[i].Label = asked[n].Label
		}
	}
}

// mend shows a form again with what is to be mended in it. What somebody else stored meanwhile is shown beside what was typed,
// and sending it once more replaces it. page is the form as it would be asked now; fields says which one a reason is about.
func (p *Pages) mend(c *gin.Context, err error, typed form, page formPage, fields map[string]string) error {
	switch {
	case len(typed.Mistakes) > 0:
	case fault.CodeOf(err) == fault.Stale:
		typed.Stored = page.Form.Typed
		typed.refuse("", "Somebody changed this after you opened it. What is stored now stands beside what you typed: look at it, then send this again.")
	case !typed.blame(err, fields):
		return err
	}
	if fault.CodeOf(err) != fault.Stale && page.Revision != 0 {
		page.Revision = int64(revisionOf(typed.Value("revision")))
	}
	p.note(c, err)
	page.Form = typed
	page.explain()
	return p.render(c, statusAfter(err), "form", page)
}

// errMistyped is why a form is not sent on to a use case; the form says what is wrong.
var errMistyped = fault.New(fault.Invalid, "mistyped", "Some answers cannot be read.")

// mistyped says whether something in the form could not be read.
func (f *form) mistyped() error {
	if len(f.Mistakes) > 0 {
		return errMistyped
	}
	return nil
}

// date reads a day; none is none.
func (f *form) date(name string) civil.Date {
	s := strings.TrimSpace(f.Value(name))
	if s == "" {
		return civil.Date{}
	}
	d, err := civil.Parse(s)
	if err != nil {
		f.refuse(name, "Give the day as year, month and day: 2015-12-14.")
	}
	return d
}

// here is a page below something that has an id.
func here(kind string, id interface{ String() string }, below string) string {
	return "/" + kind + "/" + id.String() + below
}
