package web

import (
	"net/http"
	"net/url"

	"testamur/internal/access"
	"testamur/internal/excerpt"
	"testamur/internal/framework"
	"testamur/internal/markup"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountEditionExcerpts registers the pages on which staff ask for passages of certificates, for the handbook of an edition.
func (p *Pages) mountEditionExcerpts(to routes) {
	to.show("/editions/:id/excerpts", p.editionExcerpts)
	to.take("/editions/:id/excerpts", p.showExcerpts)
	to.show("/editions/:id/excerpts/ask", p.confirmAsking)
	to.take("/editions/:id/excerpts/ask", p.askForExcerpts)
	to.form("/editions/:id/excerpts/:excerpt/take-back", p.takeBackPage)
}

// quotingPage is what the handbook of an edition quotes, and could.
type quotingPage struct {
	view
	framework.Edition
	Shown, MayShow bool
	Asked          []quotedRow
	AskedNext      string // where the asked ones go on; "" at their end
	Chosen         framework.Discipline
	Items          []excerpt.Quotable // with passages for it
	Next           string             // where these go on
}

// quotedRow is a passage that was asked for.
type quotedRow struct {
	excerpt.Excerpt
	excerpt.Wording
	Words   []markup.Block
	Silent  []string // by name, who has not answered
	MayTake bool     // it can still be taken back
}

// Choose is the question for which discipline passages are looked for.
func (q quotingPage) Choose() field {
	options := []option{{"", "Choose a discipline"}}
	for _, d := range q.Disciplines() {
		options = append(options, option{d.Code, d.Name})
	}
	f := form{Typed: url.Values{"discipline": {q.Chosen.Code}}}
	return f.Choose("discipline", "Discipline", options, "Passages stand under themes that link to disciplines.")
}

// Prose reads the small Markdown of a passage.
func (q quotingPage) Prose(text string) []markup.Block { return markup.Parse(text) }

// inPages are how many certificates and excerpts stand on one page.
const inPages = 20

func (p *Pages) quotingPage(c *gin.Context, a access.Actor) (quotingPage, error) {
	ctx := c.Request.Context()
	e, err := p.Programmes.Edition(ctx, a, idOf(c.Param("id")))
	if err != nil {
		return quotingPage{}, err
	}
	path := here("editions", e.ID, "/excerpts")
	page := quotingPage{Edition: e, view: p.inside(c, a, "Passages from certificates", toFrameworks, toEdition(e)).sentTo(path)}
	page.MayShow = a.Permit(access.OpSetExcerptSetting) == nil
	if page.Shown, err = p.Excerpts.Shown(ctx, a, e.ID); err != nil {
		return page, err
	}
	asked, err := p.Excerpts.List(ctx, a, e.ID, record.Page{After: idOf(c.Query("asked")), Limit: inPages})
	if err != nil {
		return page, err
	}
	if page.Asked, err = p.quotedRows(c, a, asked.Items); err != nil {
		return page, err
	}
	if asked.More {
		page.AskedNext = asked.Items[len(asked.Items)-1].ID.String()
	}
	page.Chosen, _ = e.Discipline(c.Query("discipline"))
	if page.Chosen.Code == "" {
		return page, nil
	}
	list, err := p.Excerpts.Quotable(ctx, a, e.ID, page.Chosen.Code, record.Page{After: idOf(c.Query("after")), Limit: inPages})
	for _, q := range list.Items {
		if len(q.Passages) > 0 {
			page.Items = append(page.Items, q)
		}
	}
	if list.More {
		page.Next = list.Items[len(list.Items)-1].VersionID.String()
	}
	return page, err
}

func (p *Pages) quotedRows(c *gin.Context, a access.Actor, asked []excerpt.Excerpt) ([]quotedRow, error) {
	rows, silent := make([]quotedRow, len(asked)), []uuid.UUID{}
	for i, x := range asked {
		wording, err := x.Read()
		if err != nil {
			return nil, err
		}
		state := x.State()
		rows[i] = quotedRow{Excerpt: x, Wording: wording, Words: markup.Parse(wording.Text), MayTake: state != excerpt.TakenBack && state != excerpt.Dropped}
		silent = append(silent, silentIn(x)...)
	}
	names, err := p.nameOf(c, a, silent)
	for i := range rows {
		for _, id := range silentIn(asked[i]) {
			rows[i].Silent = append(rows[i].Silent, names[id])
		}
	}
	return rows, err
}

// silentIn gives who has not answered, while that is waited for.
func silentIn(x excerpt.Excerpt) []uuid.UUID {
	var out []uuid.UUID
	for _, c := range x.Consents {
		if x.State() == excerpt.Asked && c.Answer == "" {
			out = append(out, c.PersonID)
		}
	}
	return out
}

// nameOf gives the names of people, as many as a list has.
func (p *Pages) nameOf(c *gin.Context, a access.Actor, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	people, err := p.namedPeople(c, a, ids)
	names := map[uuid.UUID]string{}
	for _, x := range people {
		names[x.ID] = x.Name
	}
	return names, err
}

func (p *Pages) editionExcerpts(c *gin.Context, a access.Actor) error {
	page, err := p.quotingPage(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "edition_excerpts", page)
}

func (p *Pages) showExcerpts(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id, shown := idOf(c.Param("id")), f.Value("shown") == "yes"
	if err := p.Excerpts.Show(c.Request.Context(), a, id, shown); err != nil {
		return err
	}
	return p.see(c, here("editions", id, map[bool]string{true: "/excerpts?done=excerpts-yes", false: "/excerpts?done=excerpts-no"}[shown]))
}
