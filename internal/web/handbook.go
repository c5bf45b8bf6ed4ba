package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/handbook"
	"testamur/internal/manuscript"

	"github.com/gin-gonic/gin"
)

// mountHandbooks registers the pages of published editions. Their addresses are printed, and so stay as they are.
func (p *Pages) mountHandbooks(to routes) {
	to.read("/handbook/:framework", p.latestHandbook)
	to.read("/handbook/:framework/:edition", p.handbook)
	to.read("/handbook/:framework/:edition/handbook.pdf", p.handbookFile)
	to.read("/handbook/:framework/:edition/:chapter", p.handbookChapter)
}

// handbookPage is the contents of a handbook.
type handbookPage struct {
	view
	Book manuscript.Book
	Path string // of the edition, without a slash at its end
}

// chapterPage is a chapter of a handbook, which for a discipline begins with its question.
type chapterPage struct {
	handbookPage
	Part          *manuscript.Part // nil for a chapter of the front matter
	Chapter       *manuscript.Chapter
	Before, After *manuscript.Chapter // its neighbours, nil at either end
}

// latestHandbook leads to the latest edition.
func (p *Pages) latestHandbook(c *gin.Context) error {
	e, err := p.Programmes.Handbook(c.Request.Context(), access.Anonymous(), c.Param("framework"), 0)
	if err != nil {
		return err
	}
	return p.see(c, handbook.Path(e.Framework.Code, e.Framework.Edition))
}

func (p *Pages) handbook(c *gin.Context) error {
	page, err := p.openHandbook(c)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "handbook", page)
}

func (p *Pages) handbookChapter(c *gin.Context) error {
	page, err := p.openHandbook(c)
	if err != nil {
		return err
	}
	chapter, err := chapterOf(page, c.Param("chapter"))
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "handbook_chapter", chapter)
}

func (p *Pages) openHandbook(c *gin.Context) (handbookPage, error) {
	code := c.Param("framework")
	number, err := editionNumber(c)
	if err != nil {
		return handbookPage{}, err
	}
	book, err := p.Handbooks.Book(c.Request.Context(), access.Anonymous(), code, number)
	return handbookPage{view: p.view(book.Title), Book: book, Path: p.base + handbook.Path(code, number)}, err
}

// editionNumber reads the number of an edition from the address. Fails as NotFound.
func editionNumber(c *gin.Context) (int, error) {
	number, err := strconv.Atoi(c.Param("edition"))
	if err != nil || number < 1 || strconv.Itoa(number) != c.Param("edition") {
		return 0, fault.Missing("handbook").Because(err)
	}
	return number, nil
}

// chapterOf finds a chapter by its anchor, and its neighbours. Fails as NotFound.
func chapterOf(in handbookPage, anchor string) (chapterPage, error) {
	page := chapterPage{handbookPage: in}
	var last *manuscript.Chapter
	in.Book.Chapters(func(part *manuscript.Part, c *manuscript.Chapter) {
		switch {
		case c.Anchor == anchor:
			page.Part, page.Chapter, page.Before = part, c, last
		case last != nil && last == page.Chapter:
			page.After = c
		}
		last = c
	})
	if page.Chapter == nil {
		return page, fault.Missing("chapter")
	}
	page.Title = page.Chapter.Title
	return page, nil
}

// Link is the address of the chapter with an anchor; parts stand among the contents.
func (h handbookPage) Link(anchor string) string {
	if slices.ContainsFunc(h.Book.Parts, func(p manuscript.Part) bool { return p.Anchor == anchor }) {
		return h.Path + "#" + anchor
	}
	return h.Path + "/" + url.PathEscape(anchor)
}

// handbookFile sends a handbook as PDF. It can be kept, but whether it still is what is to be read is asked anew, by its digest alone:
// the passages in it change when somebody takes their consent back, at times that the edition does not tell.
func (p *Pages) handbookFile(c *gin.Context) error {
	number, err := editionNumber(c)
	if err != nil {
		return err
	}
	file, err := p.Handbooks.File(c.Request.Context(), access.Anonymous(), c.Param("framework"), number)
	if err != nil {
		return err
	}
	sendHandbook(c, file, "public, no-cache")
	return nil
}
