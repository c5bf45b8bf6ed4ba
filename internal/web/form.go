package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// maxForm is how many bytes a form without a file may have.
const maxForm = 64 << 10

// form is what somebody typed, and what is wrong with it.
type form struct {
	ID       string // before the ids of its fields: a page may have several forms
	Typed    url.Values
	File     []byte     // chosen in a form that takes one
	Stored   url.Values // what somebody else stored meanwhile; nil when nobody did
	Mistakes []mistake
}

// mistake is one thing to mend.
type mistake struct {
	Field string // name of the field, or "" for the form as a whole
	Text  string
	Label string // of the field, where the words alone would not tell which one is meant
}

// FieldID gives the id of a field: where the summary of mistakes leads.
func (f form) FieldID(name string) string { return strings.Trim(f.ID+"-"+name, "-") }

// Value gives what was typed.
func (f form) Value(name string) string { return f.Typed.Get(name) }

// Mistake says what is wrong with a field, or "".
func (f form) Mistake(name string) string {
	i := slices.IndexFunc(f.Mistakes, func(m mistake) bool { return m.Field == name })
	if i < 0 {
		return ""
	}
	return f.Mistakes[i].Text
}

// propose fills in what was not typed yet.
func (f *form) propose(values map[string]string) {
	if f.Typed == nil {
		f.Typed = url.Values{}
	}
	for name, value := range values {
		if !f.Typed.Has(name) {
			f.Typed.Set(name, value)
		}
	}
}

// refuse notes a mistake.
func (f *form) refuse(field, text string) {
	f.Mistakes = append(f.Mistakes, mistake{Field: field, Text: text})
}

// read gives what a form without files holds.
func read(c *gin.Context, id string) (form, error) { return readUpTo(c, id, maxForm) }

// readUpTo is read for a form that may have so many bytes.
func readUpTo(c *gin.Context, id string, most int64) (form, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	if err := c.Request.ParseForm(); err != nil {
		return form{}, unreadable(err)
	}
	return form{ID: id, Typed: c.Request.PostForm}, nil
}

func unreadable(err error) error {
	if errors.As(err, new(*http.MaxBytesError)) {
		return fault.New(fault.TooLarge, "", "This is more than can be sent at once.").Because(err)
	}
	return fault.New(fault.Conflict, "incomplete", "The form did not arrive whole. Go back and send it again.").Because(err)
}

// blame notes what a use case refused, each thing at the field that it is about: fields says which one a reason is about, and
// what the form calls a field of the use case that has another name there.
// It says no when that is nothing that the person at the form could mend.
func (f *form) blame(err error, fields map[string]string) bool {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return false
	}
	for _, v := range e.Violations {
		name := strings.ReplaceAll(strings.TrimPrefix(v.Pointer, "/"), "/", "-")
		f.refuse(cmp.Or(fields[name], name), v.Message)
	}
	if len(e.Violations) > 0 {
		return true
	}
	name, known := fields[e.Reason]
	if !known && e.Code != fault.Limited {
		return false
	}
	f.refuse(name, e.Message)
	return true
}
