package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// maxText is how many bytes the form of a certificate's text may have.
const maxText = 2 << 20

// textPage is the desk on which a certificate is composed: its text, and beside it what was written.
type textPage struct {
	view
	desk
	sources
	Me       uuid.UUID // whose copies a browser may hold
	Project  programme.Project
	Log      []logEntry
	Written  []certificate.Section  // as typed, or as stored when nothing was
	Match    int64                  // the revision that the form is about
	Findings []findingRow           // of what is stored
	Gone     []string               // what is stored now and does not stand in the form
	Moved    bool                   // the form was rearranged and is not kept yet
	Note     string                 // what a button did, or why it did not
	Undo     string                 // what was taken out last, as the form carries it
	Focus    string                 // the field at which the work goes on
	speaks   map[uuid.UUID][]string // the disciplines that a feedback names, by name
}

// Live says whether a script keeps what is typed: not in a review, where every change asks people again.
func (t textPage) Live() bool { return t.State == certificate.Composing }

func (p *Pages) textPage(c *gin.Context, a access.Actor) (page textPage, err error) {
	if page.desk, err = p.desk(c, a); err != nil {
		return page, err
	}
	if !page.Composes() {
		return page, fault.New(fault.Conflict, "certificate_state", "The text of a certificate that is %s cannot be changed. Take it back or correct it first.", word(page.State))
	}
	page.view = p.insideDesk(c, a, page.desk, "Write the text", true).sentTo(page.Path() + "/text")
	page.Wide, page.Script, page.Me = true, "compose.js", a.Person
	page.Written, page.Match = page.Sections, page.Revision
	page.Form.Typed = typedText(page.Written)
	if page.Findings, err = p.findings(c, a, page.desk); err != nil {
		return page, err
	}
	if err = p.bringBeside(c, a, &page); err != nil {
		return page, err
	}
	page.sources, err = p.sources(c, a, page.ID)
	page.Form.propose(page.settlements())
	return page, err
}

// bringBeside brings what the participant wrote.
func (p *Pages) bringBeside(c *gin.Context, a access.Actor, page *textPage) (err error) {
	ctx := c.Request.Context()
	if page.Project, err = p.Programmes.Project(ctx, a, page.EnrolmentID); err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	edition, err := p.pinnedBy(ctx, a, page.Cohort)
	if err != nil {
		return err
	}
	if page.Log, err = p.learningLog(ctx, a, page.EnrolmentID, false, edition); err != nil {
		return err
	}
	page.speaks, err = p.speaks(ctx, a, page.EnrolmentID, edition)
	return err
}

func (p *Pages) askText(c *gin.Context, a access.Actor) error {
	page, err := p.textPage(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "text", page)
}

// typedPage is the desk with what was typed on it.
func (p *Pages) typedPage(c *gin.Context, a access.Actor) (page textPage, f form, err error) {
	if page, err = p.textPage(c, a); err != nil {
		return page, f, err
	}
	if f, err = readUpTo(c, "", maxText); err != nil {
		return page, f, err
	}
	page.Match = int64(revisionOf(f.Value("revision")))
	page.Written = page.writtenIn(f)
	return page, f, nil
}

// changeText keeps the text; or, when another button of the desk was pressed, does what that says and keeps no text yet.
func (p *Pages) changeText(c *gin.Context, a access.Actor) error {
	page, f, err := p.typedPage(c, a)
	if err != nil {
		return err
	}
	do := f.Value("do")
	if theme, settles := strings.CutPrefix(do, "settle-"); settles {
		return p.settleOnDesk(c, a, page, f, idOf(theme))
	}
	if do != "" {
		page.rearrange(do, f)
		page.retype(f)
		return p.render(c, http.StatusOK, "text", page)
	}
	if err = p.putText(c, a, page); err == nil {
		return p.see(c, page.Path()+"/text?done=text")
	}
	return p.mendDesk(c, page, f, err)
}

// keepLive keeps the text while it is typed, for a script, and answers with the desk as it then is.
func (p *Pages) keepLive(c *gin.Context, a access.Actor) error {
	page, f, err := p.typedPage(c, a)
	if err != nil {
		return err
	}
	if !page.Live() {
		return fault.New(fault.Conflict, "certificate_state", "In a review the text is kept only when you say so.")
	}
	if err = p.putText(c, a, page); err != nil {
		return p.mendDesk(c, page, f, err)
	}
	return p.askText(c, a)
}

// live is signedIn for what the script of a desk sends by itself: it is told that the session has ended, and keeps what was
// typed.
func (p *Pages) live(h insider) handler {
	page := p.signedIn(h)
	return func(c *gin.Context) error {
		if _, err := p.actor(c); fault.CodeOf(err) == fault.Unauthenticated {
			c.Status(http.StatusUnauthorized)
			return nil
		}
		return page(c)
	}
}

func (p *Pages) putText(c *gin.Context, a access.Actor, page textPage) error {
	_, err := p.Certificates.PutSections(c.Request.Context(), a, page.ID, record.Match(page.Match), slices.Clone(page.Written))
	return err
}

// mendDesk shows the desk again with what was typed and what is to be mended in it.
func (p *Pages) mendDesk(c *gin.Context, page textPage, f form, err error) error {
	if fault.CodeOf(err) == fault.Stale {
		page.besideStored(&f)
	} else if !f.blame(err, map[string]string{"certificate_state": "", "one_voice": ""}) {
		return err
	}
	p.note(c, err)
	page.Form = f
	return p.render(c, statusAfter(err), "text", page)
}

// besideStored puts what is stored now beside what was typed: heading by heading and passage by passage, wherever they were moved
// to. Sending the form once more replaces it.
func (t *textPage) besideStored(f *form) {
	f.refuse("", "Somebody changed the text after you opened it. What is stored now stands beside what you typed: look at it, then send this again.")
	t.Match = t.Revision
	f.Stored = url.Values{}
	stored := map[uuid.UUID]string{}
	for _, s := range t.Sections {
		stored[s.ID] = s.Heading
		for _, x := range s.Passages {
			stored[x.ID] = x.Text
		}
	}
	beside := func(id uuid.UUID, field, typed string) {
		now, there := stored[id]
		if id == uuid.Nil {
			now = typed // new: nothing is stored to set beside it
		}
		f.Stored.Set(field, now)
		if there {
			delete(stored, id)
		}
	}
	for i, s := range t.Written {
		beside(s.ID, nameIn(i, "heading"), s.Heading)
		for j, x := range s.Passages {
			beside(x.ID, nameOf(i, j, "text"), f.Value(nameOf(i, j, "text")))
		}
	}
	for _, s := range t.Sections {
		for _, x := range append([]certificate.Passage{{ID: s.ID}}, s.Passages...) {
			if text := stored[x.ID]; text != "" {
				t.Gone = append(t.Gone, text)
			}
		}
	}
}
