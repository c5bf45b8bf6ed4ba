package web

import (
	"fmt"
	"net/http"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// answerConflict takes the answer to the question about a conflict of interest.
func (p *Pages) answerConflict(c *gin.Context, a access.Actor) error {
	d, err := p.writingDesk(c, a)
	if err != nil {
		return err
	}
	if d.Conflict, err = read(c, "conflict"); err != nil {
		return err
	}
	answer := programme.Conflict(d.Conflict.Value("conflict"))
	switch answer {
	case programme.ConflictNone, programme.ConflictDeclared:
		_, err = p.Programmes.ChangeAssignment(c.Request.Context(), a, d.Assignment.ID, record.Match(d.Assignment.Revision), func(x *programme.AssignmentFields) {
			x.Conflict, x.ConflictNote = answer, d.Conflict.Value("note")
		})
	case programme.ConflictUnanswered:
		fallthrough
	default:
		d.Conflict.refuse("conflict", "Choose an answer.")
		err = errMistyped
	}
	if err == nil {
		return p.see(c, here("assessing", d.Enrolment.ID, ""))
	}
	if !d.Conflict.blamed(err, map[string]string{"conflict_note": "note"}) {
		return err
	}
	d.Form = d.Conflict
	return p.render(c, statusAfter(err), "assessing_conflict", d)
}

// submitPage shows what is about to be submitted.
func (p *Pages) submitPage(c *gin.Context, a access.Actor) (writingDesk, error) {
	d, err := p.writingDesk(c, a)
	if err != nil {
		return d, err
	}
	name, path := d.Enrolment.PersonName, here("assessing", d.Enrolment.ID, "")
	d.view = p.inside(c, a, "Submit your feedback on "+name, crumb{"On whom you write", "/assessing"}, crumb{name, path}).sentTo(path)
	return d, nil
}

func (p *Pages) askSubmit(c *gin.Context, a access.Actor) error {
	d, err := p.submitPage(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "assessing_submit", d)
}

// submitTexts submits the drafts as they stood on the page before. What was submitted already stays so.
func (p *Pages) submitTexts(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	d, err := p.submitPage(c, a)
	if err != nil {
		return err
	}
	for _, draft := range d.Drafts() {
		if match, shown := f.revisionShown(draft.ID); shown && err == nil {
			_, err = p.Programmes.SubmitFeedback(c.Request.Context(), a, draft.ID, match)
		}
	}
	if err == nil {
		return p.see(c, here("assessing", d.Enrolment.ID, "?done=submitted"))
	}
	if fault.CodeOf(err) != fault.Stale && !f.blame(err, nil) {
		return err
	}
	if d, err = p.submitPage(c, a); err != nil {
		return err
	}
	f.refuse("", "A text was changed after you opened this page. This is how it reads now.")
	d.Form = f
	return p.render(c, http.StatusConflict, "assessing_submit", d)
}

// revisionShown gives the revision of a draft that stood on the page, and whether it stood there.
func (f form) revisionShown(id uuid.UUID) (record.Match, bool) {
	for _, shown := range f.Typed["draft"] {
		if which, revision, _ := strings.Cut(shown, " "); which == id.String() {
			return revisionOf(revision), true
		}
	}
	return 0, false
}

// confirmWords says that what was taken down in the assessor's name is what they said.
func (p *Pages) confirmWords(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id := idOf(c.Param("id"))
	if _, err := p.assignmentOf(c.Request.Context(), a, id); err != nil {
		return err
	}
	_, err = p.Programmes.ConfirmFeedback(c.Request.Context(), a, idOf(f.Value("feedback")), revisionOf(f.Value("revision")), "")
	if err != nil {
		return err
	}
	return p.see(c, here("assessing", id, "?done=confirmed"))
}

// withdrawPage asks before a text is taken back.
func (p *Pages) withdrawPage(c *gin.Context, a access.Actor) (formPage, error) {
	d, err := p.writingDesk(c, a)
	if err != nil {
		return formPage{}, err
	}
	id := idOf(c.Param("feedback"))
	t := found(d.Texts, func(t deskText) bool { return t.ID == id && t.Begun() && !t.Draft() })
	if !t.Begun() {
		return formPage{}, fault.Missing("feedback")
	}
	name, path := d.Enrolment.PersonName, here("assessing", d.Enrolment.ID, "")
	v := p.inside(c, a, "Withdraw what you wrote", crumb{"On whom you write", "/assessing"}, crumb{name, path})
	return formPage{
		view: v, Kicker: t.Heading, Button: "Withdraw 1 text", Back: crumb{"Leave it as it is", path}, Revision: t.Revision,
		Lead: fmt.Sprintf("Staff can then no longer quote your text on %s. It is not shown to you any more either: copy from it first what you want to keep.", name),
		Do: func(f *form) (string, error) {
			_, err := p.Programmes.WithdrawFeedback(c.Request.Context(), a, id, revisionOf(f.Value("revision")))
			return path + "?done=taken", err
		},
		Reasons: map[string]string{"quoted": "", "feedback_state": ""},
	}, nil
}

func (p *Pages) askWithdraw(c *gin.Context, a access.Actor) error {
	return p.askForm(c, a, p.withdrawPage)
}

// withdrawText takes a submitted text back. What was withdrawn already stays so.
func (p *Pages) withdrawText(c *gin.Context, a access.Actor) error {
	err := p.takeForm(c, a, p.withdrawPage)
	if fault.CodeOf(err) != fault.NotFound {
		return err
	}
	id := idOf(c.Param("id"))
	if _, err := p.assignmentOf(c.Request.Context(), a, id); err != nil {
		return err
	}
	return p.see(c, here("assessing", id, ""))
}
