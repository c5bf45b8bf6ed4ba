package web

import (
	"context"
	"net/http"
	"strconv"

	"testamur/internal/fault"
	"testamur/internal/markup"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
)

// confirming lets an assessor without an account say that what was taken down at a panel is what they said.
type confirming struct{ *Pages }

type confirmingPage struct {
	view
	programme.Feedback
	Words []markup.Block
	Link  link
}

// awaited says whether there is something to confirm.
func (p confirmingPage) awaited() bool {
	return p.State == programme.FeedbackSubmitted && p.TakenDown && p.ConfirmedAt.IsZero()
}

func (f confirming) asked(ctx context.Context, l link) (confirmingPage, error) {
	fb, err := f.Programmes.Feedback(ctx, l.guest, l.Object.ID)
	page := confirmingPage{view: f.view("Are these your words?"), Feedback: fb, Words: markup.Parse(fb.Text), Link: l}
	page.Here = f.base + l.path("")
	return page, err
}

// open implements errand.
func (f confirming) open(c *gin.Context, l link) error {
	page, err := f.asked(c.Request.Context(), l)
	switch {
	case err != nil:
		return err
	case !page.ConfirmedAt.IsZero():
		page.Title = "Thank you. You have confirmed these words."
		return f.render(c, http.StatusOK, "confirmed", page)
	case !page.awaited():
		return f.render(c, http.StatusOK, "notice", f.nothingToConfirm())
	}
	return f.render(c, http.StatusOK, "confirming", page)
}

func (f confirming) nothingToConfirm() notice {
	return notice{view: f.view("There is nothing to confirm just now"), Lines: []string{
		"What was taken down in your name has been withdrawn, so it is not quoted. You need not do anything.",
	}}
}

// sendCode implements errand.
func (f confirming) sendCode(c *gin.Context, l link) error {
	page, err := f.asked(c.Request.Context(), l)
	if err != nil {
		return err
	}
	if !page.awaited() {
		return f.see(c, l.path(""))
	}
	err = f.Programmes.SendConfirmationCode(c.Request.Context(), l.guest, l.Object.ID)
	if err == nil {
		return f.see(c, l.path("/answer"))
	}
	if !page.Form.blame(err, map[string]string{"code_too_often": "code"}) {
		return err
	}
	f.note(c, err)
	return f.askAgain(c, statusAfter(err), page)
}

// ask implements errand.
func (f confirming) ask(c *gin.Context, l link) error {
	page, err := f.asked(c.Request.Context(), l)
	if err != nil {
		return err
	}
	if !page.awaited() {
		return f.open(c, l)
	}
	return f.askAgain(c, http.StatusOK, page)
}

func (f confirming) askAgain(c *gin.Context, status int, page confirmingPage) error {
	page.Title = "Confirm your words"
	return f.render(c, status, "confirming_answer", page)
}

// take implements errand. Whoever sends the form twice is shown what was recorded, not that the code is used up.
func (f confirming) take(c *gin.Context, l link) error {
	page, err := f.asked(c.Request.Context(), l)
	if err != nil {
		return err
	}
	if !page.awaited() {
		return f.see(c, l.path(""))
	}
	if page.Form, err = read(c, ""); err != nil {
		return err
	}
	if page.Form.Value("code") == "" {
		page.Form.refuse("code", "Type the code that was mailed to you.")
		return f.askAgain(c, http.StatusUnprocessableEntity, page)
	}
	_, err = f.Programmes.ConfirmFeedback(c.Request.Context(), l.guest, l.Object.ID, revisionOf(page.Form.Value("revision")), page.Form.Value("code"))
	if err == nil {
		return f.see(c, l.path(""))
	}
	now, failed := f.asked(c.Request.Context(), l)
	if failed == nil && !now.awaited() {
		return f.see(c, l.path(""))
	}
	if fault.CodeOf(err) == fault.Stale {
		page.Form.refuse("", "The words were changed after you read them. Read them again; you need a new code.")
	} else if !page.Form.blame(err, map[string]string{"code_wrong": "code", "code_void": "code"}) {
		return err
	}
	f.note(c, err)
	return f.askAgain(c, statusAfter(err), page)
}

// revisionOf gives the revision that stood before the assessor. What is none is no revision of anything.
func revisionOf(s string) record.Match {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return record.Match(n)
}
