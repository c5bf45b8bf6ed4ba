package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

func (p *Pages) mountHome(to routes) {
	to.read("/", p.home)
	to.read("/verify", p.verify)
}

// home shows who is signed in what they have to do, and everybody else what this is.
func (p *Pages) home(c *gin.Context) error {
	a, err := p.actor(c)
	if err == nil {
		return p.duties(c, a)
	}
	if !errors.Is(err, access.ErrRefused) && fault.CodeOf(err) != fault.Unauthenticated {
		return err
	}
	page := p.view(p.Accounts.Institution)
	page.Inside = &inside{Site: p.Accounts.Institution}
	return p.render(c, http.StatusOK, "welcome", page)
}

// verify leads from a code that was typed to what is known of it.
func (p *Pages) verify(c *gin.Context) error {
	code := strings.TrimSpace(c.Query("code"))
	if code == "" {
		return p.see(c, "/")
	}
	return p.see(c, "/v/"+url.PathEscape(code))
}

type homePage struct {
	view
}

func (p *Pages) duties(c *gin.Context, a access.Actor) error {
	page := homePage{view: p.inside(c, a, "What there is to do")}
	return p.render(c, http.StatusOK, "home", page)
}
