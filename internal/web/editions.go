package web

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/handbook"
	"testamur/internal/markup"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

func (p *Pages) mountEditions(to routes) {
	to.show("/editions/:id", shown(p, "edition", p.editionPage))
	to.show("/editions/:id/file", p.editionFile)
	to.show("/editions/:id/changes", p.editionChanges)
	to.show("/editions/:id/read", shown(p, "handbook", p.openEdition))
	to.show("/editions/:id/read/handbook.pdf", p.printEdition)
	to.show("/editions/:id/read/:chapter", p.readChapter)
}

// editionPage is an edition with its groups and disciplines.
type editionPage struct {
	view
	framework.Edition
	Introduction []markup.Block
	Public       string // where anyone reads it, "" when no programme publishes it
	MayWrite     bool   // it is a draft of theirs
	MayReturn    bool
	MayPublish   bool
	MayQuote     bool
}

// editionName is what an edition is called in a sentence.
func editionName(e framework.Edition) string {
	return fmt.Sprintf("%s, edition %d", e.Framework.Name, e.Framework.Edition)
}

// toEdition leads back to an edition.
func toEdition(e framework.Edition) crumb { return crumb{editionName(e), here("editions", e.ID, "")} }

func (p *Pages) editionPage(c *gin.Context, a access.Actor) (editionPage, error) {
	e, err := p.Programmes.Edition(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return editionPage{}, err
	}
	page := editionPage{
		view: p.inside(c, a, editionName(e), toFrameworks).sentTo(here("editions", e.ID, "")), Edition: e,
		Introduction: markup.Parse(e.Framework.Introduction),
		MayWrite:     e.State == framework.Draft && a.Permit(access.OpPutEdition) == nil,
		MayQuote:     a.Permit(access.OpListExcerpts) == nil,
		MayReturn:    e.State == framework.InReview && a.Permit(access.OpReturnEdition) == nil,
		MayPublish:   e.State == framework.InReview && a.Permit(access.OpPublishEdition) == nil,
	}
	_, err = p.Programmes.Handbook(c.Request.Context(), access.Anonymous(), e.Framework.Code, e.Framework.Edition)
	if err == nil {
		page.Public = handbook.Path(e.Framework.Code, e.Framework.Edition)
	} else if fault.CodeOf(err) != fault.NotFound {
		return page, err
	}
	return page, nil
}

// editionFile sends an edition as YAML, to be kept or worked on elsewhere.
func (p *Pages) editionFile(c *gin.Context, a access.Actor) error {
	e, file, err := p.Programmes.EditionFile(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return err
	}
	name := e.Framework.Code + "-" + strconv.Itoa(e.Framework.Edition) + ".yaml"
	h := c.Writer.Header()
	h.Set("Content-Type", "application/yaml")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(file))
	return nil
}

// editionChangesPage is the difference between two editions as a change note, and word by word.
type editionChangesPage struct {
	view
	programme.EditionDifference
	Note    []markup.Block
	Earlier []framework.Edition // with which this one can be compared
}

// Reworded are the changes that have words to be shown.
func (c editionChangesPage) Reworded() []framework.Change {
	var out []framework.Change
	for _, change := range c.Changes {
		if len(change.Passages) > 0 {
			out = append(out, change)
		}
	}
	return out
}

func (p *Pages) editionChanges(c *gin.Context, a access.Actor) error {
	d, err := p.Programmes.EditionDifference(c.Request.Context(), a, idOf(c.Param("id")), idOf(c.Query("since")))
	if err != nil {
		return err
	}
	title := fmt.Sprintf("What changed from edition %d to %d", d.From.Framework.Edition, d.To.Framework.Edition)
	page := editionChangesPage{EditionDifference: d, Note: markup.Parse(d.Changes.Note()), view: p.inside(c, a, title, toFrameworks, toEdition(d.To)).sentTo(here("editions", d.To.ID, "/changes"))}
	published, err := p.publishedEditions(c, a, d.To.FrameworkID)
	if err != nil {
		return err
	}
	for _, e := range published {
		if e.Framework.Edition < d.To.Framework.Edition {
			page.Earlier = append(page.Earlier, e)
		}
	}
	return p.render(c, http.StatusOK, "edition_changes", page)
}

// openEdition brings an edition as the book that it is, or would be.
func (p *Pages) openEdition(c *gin.Context, a access.Actor) (handbookPage, error) {
	id := idOf(c.Param("id"))
	book, err := p.Handbooks.EditionBook(c.Request.Context(), a, id)
	if err != nil {
		return handbookPage{}, err
	}
	path := here("editions", id, "")
	return handbookPage{view: p.inside(c, a, book.Title, toFrameworks, crumb{book.Edition, path}), Book: book, Path: p.base + path + "/read"}, nil
}

func (p *Pages) readChapter(c *gin.Context, a access.Actor) error {
	page, err := p.openEdition(c, a)
	if err != nil {
		return err
	}
	chapter, err := chapterOf(page, c.Param("chapter"))
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "handbook_chapter", chapter)
}

func (p *Pages) printEdition(c *gin.Context, a access.Actor) error {
	file, err := p.Handbooks.EditionFile(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return err
	}
	sendHandbook(c, file, "no-store")
	return nil
}

// draft gives an edition that can be written on. Fails as NotFound for who may not, as Conflict when it is none any more.
func (p *Pages) draft(c *gin.Context, a access.Actor) (framework.Edition, error) {
	if err := a.Permit(access.OpPutEdition); err != nil {
		return framework.Edition{}, err
	}
	id := idOf(c.Param("id"))
	if id == uuid.Nil {
		return framework.Edition{}, fault.Missing("edition")
	}
	e, err := p.Programmes.Edition(c.Request.Context(), a, id)
	if err == nil && e.State != framework.Draft {
		err = fault.New(fault.Conflict, "edition_state", "Only a draft can be changed; this edition is %s.", word(e.State))
	}
	return e, err
}
