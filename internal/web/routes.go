package web

import (
	"net/http"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// routes registers pages. Pages that change something are taken from our own forms alone.
type routes struct {
	pages  *Pages
	router gin.IRouter
}

// read registers a page that is only looked at.
func (r routes) read(path string, show handler) {
	r.router.GET(path, r.pages.page(show))
	r.router.HEAD(path, r.pages.page(show))
}

// write registers what takes a form.
func (r routes) write(path string, do handler) {
	r.router.POST(path, r.pages.ours, r.pages.page(do))
}

// show and take are read and write for whoever is signed in.
func (r routes) show(path string, show insider) { r.read(path, r.pages.signedIn(show)) }
func (r routes) take(path string, do insider)   { r.write(path, r.pages.signedIn(do)) }

// insider answers somebody who is signed in.
type insider func(c *gin.Context, a access.Actor) error

// shown answers with a page as a function makes it.
func shown[P any](p *Pages, name string, page func(c *gin.Context, a access.Actor) (P, error)) insider {
	return func(c *gin.Context, a access.Actor) error {
		made, err := page(c, a)
		if err != nil {
			return err
		}
		return p.render(c, http.StatusOK, name, made)
	}
}

// signedIn has whoever is not signed in do that first. What they typed meanwhile is kept in the page that says so.
func (p *Pages) signedIn(h insider) handler {
	return func(c *gin.Context) error {
		a, err := p.actor(c)
		if err == nil {
			return h(c, a)
		}
		if fault.CodeOf(err) == fault.Unauthenticated && c.Request.Method == http.MethodPost {
			return p.keepTyped(c)
		}
		return err
	}
}

// keptPage holds what somebody sent after their session had ended.
type keptPage struct {
	view
	Typed map[string][]string
	File  bool // a file was sent too, which no page can hold
}

func (p *Pages) keepTyped(c *gin.Context) error {
	typed, file, err := readUpload(c, "file")
	if err != nil {
		return err
	}
	p.forget(c)
	page := keptPage{view: p.view("You were signed out meanwhile"), Typed: typed, File: len(file) > 0}
	page.Here = p.base + c.Request.URL.EscapedPath()
	return p.render(c, http.StatusUnprocessableEntity, "kept", page)
}
