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
	to.show("/frameworks/:id/edit", p.askFrameworkName)
	to.take("/frameworks/:id/edit", p.renameFramework)
	to.show("/frameworks/:id/archive", p.askFrameworkArchive)
	to.take("/frameworks/:id/archive", p.archiveFramework)
	to.take("/frameworks/:id/restore", p.restoreFramework)
}

// changedFramework gives the framework that the address names to those who may change it.
func (p *Pages) changedFramework(c *gin.Context, a access.Actor) (framework.Framework, error) {
	if err := a.Permit(access.OpUpdateFramework); err != nil {
		return framework.Framework{}, err
	}
	return p.Programmes.Framework(c.Request.Context(), a, idOf(c.Param("id")))
}

func (p *Pages) frameworkNamePage(c *gin.Context, a access.Actor) (formPage, framework.Framework, error) {
	x, err := p.changedFramework(c, a)
	path := here("frameworks", x.ID, "")
	page := formPage{
		view: p.inside(c, a, "Rename "+x.Name, toFrameworks).sentTo(path + "/edit"), Kicker: "Framework " + x.Code,
		Lead:   "Lists and choices show the new name at once. Editions keep the name that stands in them: change it there, in a draft. The code stays as it is.",
		Button: "Rename the framework", Back: crumb{"Back to the frameworks", "/frameworks"}, Revision: x.Revision,
		Ask: func(f form) []group { return []group{{Fields: []field{f.Field("name", "Name", "text", "")}}} },
	}
	page.Form.Typed = url.Values{"name": {x.Name}}
	return page, x, err
}

func (p *Pages) askFrameworkName(c *gin.Context, a access.Actor) error {
	page, _, err := p.frameworkNamePage(c, a)
	if err != nil {
		return err
	}
	return p.ask(c, page)
}

func (p *Pages) renameFramework(c *gin.Context, a access.Actor) error {
	page, x, err := p.frameworkNamePage(c, a)
	if err != nil {
		return err
	}
	return p.changeFramework(c, a, page, x, "framework-named", func(f form, x *programme.FrameworkFields) { x.Name = f.Value("name") })
}

// changeFramework keeps what was typed, or shows the form again.
func (p *Pages) changeFramework(c *gin.Context, a access.Actor, page formPage, x framework.Framework, done string, set func(form, *programme.FrameworkFields)) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	_, err = p.Programmes.ChangeFramework(c.Request.Context(), a, x.ID, revisionOf(f.Value("revision")), func(fields *programme.FrameworkFields) { set(f, fields) })
	if err != nil {
		return p.mend(c, err, f, page, nil)
	}
	return p.see(c, "/frameworks?done="+done)
}

func (p *Pages) frameworkArchivePage(c *gin.Context, a access.Actor) (formPage, framework.Framework, error) {
	x, err := p.changedFramework(c, a)
	if err != nil {
		return formPage{}, x, err
	}
	users, err := p.programmesWith(c, a, x)
	return formPage{
		view: p.inside(c, a, "Archive "+x.Name, toFrameworks).sentTo(here("frameworks", x.ID, "/archive")), Kicker: "Framework " + x.Code,
		Lead:   "No programme can choose it any more, and no edition of it can be begun. What is published can still be read. " + users + " It can be taken out of the archive again.",
		Button: "Archive the framework", Back: crumb{"Leave it as it is", "/frameworks"}, Revision: x.Revision, Ask: func(form) []group { return nil },
	}, x, err
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

func (p *Pages) askFrameworkArchive(c *gin.Context, a access.Actor) error {
	page, x, err := p.frameworkArchivePage(c, a)
	if err != nil {
		return err
	}
	if x.Archived {
		return p.see(c, "/frameworks")
	}
	return p.ask(c, page)
}

func (p *Pages) archiveFramework(c *gin.Context, a access.Actor) error {
	return p.putAway(c, a, true, "framework-away")
}

func (p *Pages) restoreFramework(c *gin.Context, a access.Actor) error {
	return p.putAway(c, a, false, "framework-back")
}

// putAway archives a framework, or takes it out again. What is so already stays so: the form was sent twice.
func (p *Pages) putAway(c *gin.Context, a access.Actor, archived bool, done string) error {
	page, x, err := p.frameworkArchivePage(c, a)
	if err != nil {
		return err
	}
	if x.Archived == archived {
		return p.see(c, "/frameworks?done="+done)
	}
	return p.changeFramework(c, a, page, x, done, func(_ form, fields *programme.FrameworkFields) { fields.Archived = archived })
}
