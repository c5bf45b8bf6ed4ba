package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"testamur/internal/access"
	"testamur/internal/excerpt"
	"testamur/internal/fault"
	"testamur/internal/markup"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountExcerpts registers the pages on which people say whether passages of certificates may stand in handbooks.
func (p *Pages) mountExcerpts(to routes) {
	to.show("/excerpts", p.excerpts)
	to.show("/excerpts/:id", p.asAsked(asked.open))
	to.take("/excerpts/:id", p.asAsked(asked.take))
}

// excerptsPage is what somebody is asked about handbooks.
type excerptsPage struct {
	view
	Requests []excerpt.View
}

func (p *Pages) excerpts(c *gin.Context, a access.Actor) error {
	list, err := p.Excerpts.Requests(c.Request.Context(), a)
	if err != nil {
		return err
	}
	page := excerptsPage{view: p.inside(c, a, "Passages of yours in handbooks"), Requests: list}
	return p.render(c, http.StatusOK, "excerpts", page)
}

// quoting lets somebody without an account say so, by a mailed link.
type quoting struct{ *Pages }

// asked is whoever answers: by a mailed link, or signed in.
type asked struct {
	*Pages
	actor   access.Actor
	request uuid.UUID
	path    string // of the page, below the installation's
	action  string // where the form goes
	frame   view
	name    string
	until   time.Time // when the link ends; zero for who is signed in
}

func (p *Pages) asAsked(do func(asked, *gin.Context) error) insider {
	return func(c *gin.Context, a access.Actor) error {
		id := idOf(c.Param("id"))
		if id == uuid.Nil {
			return fault.Missing("request")
		}
		path := here("excerpts", id, "")
		frame := p.inside(c, a, "", crumb{"Passages of yours in handbooks", "/excerpts"})
		return do(asked{Pages: p, actor: a, request: id, path: path, action: path, frame: frame, name: a.Name}, c)
	}
}

func (q quoting) asked(c *gin.Context, l link) asked {
	frame := q.view("")
	frame.Said = said[c.Query("done")]
	return asked{
		Pages: q.Pages, actor: l.guest, request: l.Object.ID, path: l.path(""), action: l.path("/answer"), frame: frame, name: l.Name, until: l.ExpiresAt,
	}
}

// open implements errand.
func (q quoting) open(c *gin.Context, l link) error { return q.asked(c, l).open(c) }

// sendCode implements errand: the answer takes no code.
func (q quoting) sendCode(c *gin.Context, l link) error { return q.see(c, l.path("")) }

// ask implements errand: the form is on the page itself.
func (q quoting) ask(c *gin.Context, l link) error { return q.see(c, l.path("")) }

// take implements errand.
func (q quoting) take(c *gin.Context, l link) error { return q.asked(c, l).take(c) }

// askedPage shows the words as they would be printed. Reading it answers nothing.
type askedPage struct {
	view
	excerpt.View
	Reader string
	Until  time.Time
}

// Words reads the small Markdown of a passage.
func (p askedPage) Words(text string) []markup.Block { return markup.Parse(text) }

// Chosen says whether an answer stands or was typed.
func (p askedPage) Chosen(x excerpt.AskedExcerpt, answer string) bool {
	if name := "answer-" + x.ID.String(); p.Form.Typed.Has(name) {
		return p.Form.Value(name) == answer
	}
	return string(x.Answer) == answer
}

func (q asked) page(c *gin.Context) (askedPage, error) {
	v, err := q.Excerpts.Request(c.Request.Context(), q.actor, q.request)
	page := askedPage{view: q.frame.sentTo(q.action), View: v, Reader: q.name, Until: q.until}
	page.Title = "May this be quoted in a handbook?"
	if len(v.Excerpts) == 0 {
		page.Title = "There is nothing to say just now"
	}
	return page, err
}

func (q asked) open(c *gin.Context) error {
	page, err := q.page(c)
	if err != nil {
		return err
	}
	return q.render(c, http.StatusOK, "excerpts_asked", page)
}

func (q asked) take(c *gin.Context) error {
	page, err := q.page(c)
	if err != nil {
		return err
	}
	if page.Form, err = read(c, ""); err != nil {
		return err
	}
	replies := page.replies()
	if len(replies) == 0 {
		page.Form.refuse("", "Say yes or no to one passage at least.")
		return q.render(c, http.StatusUnprocessableEntity, "excerpts_asked", page)
	}
	if _, err = q.Excerpts.Answer(c.Request.Context(), q.actor, q.request, replies); err == nil {
		return q.see(c, q.path+"?done=quoted")
	}
	if fault.CodeOf(err) != fault.Invalid {
		return err
	}
	page.Form = form{Typed: url.Values{}}
	page.Form.refuse("", "What is asked changed while you read. This is how it stands now: please look at it, then answer again.")
	q.note(c, err)
	return q.render(c, http.StatusUnprocessableEntity, "excerpts_asked", page)
}

// replies reads the answers of the form, each with the digest of the words that were shown.
func (p askedPage) replies() []excerpt.Reply {
	var out []excerpt.Reply
	for name := range p.Form.Typed {
		id, found := strings.CutPrefix(name, "answer-")
		if !found || p.Form.Value(name) == "" {
			continue
		}
		out = append(out, excerpt.Reply{
			ExcerptID: idOf(id), Digest: digestOf(p.Form.Value("text-" + id)), Answer: excerpt.Answer(p.Form.Value(name)),
		})
	}
	return out
}
