package web

import (
	"net/http"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/overview"

	"github.com/gin-gonic/gin"
)

func (p *Pages) mountHome(to routes) {
	to.read("/", p.home)
}

// home shows who is signed in what they have to do, and everybody else what this is.
func (p *Pages) home(c *gin.Context) error {
	a, err := p.actor(c)
	if err == nil {
		return p.duties(c, a)
	}
	if fault.CodeOf(err) != fault.Unauthenticated {
		return err
	}
	return p.render(c, http.StatusOK, "welcome", p.outside("Certificates of "+p.Accounts.Institution))
}

// homePage is everything that somebody has to do.
type homePage struct {
	view
	Next   *todo  // what comes first; nil: nothing is to be done
	Then   []todo // what comes after it
	Own    []todo // years and cohorts that are theirs
	Begins bool   // may add the first programme
}

func (p *Pages) duties(c *gin.Context, a access.Actor) error {
	duties, err := p.Overview.Duties(c.Request.Context(), a)
	if err != nil {
		return err
	}
	page := homePage{view: p.inside(c, a, "What there is to do")}
	for _, d := range duties {
		switch t := newTodo(d); {
		case d.Kind == overview.Year || d.Kind == overview.Cohort:
			page.Own = append(page.Own, t)
		case page.Next == nil:
			page.Next = &t
		default:
			page.Then = append(page.Then, t)
		}
	}
	page.Begins = len(page.Own) == 0 && a.Permit(access.OpCreateProgramme) == nil
	return p.render(c, http.StatusOK, "home", page)
}
