package web

import (
	"net/url"

	"testamur/internal/access"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// ownThemesPage is the themes of one participant, beside those of the programme.
type ownThemesPage struct {
	view
	Enrolment programme.Enrolment
	Themes    []programme.Theme
	Archived  []programme.Theme
	Catalogue []programme.Theme
}

func (p *Pages) ownThemesPage(c *gin.Context, a access.Actor) (ownThemesPage, error) {
	var page ownThemesPage
	var err error
	if page.Enrolment, err = p.staffedEnrolment(c, a); err != nil {
		return page, err
	}
	list, err := p.Programmes.ListThemes(c.Request.Context(), a, programme.ThemeFilter{Programme: page.Enrolment.ProgrammeID, Enrolment: page.Enrolment.ID}, wholePage)
	for _, t := range inOrder(list.Items) {
		switch {
		case t.EnrolmentID != page.Enrolment.ID && !t.Archived:
			page.Catalogue = append(page.Catalogue, t)
		case t.EnrolmentID != page.Enrolment.ID:
		case t.Archived:
			page.Archived = append(page.Archived, t)
		default:
			page.Themes = append(page.Themes, t)
		}
	}
	if err != nil {
		return page, err
	}
	page.view, err = p.insideEnrolment(c, a, "Themes of their own", page.Enrolment)
	page.view = page.sentTo(here("enrolments", page.Enrolment.ID, "/themes"))
	return page, err
}

func (p *Pages) addOwnTheme(c *gin.Context, a access.Actor) error {
	page, err := p.ownThemesPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	_, err = p.Programmes.CreateTheme(c.Request.Context(), a, page.Enrolment.ProgrammeID, page.Enrolment.ID, programme.ThemeFields{
		Heading: f.Value("heading"), Guidance: f.Value("guidance"), Position: len(page.Themes) + 1,
	})
	if err == nil {
		return p.see(c, here("enrolments", page.Enrolment.ID, "/themes?done=theme"))
	}
	if !f.blame(err, map[string]string{"archived": ""}) {
		return err
	}
	page.Form = f
	return p.render(c, statusAfter(err), "own_themes", page)
}

// themeFormPage asks for the words of a theme.
func (p *Pages) themeFormPage(c *gin.Context, a access.Actor) (formPage, error) {
	t, err := p.staffedTheme(c, a)
	if err != nil {
		return formPage{}, err
	}
	of, err := p.Programmes.Programme(c.Request.Context(), a, t.ProgrammeID)
	page := formPage{
		view: p.inside(c, a, "Change a theme", toProgrammes, crumb{of.Name, here("programmes", of.ID, "")}, crumb{"Themes", catalogueOf(t)}), Revision: t.Revision,
		Button: "Keep the theme", Back: crumb{"Back to the themes", catalogueOf(t)},
		Lead: "What was sent for signing or issued keeps the heading that it was sent with.",
		Ask: func(f form) []group {
			return []group{{Fields: []field{
				f.Field("heading", "Heading", "text", "off", "Such as “Boundary crossing”."), f.Area("guidance", "What to look at", 4, "For those who write. May stay empty."),
			}}}
		},
		Do: func(f *form) (string, error) {
			_, err := p.Programmes.ChangeTheme(c.Request.Context(), a, t.ID, revisionOf(f.Value("revision")), func(x *programme.ThemeFields) {
				x.Heading, x.Guidance = f.Value("heading"), f.Value("guidance")
			})
			return catalogueOf(t) + "?done=themes", err
		},
	}
	page.Form.Typed = url.Values{"heading": {t.Heading}, "guidance": {t.Guidance}}
	return page, err
}
