package web

import (
	"net/url"

	"testamur/internal/access"
	"testamur/internal/framework"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountFrameworkChoices registers the pages on which a programme, a cohort and a theme are tied to a framework.
func (p *Pages) mountFrameworkChoices(to routes) {
	to.form("/programmes/:id/framework", p.programmeFrameworkPage)
	to.show("/cohorts/:id/edition", p.askCohortEdition)
	to.take("/cohorts/:id/edition", p.putCohortEdition)
	to.form("/themes/:id/disciplines", p.themeDisciplinesPage)
}

func (p *Pages) programmeFrameworkPage(c *gin.Context, a access.Actor) (formPage, error) {
	ctx := c.Request.Context()
	x, err := p.staffedProgramme(c, a)
	if err != nil {
		return formPage{}, err
	}
	list, err := p.Programmes.ListFrameworks(ctx, a, framework.Filter{}, wholePage)
	if err != nil {
		return formPage{}, err
	}
	choices := []option{{"", "None"}}
	for _, f := range list.Items {
		if !f.Archived || f.ID == x.FrameworkID {
			choices = append(choices, option{f.ID.String(), f.Name})
		}
	}
	path := here("programmes", x.ID, "")
	page := formPage{
		view:   p.inside(c, a, "Framework of "+x.Name, toProgrammes, crumb{x.Name, path}),
		Lead:   "Themes, log entries and feedback can name its disciplines. New cohorts begin with its latest edition; those that are there keep theirs.",
		Button: "Keep the choice", Back: crumb{"Back to the programme", path}, Revision: x.Revision,
		Ask: func(f form) []group {
			return []group{{Fields: []field{
				f.Choose("framework_id", "Framework", choices),
				f.Tick("publishes_framework", "Anyone may read the published editions as a handbook"),
			}, Links: []crumb{{"See the frameworks and their editions", "/frameworks"}}}}
		},
		Do: func(f *form) (string, error) {
			_, err := p.Programmes.ChangeProgramme(ctx, a, x.ID, revisionOf(f.Value("revision")), func(x *programme.Fields) {
				x.FrameworkID, x.PublishesFramework = idOf(f.Value("framework_id")), f.Value("publishes_framework") == "yes"
			})
			return path + "?done=framework-set", err
		},
	}
	page.Form.Typed = url.Values{}
	if x.FrameworkID != uuid.Nil {
		page.Form.Typed.Set("framework_id", x.FrameworkID.String())
	}
	if x.PublishesFramework {
		page.Form.Typed.Set("publishes_framework", "yes")
	}
	return page, nil
}
