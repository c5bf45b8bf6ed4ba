package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/markup"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

func (p *Pages) mountEditionLife(to routes) {
	to.take("/editions/:id/submit", p.submitEdition)
	to.take("/editions/:id/return", p.returnEdition)
	to.show("/editions/:id/publish", p.askPublish)
	to.take("/editions/:id/publish", p.publishEdition)
	to.form("/editions/:id/delete", p.deletingPage)
	to.form("/editions/:id/import", p.editionImportPage)
}

// step is a use case that moves an edition on.
type step func(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (framework.Edition, error)

func (p *Pages) submitEdition(c *gin.Context, a access.Actor) error {
	return p.moveEdition(c, a, p.Programmes.SubmitEdition, "edition-sent")
}

func (p *Pages) returnEdition(c *gin.Context, a access.Actor) error {
	return p.moveEdition(c, a, p.Programmes.ReturnEdition, "edition-back")
}

func (p *Pages) publishEdition(c *gin.Context, a access.Actor) error {
	return p.moveEdition(c, a, p.Programmes.PublishEdition, "edition-out")
}

// moveEdition moves an edition on, or shows what keeps it.
func (p *Pages) moveEdition(c *gin.Context, a access.Actor, move step, done string) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id := idOf(c.Param("id"))
	_, err = move(c.Request.Context(), a, id, revisionOf(f.Value("revision")))
	if err == nil {
		return p.see(c, here("editions", id, "?done="+done))
	}
	page, failed := p.editionPage(c, a)
	switch {
	case failed != nil:
		return failed
	case fault.CodeOf(err) == fault.Stale:
		f.refuse("", "Somebody changed this edition after you opened the page. This is how it stands now: look at it, then try again.")
	case fault.CodeOf(err) == fault.Conflict:
		f.refuse("", messageOf(err))
	case fault.CodeOf(err) != fault.Invalid:
		return err
	}
	for _, v := range violationsOf(err) {
		f.refuse(anchorIn(page.Content, v.Pointer), v.Message)
	}
	p.note(c, err)
	page.Form = f
	return p.render(c, statusAfter(err), "edition", page)
}

// anchorIn is where the page of an edition shows what a pointer leads to, or "".
func anchorIn(content framework.Content, pointer string) string {
	for i, g := range content.Groups {
		for j, d := range g.Disciplines {
			if strings.HasPrefix(pointer, fmt.Sprintf("/groups/%d/disciplines/%d/", i, j)) {
				return "d-" + d.Code
			}
		}
	}
	return ""
}

// publishPage says what is fixed for ever.
type publishPage struct {
	editionPage
	Note []markup.Block // what changed, nil in a first edition
}

func (p *Pages) askPublish(c *gin.Context, a access.Actor) error {
	page, err := p.editionPage(c, a)
	if err != nil {
		return err
	}
	if !page.MayPublish {
		return fault.Missing("edition")
	}
	out := publishPage{editionPage: page}
	out.view = p.inside(c, a, "Publish "+editionName(page.Edition), toFrameworks, toEdition(page.Edition)).sentTo(here("editions", page.ID, "/publish"))
	d, err := p.Programmes.EditionDifference(c.Request.Context(), a, page.ID, uuid.Nil)
	switch {
	case err == nil:
		out.Note = markup.Parse(d.Changes.Note())
	case fault.CodeOf(err) != fault.Conflict:
		return err
	}
	return p.render(c, http.StatusOK, "edition_publish", out)
}

// deletingPage asks before a draft is gone for good.
func (p *Pages) deletingPage(c *gin.Context, a access.Actor) (formPage, error) {
	e, err := p.draft(c, a)
	back := toEdition(e)
	return formPage{
		view: p.inside(c, a, "Delete the draft of "+editionName(e), toFrameworks, back), Button: "Delete this draft", Revision: e.Revision,
		Lead: fmt.Sprintf("All that was written in it is gone for good: %d disciplines. Editions that are published stay as they are. Save it as a file first if you may want it again.", len(e.Disciplines())),
		Back: crumb{"Back to the edition", back.Path},
		Do: func(f *form) (string, error) {
			return "/frameworks?done=edition-gone", p.Programmes.DeleteEdition(c.Request.Context(), a, e.ID, revisionOf(f.Value("revision")))
		},
	}, err
}

func (p *Pages) editionImportPage(c *gin.Context, a access.Actor) (formPage, error) {
	e, err := p.draft(c, a)
	back := toEdition(e)
	return formPage{
		view: p.inside(c, a, "Read the draft from a file", toFrameworks, back), Kicker: editionName(e) + ", draft",
		Lead:   "The file replaces all that the draft says now. Begin from the file of this edition: save it, change it, read it back.",
		Button: "Replace the draft", Back: crumb{"Back to the edition", back.Path}, Revision: e.Revision, Upload: true,
		Ask: func(f form) []group {
			return []group{{Fields: []field{f.Field("file", "File", "file", "", "YAML, at most 6 MB.")}, Links: []crumb{{"Save the draft as a file first", back.Path + "/file"}}}}
		},
		Do: func(f *form) (string, error) {
			return back.Path + "?done=edition-read", p.importEdition(c.Request.Context(), a, e, f)
		},
	}, err
}

// importEdition takes a file; each slip in it is told with its line.
func (p *Pages) importEdition(ctx context.Context, a access.Actor, e framework.Edition, f *form) error {
	if len(f.File) == 0 {
		f.refuse("file", "Choose a file.")
		return errMistyped
	}
	_, err := p.Programmes.PutEditionFile(ctx, a, e.ID, revisionOf(f.Value("revision")), f.File)
	for _, v := range violationsOf(err) {
		f.refuse("file", v.Message)
	}
	switch fault.CodeOf(err) {
	case fault.Malformed, fault.TooLarge:
		f.refuse("file", messageOf(err))
	case fault.Stale:
		f.refuse("", "Somebody changed the draft after you opened this page. Look at it before you replace it; then send the file again.")
	default: // what the file says wrong is told above
	}
	return err
}

// After is the number of the edition that follows.
func (p publishPage) After() int { return p.Framework.Edition + 1 }
