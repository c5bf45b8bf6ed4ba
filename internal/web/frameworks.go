package web

import (
	"errors"
	"net/http"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountFrameworks registers the pages of frameworks and their editions.
func (p *Pages) mountFrameworks(to routes) {
	to.show("/frameworks", p.frameworks)
	to.form("/frameworks/new", p.newFrameworkPage)
	to.take("/frameworks/:id/editions", p.beginEdition)
	p.mountFrameworkChange(to)
	p.mountEditions(to)
	p.mountEditionTexts(to)
	p.mountEditionLife(to)
	p.mountFrameworkChoices(to)
}

// frameworksPage lists frameworks with their editions.
type frameworksPage struct {
	view
	Frameworks []frameworkRow
	Archived   []frameworkRow
	MayAdd     bool
	MayChange  bool
}

// frameworkRow is a framework with its editions, the latest first.
type frameworkRow struct {
	framework.Framework
	Editions []framework.Edition
	MayBegin bool
}

var toFrameworks = crumb{"Frameworks", "/frameworks"}

func (p *Pages) frameworks(c *gin.Context, a access.Actor) error {
	ctx := c.Request.Context()
	page := frameworksPage{view: p.inside(c, a, "Frameworks of disciplines"), MayAdd: a.Permit(access.OpCreateFramework) == nil, MayChange: a.Permit(access.OpUpdateFramework) == nil}
	list, err := p.Programmes.ListFrameworks(ctx, a, framework.Filter{}, wholePage)
	if err != nil {
		return err
	}
	editions, err := p.Programmes.ListAllEditions(ctx, a, wholePage)
	if err != nil {
		return err
	}
	for _, f := range list.Items {
		row := newFrameworkRow(a, f, editions.Items)
		if f.Archived {
			page.Archived = append(page.Archived, row)
		} else {
			page.Frameworks = append(page.Frameworks, row)
		}
	}
	return p.render(c, http.StatusOK, "frameworks", page)
}

func newFrameworkRow(a access.Actor, f framework.Framework, editions []framework.Edition) frameworkRow {
	row := frameworkRow{Framework: f, MayBegin: a.Permit(access.OpCreateEdition) == nil}
	for _, e := range editions {
		if e.FrameworkID == f.ID {
			row.Editions = append(row.Editions, e)
			row.MayBegin = row.MayBegin && e.State == framework.Published
		}
	}
	slices.SortFunc(row.Editions, func(a, b framework.Edition) int { return b.Framework.Edition - a.Framework.Edition })
	return row
}

// beginEdition makes the next draft; when there is one already the form was sent twice, or somebody was faster.
func (p *Pages) beginEdition(c *gin.Context, a access.Actor) error {
	id := idOf(c.Param("id"))
	made, err := p.Programmes.CreateEdition(c.Request.Context(), a, id)
	if fault.CodeOf(err) != fault.Conflict {
		if err != nil {
			return err
		}
		return p.see(c, here("editions", made.ID, "?done=edition"))
	}
	list, failed := p.Programmes.ListEditions(c.Request.Context(), a, id, wholePage)
	for _, e := range list.Items {
		if e.State != framework.Published {
			return p.see(c, here("editions", e.ID, ""))
		}
	}
	return errors.Join(err, failed)
}

// publishedEditions gives those of a framework, the latest first.
func (p *Pages) publishedEditions(c *gin.Context, a access.Actor, id uuid.UUID) ([]framework.Edition, error) {
	if id == uuid.Nil {
		return nil, nil
	}
	list, err := p.Programmes.ListEditions(c.Request.Context(), a, id, wholePage)
	if err != nil {
		return nil, err
	}
	row := newFrameworkRow(a, framework.Framework{Meta: record.Meta{ID: id}}, list.Items)
	return slices.DeleteFunc(row.Editions, func(e framework.Edition) bool { return e.State != framework.Published }), nil
}

func (p *Pages) newFrameworkPage(c *gin.Context, a access.Actor) (formPage, error) {
	page := formPage{
		view: p.inside(c, a, "Add a framework", toFrameworks), Button: "Add the framework",
		Lead: "It is empty at first: its first edition is written next, or read from a file.", Back: crumb{"Back to the frameworks", "/frameworks"},
		Ask: func(f form) []group {
			return []group{{Fields: []field{
				f.Field("name", "Name", "text", "", "“Social learning leadership”."),
				f.Field("code", "Code", "text", "", "Stands in addresses, and stays for good: one to sixteen capital letters and digits, such as SLL."),
				f.Field("language", "Language", "text", "", "Its code, such as en, de or pt-BR. It stays for good."),
			}}}
		},
		Do: func(f *form) (string, error) {
			_, err := p.Programmes.CreateFramework(c.Request.Context(), a, f.Value("code"), f.Value("language"), programme.FrameworkFields{Name: f.Value("name")})
			return "/frameworks?done=framework", err
		},
		Reasons: map[string]string{"exists": "code", "duplicate": "code"},
	}
	page.Form.propose(map[string]string{"language": "en"})
	return page, a.Permit(access.OpCreateFramework)
}
