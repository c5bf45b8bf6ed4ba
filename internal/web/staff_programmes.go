package web

import (
	"net/http"
	"net/url"

	"testamur/internal/access"
	"testamur/internal/framework"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

func (p *Pages) mountProgrammes(to routes) {
	to.show("/layouts/:name", p.sampleOfLayout)
	to.show("/programmes", p.programmes)
	to.form("/programmes/new", p.newProgrammePage)
	to.show("/programmes/:id", shown(p, "programme", p.programmePage))
	to.form("/programmes/:id/settings", p.settingsPage)
	to.show("/programmes/:id/logo", p.logo)
	to.take("/programmes/:id/archive", p.archiveProgramme)
	to.take("/programmes/:id/staff", p.addStaff)
	to.take("/programmes/:id/staff/:person/remove", p.removeStaff)
}

// programmesPage lists the programmes of which somebody is staff.
type programmesPage struct {
	view
	Programmes []programme.Programme
	Archived   []programme.Programme
	MayAdd     bool
}

func (p *Pages) programmes(c *gin.Context, a access.Actor) error {
	if err := a.Permit(access.OpUpdateProgramme); err != nil {
		return err
	}
	list, err := p.Programmes.ListProgrammes(c.Request.Context(), a, programme.Filter{}, wholePage)
	if err != nil {
		return err
	}
	page := programmesPage{view: p.inside(c, a, "Programmes"), MayAdd: a.Permit(access.OpCreateProgramme) == nil}
	for _, x := range list.Items {
		switch {
		case staffs(a, x.ID) != nil: // takes part in it as somebody else
		case x.Archived:
			page.Archived = append(page.Archived, x)
		default:
			page.Programmes = append(page.Programmes, x)
		}
	}
	return p.render(c, http.StatusOK, "programmes", page)
}

var toProgrammes = crumb{"Programmes", "/programmes"}

func (p *Pages) newProgrammePage(c *gin.Context, a access.Actor) (formPage, error) {
	return formPage{
		view: p.inside(c, a, "Add a programme", toProgrammes), Button: "Add the programme",
		Lead: "A name is enough. Everything else has a sensible start, and can be set when it is needed.",
		Ask: func(f form) []group {
			return []group{{Fields: []field{f.Field("name", "Name of the programme", "text", "", "As its participants know it.")}}}
		},
		Do: func(f *form) (string, error) {
			fields := programme.Defaults() // it is called as its name on its certificates, and awarded by the installation
			fields.Name, fields.Institution = f.Value("name"), p.Accounts.Institution
			made, err := p.Programmes.CreateProgramme(c.Request.Context(), a, fields)
			return here("programmes", made.ID, "?done=programme"), err
		},
	}, a.Permit(access.OpCreateProgramme)
}

// programmePage is a programme with its cohorts and its staff.
type programmePage struct {
	view
	programme.Programme
	Cohorts   []programme.Cohort
	Themes    int
	Staff     []access.Person
	Framework framework.Framework // zero: none
	// MayAppoint says whether they add and remove staff.
	MayAppoint bool
}

func (p *Pages) programmePage(c *gin.Context, a access.Actor) (programmePage, error) {
	ctx, id := c.Request.Context(), idOf(c.Param("id"))
	var page programmePage
	var err error
	if page.Programme, err = p.staffedProgramme(c, a); err != nil {
		return page, err
	}
	cohorts, err := p.Programmes.ListCohorts(ctx, a, programme.CohortFilter{Programme: id}, wholePage)
	if err != nil {
		return page, err
	}
	page.Cohorts = cohorts.Items
	themes, err := p.Programmes.ListThemes(ctx, a, programme.ThemeFilter{Programme: id, Archived: new(bool)}, wholePage)
	if err != nil {
		return page, err
	}
	page.Themes = len(themes.Items)
	if page.Staff, err = p.Access.ListStaff(ctx, a, id); err != nil {
		return page, err
	}
	if page.FrameworkID != uuid.Nil {
		if page.Framework, err = p.Programmes.Framework(ctx, a, page.FrameworkID); err != nil {
			return page, err
		}
	}
	page.MayAppoint = a.Permit(access.OpAddStaff) == nil
	page.view = p.inside(c, a, page.Name, toProgrammes)
	return page, nil
}

// archiveProgramme puts a programme away, or takes it out again.
func (p *Pages) archiveProgramme(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id := idOf(c.Param("id"))
	_, err = p.Programmes.ChangeProgramme(c.Request.Context(), a, id, revisionOf(f.Value("revision")), func(x *programme.Fields) {
		x.Archived = f.Value("archived") == "yes"
	})
	if err != nil {
		return err
	}
	return p.see(c, here("programmes", id, "?"+url.Values{"done": {"archived-" + f.Value("archived")}}.Encode()))
}
