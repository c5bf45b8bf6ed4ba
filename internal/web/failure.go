package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"

	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// handler answers with a page, or says why it cannot.
type handler func(c *gin.Context) error

// notice is a page that says one thing.
type notice struct {
	view
	Lines []string
	Path  string // where to go next
	Go    string // what that is called; empty: nowhere
	ID    string // of the request, when it failed on our side
}

// page turns a handler into gin's, and what it cannot do into a page that says so.
func (p *Pages) page(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			p.fail(c, err)
		}
	}
}

// ours refuses forms that a page of another site had the browser send.
func (p *Pages) ours(c *gin.Context) {
	if p.own.Check(c.Request) == nil {
		return
	}
	n := notice{view: p.view("This did not come from our pages"), Lines: []string{
		"The form was sent by a page of another site, so nothing was done.",
		"If you wanted to do it, begin again from the link in your mail, or sign in.",
	}, Path: "/sign-in", Go: "Sign in"}
	p.show(c.Writer, c.Request, http.StatusForbidden, "notice", n)
	c.Abort()
}

// fail says what went wrong. Whoever is signed out is shown where to sign in.
func (p *Pages) fail(c *gin.Context, err error) {
	if errors.Is(err, context.Canceled) {
		err = fault.New(fault.Unavailable, "interrupted", "The request was broken off. Try again.").Because(err)
	}
	p.note(c, err)
	switch code := fault.CodeOf(err); code {
	case fault.Unauthenticated:
		p.forget(c)
		err = p.see(c, "/sign-in"+wanted(c.Request))
	case fault.NotFound, fault.Forbidden:
		err = p.render(c, http.StatusNotFound, "notice", p.notHere(c))
	case fault.Limited:
		c.Header("Retry-After", "60")
		err = p.tell(c, http.StatusTooManyRequests, "Not so fast", err)
	case fault.Conflict, fault.Stale, fault.Gone, fault.TooLarge:
		err = p.tell(c, statuses[code], "This cannot be done now", err)
	case fault.Unavailable:
		err = p.tell(c, http.StatusServiceUnavailable, "Try again in a moment", err)
	default:
		err = p.apologise(c, err)
	}
	if err != nil {
		p.Log.ErrorContext(c.Request.Context(), "failure not shown", "error", err)
	}
}

// statuses are what a refusal is in HTTP.
var statuses = map[fault.Code]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Unauthenticated: http.StatusUnprocessableEntity,
	fault.Forbidden: http.StatusUnprocessableEntity, fault.Conflict: http.StatusConflict, fault.Stale: http.StatusConflict,
	fault.Gone: http.StatusGone, fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Limited: http.StatusTooManyRequests,
}

// statusAfter is that of a page which is shown again with what was refused.
func statusAfter(err error) int {
	return cmp.Or(statuses[fault.CodeOf(err)], http.StatusUnprocessableEntity)
}

// tell shows the words of a refusal.
func (p *Pages) tell(c *gin.Context, status int, title string, err error) error {
	n := notice{view: p.around(c, title), Lines: []string{messageOf(err)}}
	n.Path, n.Go = p.wayBack(c)
	return p.render(c, status, "notice", n)
}

func (p *Pages) apologise(c *gin.Context, err error) error {
	id := c.Writer.Header().Get("X-Request-Id")
	p.Log.LogAttrs(c.Request.Context(), slog.LevelError, "page failed",
		slog.String("request_id", id), slog.String("route", c.FullPath()), slog.Any("error", err))
	return p.broken(c, id)
}

// broken says that something failed on our side. What was being done in the database was undone.
func (p *Pages) broken(c *gin.Context, id string) error {
	n := notice{view: p.around(c, "Something went wrong on our side"), Lines: []string{"Nothing was changed. Try again in a few minutes."}, ID: id}
	n.Path, n.Go = p.wayBack(c)
	return p.render(c, http.StatusInternalServerError, "notice", n)
}

func (p *Pages) notHere(c *gin.Context) notice {
	return notice{view: p.around(c, "There is nothing for you here"), Lines: []string{
		"It does not exist, or it is not for you to see.",
	}, Path: "/", Go: "Home"}
}

// messageOf gives the words of a refusal that are safe to show.
func messageOf(err error) string {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return "Something went wrong on our side."
	}
	return cmp.Or(f.Message, "Something went wrong on our side.")
}
