package web

import (
	"slices"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

func (p *Pages) mountThemes(to routes) {
	to.show("/programmes/:id/themes", shown(p, "themes", p.themesPage))
	to.take("/programmes/:id/themes", p.addTheme)
	to.take("/themes/:id/move", p.moveTheme)
	to.take("/themes/:id/archive", p.archiveTheme)
}

// themesPage is the catalogue of a programme.
type themesPage struct {
	view
	Programme programme.Programme
	Themes    []programme.Theme // in their order
	Archived  []programme.Theme
}

func (p *Pages) themesPage(c *gin.Context, a access.Actor) (themesPage, error) {
	var page themesPage
	var err error
	if page.Programme, err = p.staffedProgramme(c, a); err != nil {
		return page, err
	}
	id := page.Programme.ID
	list, err := p.Programmes.ListThemes(c.Request.Context(), a, programme.ThemeFilter{Programme: id}, wholePage)
	if err != nil {
		return page, err
	}
	for _, t := range inOrder(list.Items) {
		if t.Archived {
			page.Archived = append(page.Archived, t)
		} else {
			page.Themes = append(page.Themes, t)
		}
	}
	path := here("programmes", id, "")
	page.view = p.inside(c, a, "Themes of "+page.Programme.Name, toProgrammes, crumb{page.Programme.Name, path}).sentTo(path + "/themes")
	return page, nil
}

// inOrder sorts a catalogue by position, and what shares one by age.
func inOrder(themes []programme.Theme) []programme.Theme {
	slices.SortStableFunc(themes, func(a, b programme.Theme) int { return a.Position - b.Position })
	return themes
}

// addTheme adds one at the end.
func (p *Pages) addTheme(c *gin.Context, a access.Actor) error {
	page, err := p.themesPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	last := 0
	if n := len(page.Themes); n > 0 {
		last = page.Themes[n-1].Position
	}
	_, err = p.Programmes.CreateTheme(c.Request.Context(), a, page.Programme.ID, uuid.Nil, programme.ThemeFields{
		Heading: f.Value("heading"), Guidance: f.Value("guidance"), Position: last + 1,
	})
	if err == nil {
		return p.see(c, page.sent("?done=theme"))
	}
	if !f.blame(err, nil) {
		return err
	}
	page.Form = f
	return p.render(c, statusAfter(err), "themes", page)
}

// sent is where the catalogue is shown.
func (t themesPage) sent(below string) string {
	return here("programmes", t.Programme.ID, "/themes"+below)
}

// moveTheme lets a theme change places with the one before or after it.
func (p *Pages) moveTheme(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	t, err := p.Programmes.Theme(ctx, a, idOf(c.Param("id")))
	if err != nil {
		return err
	}
	list, err := p.Programmes.ListThemes(ctx, a, programme.ThemeFilter{Programme: t.ProgrammeID, Archived: new(bool)}, wholePage)
	if err != nil {
		return err
	}
	order := inOrder(list.Items)
	i := slices.IndexFunc(order, func(x programme.Theme) bool { return x.ID == t.ID })
	j := i + map[string]int{"up": -1, "down": 1}[f.Value("to")]
	if i >= 0 && j >= 0 && j < len(order) {
		order[i], order[j] = order[j], order[i]
	}
	for n, x := range order {
		if x.Position == n+1 {
			continue
		}
		if _, err := p.Programmes.ChangeTheme(ctx, a, x.ID, record.Match(x.Revision), func(fields *programme.ThemeFields) { fields.Position = n + 1 }); err != nil {
			return err
		}
	}
	return p.see(c, here("programmes", t.ProgrammeID, "/themes?done=themes"))
}

// archiveTheme takes a theme out of the catalogue, or puts it back; what was written under it stays.
func (p *Pages) archiveTheme(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	t, err := p.Programmes.ChangeTheme(c.Request.Context(), a, idOf(c.Param("id")), revisionOf(f.Value("revision")), func(fields *programme.ThemeFields) {
		fields.Archived = f.Value("archived") == "yes"
	})
	if err != nil {
		return err
	}
	return p.see(c, catalogueOf(t)+"?done=themes")
}

// catalogueOf is where a theme stands among others: those of its programme, or of one participant.
func catalogueOf(t programme.Theme) string {
	if t.EnrolmentID != uuid.Nil {
		return here("enrolments", t.EnrolmentID, "/themes")
	}
	return here("programmes", t.ProgrammeID, "/themes")
}
