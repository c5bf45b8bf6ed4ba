package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
)

// outside gives the view of a page for anyone.
func (p *Pages) outside(title string) view {
	v := p.view(title)
	v.Inside = &inside{}
	return v
}

// around gives the view of a page for whoever asks: with their navigation if they are signed in. Pages below a secret link have
// none, for they belong to the link.
func (p *Pages) around(c *gin.Context, title string) view {
	if c.Param("secret") != "" {
		return p.view(title)
	}
	a, err := p.actor(c)
	if err != nil { // nobody is signed in, or it cannot be found out just now
		return p.outside(title)
	}
	return p.inside(c, a, title)
}

// wayBack gives where to go on from a page that says what cannot be done: to the page that was left, if it was ours.
func (p *Pages) wayBack(c *gin.Context) (path, name string) {
	from, err := url.Parse(c.Request.Referer())
	if err != nil || from.Host != c.Request.Host || from.RequestURI() == c.Request.URL.RequestURI() {
		return "/", "Home"
	}
	path, _ = strings.CutPrefix(from.RequestURI(), p.base)
	if path = goesOnTo(path); path == "" {
		return "/", "Home"
	}
	return path, "Back to the page before"
}

// Lost answers a browser that asks for what is no page, with a method that the page does not take, or for a page that broke.
func (p *Pages) Lost(c *gin.Context, status int) {
	var err error
	if status == http.StatusInternalServerError {
		err = p.broken(c, c.Writer.Header().Get("X-Request-Id"))
	} else {
		err = p.render(c, status, "notice", notice{view: p.around(c, "There is no page at this address"), Lines: []string{
			"The address may have been mistyped, or not copied whole. If it came in a message, follow the link there once more.",
		}, Path: "/", Go: "Home"})
	}
	if err != nil {
		p.Log.ErrorContext(c.Request.Context(), "failure not shown", "error", err)
	}
}
