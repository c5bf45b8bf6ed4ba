package web

import (
	"net/url"

	"testamur/internal/access"
	"testamur/internal/framework"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// mountFrameworkChange registers the pages on which a framework is renamed, archived and taken out of the archive.
func (p *Pages) mountFrameworkChange(to routes) {
	to.form("/frameworks/:id/edit", p.frameworkNamePage)
	to.form("/frameworks/:id/archive", p.frameworkArchivePage)
	to.take("/frameworks/:id/restore", p.restoreFramework)
}

// changedFramework gives the framework that the address names to those who may change it.
func (p *Pages) changedFramework(c *gin.Context, a access.Actor) (framework.Framework, error) {
	if err := a.Permit(access.OpUpdateFramework); err != nil {
		return framework.Framework{}, err
	}
	return p.Programmes.Framework(c.Request.Context(), a, idOf(c.Param("id")))
}

// frameworkDone is where one goes when a framework was changed.
func frameworkDone(what string) string { return "/frameworks?done=" + what }

func (p *Pages) frameworkNamePage(c *gin.Context, a access.Actor) (formPage, error) {
	x, err := p.changedFramework(c, a)
	page := formPage{
		view: p.inside(c, a, "Rename "+x.Name, toFrameworks), Kicker: "Framework " + x.Code,
		Lead:   "Lists and choices show the new name at once. Editions keep the name that stands in them: change it there, in a draft. The code stays as it is.",
		Button: "Rename the framework", Back: crumb{"Back to the frameworks", "/frameworks"}, Revision: x.Revision,
		Ask: func(f form) []group { return []group{{Fields: []field{f.Field("name", "Name", "text", "")}}} },
		Do: func(f *form) (string, error) {
			_, err := p.Programmes.ChangeFramework(c.Request.Context(), a, x.ID, revisionOf(f.Value("revision")), func(fields *programme.FrameworkFields) { fields.Name = f.Value("name") })
			return frameworkDone("framework-named"), err
		},
	}
	page.Form.Typed = url.Values{"name": {x.Name}}
	return page, err
}

// frameworkArchivePage asks before a framework is archived. Sent twice, it is archived once.
func (p *Pages) frameworkArchivePage(c *gin.Context, a access.Actor) (formPage, error) {
	x, err := p.changedFramework(c, a)
	if err != nil || x.Archived {
		return formPage{Instead: frameworkDone("framework-away")}, err
	}
	users, err := p.programmesWith(c, a, x)
	return formPage{
		view: p.inside(c, a, "Archive "+x.Name, toFrameworks), Kicker: "Framework " + x.Code,
		Lead:   "No programme can choose it any more, and no edition of it can be begun. What is published can still be read. " + users + " It can be taken out of the archive again.",
		Button: "Archive the framework", Back: crumb{"Leave it as it is", "/frameworks"}, Revision: x.Revision,
		Do: func(f *form) (string, error) {
			return frameworkDone("framework-away"), p.putFramework(c, a, x, *f, true)
		},
	}, err
}

func (p *Pages) putFramework(c *gin.Context, a access.Actor, x framework.Framework, f form, archived bool) error {
	_, err := p.Programmes.ChangeFramework(c.Request.Context(), a, x.ID, revisionOf(f.Value("revision")), func(fields *programme.FrameworkFields) { fields.Archived = archived })
	return err
}

// programmesWith says in a sentence which programmes have a framework.
func (p *Pages) programmesWith(c *gin.Context, a access.Actor, x framework.Framework) (string, error) {
	list, err := p.Programmes.ListProgrammes(c.Request.Context(), a, programme.Filter{}, wholePage)
	var names []string
	for _, one := range list.Items {
		if one.FrameworkID == x.ID {
			names = append(names, one.Name)
		}
	}
	switch len(names) {
	case 0:
		return "No programme has it.", err
	case 1:
		return "The programme " + names[0] + " keeps it, with all its cohorts.", err
	}
	return "The programmes " + listed(names) + " keep it, with all their cohorts.", err
}

// restoreFramework takes a framework out of the archive. Sent twice, it is taken out once.
func (p *Pages) restoreFramework(c *gin.Context, a access.Actor) error {
	x, err := p.changedFramework(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err == nil && x.Archived {
		err = p.putFramework(c, a, x, f, false)
	}
	if err != nil {
		return err
	}
	return p.see(c, frameworkDone("framework-back"))
}
