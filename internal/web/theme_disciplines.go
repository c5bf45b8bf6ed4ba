package web

import (
	"net/url"
	"strings"

	"testamur/internal/access"
	"testamur/internal/framework"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// latestContent is what the latest published edition of a framework says; nothing while there is none.
func (p *Pages) latestContent(c *gin.Context, a access.Actor, id uuid.UUID) (framework.Edition, error) {
	published, err := p.publishedEditions(c, a, id)
	if err != nil || len(published) == 0 {
		return framework.Edition{}, err
	}
	return p.Programmes.Edition(c.Request.Context(), a, published[0].ID)
}

func (p *Pages) themeDisciplinesPage(c *gin.Context, a access.Actor) (formPage, error) {
	ctx := c.Request.Context()
	t, err := p.staffedTheme(c, a)
	if err != nil {
		return formPage{}, err
	}
	of, err := p.Programmes.Programme(ctx, a, t.ProgrammeID)
	if err != nil {
		return formPage{}, err
	}
	latest, err := p.latestContent(c, a, of.FrameworkID)
	if err != nil {
		return formPage{}, err
	}
	path := here("programmes", of.ID, "")
	page := formPage{
		view:   p.inside(c, a, "Disciplines of “"+t.Heading+"”", toProgrammes, crumb{of.Name, path}, crumb{"Themes", path + "/themes"}),
		Lead:   "Their guiding questions stand beside the theme when feedback is written, and the feedback counts as evidence of them.",
		Button: "Keep the disciplines", Back: crumb{"Back to the themes", path + "/themes"}, Revision: t.Revision,
		Ask: func(f form) []group { return tickedDisciplines(f, latest, t.Disciplines) },
		Do: func(f *form) (string, error) {
			_, err := p.Programmes.ChangeTheme(ctx, a, t.ID, revisionOf(f.Value("revision")), func(x *programme.ThemeFields) { x.Disciplines = f.ticked() })
			return path + "/themes?done=themes", err
		},
		Reasons: map[string]string{"disciplines": "", "archived": ""},
	}
	if len(latest.Groups) == 0 {
		if t.Disciplines == "" {
			page.Button = ""
		}
		page.Lead = "There are no disciplines to choose from: the programme has no framework, or nothing of it is published yet."
	}
	page.Form.Typed = url.Values{}
	for _, code := range t.Disciplines.List() {
		page.Form.Typed.Set(tickOf(code), "yes")
	}
	return page, nil
}

// tickOf names the box of a discipline.
func tickOf(code string) string { return "discipline-" + code }

// tickedDisciplines asks for disciplines of an edition, group by group, and for those that are named though it does not have them.
func tickedDisciplines(f form, e framework.Edition, named framework.Codes) []group {
	var groups []group
	for _, g := range e.Groups {
		asked := group{Heading: g.Name}
		for _, d := range g.Disciplines {
			asked.Fields = append(asked.Fields, f.Tick(tickOf(d.Code), d.Name))
		}
		groups = append(groups, asked)
	}
	others := group{Heading: "Of other editions", Lead: "The latest edition does not have them."}
	for _, code := range named.Missing(e.Outline().Codes()) {
		others.Fields = append(others.Fields, f.Tick(tickOf(code), code))
	}
	if len(others.Fields) > 0 {
		groups = append(groups, others)
	}
	if len(groups) == 0 {
		groups = []group{{Links: []crumb{{"See the frameworks and their editions", "/frameworks"}}}}
	}
	return groups
}

// ticked gives the codes whose boxes are ticked.
func (f form) ticked() framework.Codes {
	var codes []string
	for name := range f.Typed {
		if code, ok := strings.CutPrefix(name, tickOf("")); ok && f.Value(name) == "yes" {
			codes = append(codes, code)
		}
	}
	return framework.CodesOf(codes...)
}
