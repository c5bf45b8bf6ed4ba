package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// whileWriting is signedIn for what the script of a page sends too: a script is told that the session has ended, and keeps
// what was typed itself.
func (p *Pages) whileWriting(h insider) handler {
	page := p.signedIn(h)
	return func(c *gin.Context) error {
		if _, err := p.actor(c); byScript(c) && fault.CodeOf(err) == fault.Unauthenticated {
			return answerScript(c, http.StatusUnauthorized, kept{Message: "You were signed out."})
		}
		return page(c)
	}
}

// byScript says whether a script sent the form rather than a person.
func byScript(c *gin.Context) bool { return c.GetHeader("Accept") == "application/json" }

// kept is what a script is told of a text.
type kept struct {
	Feedback string `json:"feedback"` // "" when nothing is stored
	Revision int64  `json:"revision"`
	Text     string `json:"text"`    // what is stored now
	About    string `json:"about"`   // the disciplines that it names, by their codes
	Message  string `json:"message"` // why it was not kept
}

func answerScript(c *gin.Context, status int, answer any) error {
	c.Header("Cache-Control", "no-store")
	c.JSON(status, answer)
	return nil
}

func keptOf(fb programme.Feedback) kept {
	if fb.ID == uuid.Nil {
		return kept{}
	}
	return kept{Feedback: fb.ID.String(), Revision: fb.Revision, Text: fb.Text, About: string(fb.Disciplines)}
}

// keepText keeps one text of the desk: a new draft, a change, or, when a draft was emptied, nothing any more.
func (p *Pages) keepText(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	d, err := p.writingDesk(c, a)
	if err != nil {
		return err
	}
	place := d.place(idOf(f.Value("feedback")), idOf(f.Value("theme")))
	if place < 0 {
		return fault.Missing("theme")
	}
	fb, err := p.storeText(c.Request.Context(), a, d, d.Texts[place], f)
	switch {
	case byScript(c):
		return p.tellScript(c, d.Texts[place].Feedback, fb, err)
	case err == nil:
		return p.see(c, here("assessing", d.Enrolment.ID, "?done="+d.Texts[place].done(fb)+"#"+d.Texts[place].Form.FieldID("text")))
	}
	return p.mendText(c, d, place, f, err)
}

// done names what is said of a text when it stands as fb now.
func (t deskText) done(fb programme.Feedback) string {
	switch {
	case fb.ID == uuid.Nil:
		return "unwritten"
	case t.Begun() && !t.Draft():
		return "rewritten"
	}
	return "draft"
}

// place finds a text by its id, and otherwise by its theme: one that is gone meanwhile is begun anew.
func (d writingDesk) place(id, theme uuid.UUID) int {
	if i := slices.IndexFunc(d.Texts, func(t deskText) bool { return id != uuid.Nil && t.ID == id }); i >= 0 {
		return i
	}
	return slices.IndexFunc(d.Texts, func(t deskText) bool { return t.Theme == theme })
}

func (p *Pages) storeText(ctx context.Context, a access.Actor, d writingDesk, now deskText, f form) (programme.Feedback, error) {
	typed, named, match := f.Value("text"), f.ticked(), revisionOf(f.Value("revision"))
	switch {
	case now.Begun() && sameText(typed, now.Text) && named == now.Disciplines:
		return now.Feedback, nil // sent twice
	case now.Begun() && now.ID != idOf(f.Value("feedback")):
		return now.Feedback, fault.New(fault.Stale, "", "There is a text already.")
	case now.Begun() && now.Draft() && strings.TrimSpace(typed) == "":
		return programme.Feedback{}, p.Programmes.DeleteFeedback(ctx, a, now.ID, match)
	case now.Begun():
		return p.Programmes.ChangeFeedback(ctx, a, now.ID, match, func(x *programme.FeedbackFields) { x.Text, x.Disciplines = typed, named })
	}
	return p.Programmes.WriteFeedback(ctx, a, d.Enrolment.ID, a.Person, programme.FeedbackFields{ThemeID: now.Theme, Text: typed, Disciplines: named})
}

// sameText compares as texts are stored: a browser ends lines otherwise.
func sameText(a, b string) bool {
	return strings.TrimSpace(strings.ReplaceAll(a, "\r\n", "\n")) == strings.TrimSpace(b)
}

// tellScript answers a script: with what is stored, also when that is not what it sent.
func (p *Pages) tellScript(c *gin.Context, before, stored programme.Feedback, err error) error {
	if err == nil {
		return answerScript(c, http.StatusOK, keptOf(stored))
	}
	p.note(c, err)
	k := keptOf(before)
	k.Message = messageOf(err)
	if wrong := violationsOf(err); len(wrong) > 0 {
		k.Message = wrong[0].Message
	}
	status, known := statuses[fault.CodeOf(err)]
	if !known {
		return err
	}
	return answerScript(c, status, k)
}

// mendText shows the desk again with what was typed, and what somebody stored meanwhile beside it.
func (p *Pages) mendText(c *gin.Context, d writingDesk, place int, f form, err error) error {
	t := &d.Texts[place]
	f.ID = t.Form.ID
	if fault.CodeOf(err) == fault.Stale {
		f.Stored = t.Form.Typed
		f.refuse("text", "This was changed in another window. What is stored now stands above what you typed: bring both together, then keep it.")
	} else if !f.blame(err, map[string]string{"feedback_state": "text", "not_assigned": "text"}) {
		return err
	}
	p.note(c, err)
	t.Form, d.Form = f, f
	return p.render(c, statusAfter(err), "desk", d)
}
