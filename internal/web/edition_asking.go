package web

import (
	"net/http"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/excerpt"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// askingPage says exactly what is asked of whom, before anybody is.
type askingPage struct {
	quotingPage
	Picked []excerpt.Quotable
	People []access.Person // who are asked
}

// choicesOf reads passages as the form names them: "version.passage".
func choicesOf(names []string, discipline string) []excerpt.Choice {
	var out []excerpt.Choice
	for _, name := range names {
		version, passage, _ := strings.Cut(name, ".")
		out = append(out, excerpt.Choice{VersionID: idOf(version), PassageID: idOf(passage), Discipline: discipline})
	}
	return out
}

// confirmAsking shows what was picked, or what to pick from when nothing was.
func (p *Pages) confirmAsking(c *gin.Context, a access.Actor) error {
	page, err := p.quotingPage(c, a)
	if err != nil {
		return err
	}
	return p.confirm(c, a, page, c.QueryArray("passage"), http.StatusOK)
}

func (p *Pages) confirm(c *gin.Context, a access.Actor, from quotingPage, names []string, status int) error {
	page := askingPage{quotingPage: from}
	var err error
	if page.Picked, err = p.Excerpts.Chosen(c.Request.Context(), a, page.ID, choicesOf(names, page.Chosen.Code)); err != nil {
		return err
	}
	if len(page.Picked) == 0 {
		from.Form.refuse("", "Choose one passage at least, and fifty at most, that nobody was asked about yet.")
		return p.render(c, http.StatusUnprocessableEntity, "edition_excerpts", from)
	}
	var people []uuid.UUID
	for _, q := range page.Picked {
		people = append(people, q.PersonID)
		for _, x := range q.Passages {
			people = append(people, x.Writers...)
		}
	}
	slices.SortFunc(people, func(x, y uuid.UUID) int { return strings.Compare(x.String(), y.String()) })
	if page.People, err = p.namedPeople(c, a, slices.Compact(people)); err != nil {
		return err
	}
	edition := toEdition(page.Edition)
	form := page.Form
	page.view = p.inside(c, a, "Ask whether this may be printed", toFrameworks, edition, crumb{"Passages from certificates", edition.Path + "/excerpts"}).
		sentTo(edition.Path + "/excerpts/ask")
	page.Form = form
	return p.render(c, status, "edition_asking", page)
}

func (p *Pages) askForExcerpts(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id, discipline := idOf(c.Param("id")), f.Value("discipline")
	_, err = p.Excerpts.Ask(c.Request.Context(), a, id, choicesOf(f.Typed["passage"], discipline))
	if err == nil {
		return p.see(c, here("editions", id, "/excerpts?done=quoting"))
	}
	if fault.CodeOf(err) != fault.Invalid {
		return err
	}
	page, failed := p.quotingPage(c, a)
	if failed != nil {
		return failed
	}
	page.Chosen, _ = page.Discipline(discipline)
	for _, v := range violationsOf(err) {
		page.Form.refuse("", v.Message)
	}
	p.note(c, err)
	return p.confirm(c, a, page, f.Typed["passage"], http.StatusUnprocessableEntity)
}

// takeBackPage asks whether a passage is to be taken back.
func (p *Pages) takeBackPage(c *gin.Context, a access.Actor) (formPage, error) {
	e, err := p.Programmes.Edition(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return formPage{}, err
	}
	id := idOf(c.Param("excerpt"))
	if err := a.Permit(access.OpTakeBackExcerpt); err != nil || id == uuid.Nil {
		return formPage{}, fault.Missing("excerpt").Because(err)
	}
	edition := toEdition(e)
	path := edition.Path + "/excerpts"
	return formPage{
		view:   p.inside(c, a, "Take this passage back?", toFrameworks, edition, crumb{"Passages from certificates", path}),
		Lead:   "The handbook will have it no longer, and nobody will be asked about it any more. It cannot be asked for again. Copies of the handbook that were made before stay as they are.",
		Button: "Take it back for good", Back: crumb{"Back to the passages", path},
		Do: func(*form) (string, error) {
			_, err := p.Excerpts.TakeBack(c.Request.Context(), a, id)
			return path + "?done=unquoted", err
		},
	}, nil
}
