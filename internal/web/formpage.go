package web

import (
	"cmp"
	"net/http"
	"strings"

	"testamur/internal/civil"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// formPage is a page with one form.
type formPage struct {
	view
	Kicker   string
	Lead     string
	Button   string
	Back     crumb              // where to go without sending it
	Revision int64              // of what it changes; 0 for something new
	Upload   bool               // it takes a file
	Ask      func(form) []group // its questions
}

// group is some questions under a heading.
type group struct {
	Heading, Lead string
	Fields        []field
	Links         []crumb // to what helps to answer them
	Logo          string  // address of a picture to be shown with them
}

// Groups gives the questions with what was answered.
func (f formPage) Groups() []group { return f.Ask(f.Form) }

// ask shows the form.
func (p *Pages) ask(c *gin.Context, page formPage) error {
	return p.render(c, http.StatusOK, "form", page)
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
	if typed.Stored == nil && page.Revision != 0 {
		page.Revision = int64(revisionOf(typed.Value("revision")))
	}
	p.note(c, err)
	page.Form = typed
	return p.render(c, cmp.Or(statuses[fault.CodeOf(err)], http.StatusUnprocessableEntity), "form", page)
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
