package web

import (
	"context"
	"net/http"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/markup"
	"testamur/internal/overview"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// spokenDeed is what a button beside a text that was taken down does; it says where to go on.
type spokenDeed func(ctx context.Context, a access.Actor, page spokenPage, f form) (string, error)

// spokenButton takes a press of such a button, and shows the page again with what was refused.
func (p *Pages) spokenButton(do spokenDeed) func(*gin.Context, access.Actor) error {
	return func(c *gin.Context, a access.Actor) error {
		page, err := p.spokenPage(c, a)
		if err != nil {
			return err
		}
		f, err := read(c, "")
		if err != nil {
			return err
		}
		to, err := do(c.Request.Context(), a, page, f)
		if err != nil {
			return p.spokenAgain(c, a, f, err)
		}
		return p.see(c, to)
	}
}

// submitSpoken submits it, and mails the link by which the assessor confirms it. Sent twice, it is submitted once.
func (p *Pages) submitSpoken(ctx context.Context, a access.Actor, page spokenPage, f form) (string, error) {
	if page.State != programme.FeedbackDraft {
		return page.Path(), nil
	}
	if _, err := p.Programmes.SubmitFeedback(ctx, a, page.ID, revisionOf(f.Value("revision"))); err != nil {
		return "", err
	}
	if page.Speaker.Email == "" {
		return page.Path() + "?done=spoken-unmailed", nil
	}
	return page.Path() + "?done=spoken-sent", p.Programmes.InviteAssessor(ctx, a, page.ID)
}

// mailSpoken mails the link again, unless that was done since the page was shown: two clicks are one letter.
func (p *Pages) mailSpoken(ctx context.Context, a access.Actor, page spokenPage, f form) (string, error) {
	to := page.Path() + "?done=spoken-mailed"
	if f.Value("mailed") != page.Mailed() {
		return to, nil
	}
	return to, p.Programmes.InviteAssessor(ctx, a, page.ID)
}

// Mailed is when the link went out last, as the form holds it.
func (s spokenPage) Mailed() string { return s.MailedAt.UTC().Format("20060102150405.000000") }

// spokenAgain shows it as it stands now, and what was refused.
func (p *Pages) spokenAgain(c *gin.Context, a access.Actor, f form, cause error) error {
	page, err := p.spokenPage(c, a)
	if err != nil {
		return err
	}
	switch {
	case fault.CodeOf(cause) == fault.Stale && page.State != programme.FeedbackDraft: // another click was faster
		return p.see(c, page.Path())
	case fault.CodeOf(cause) == fault.Stale:
		f.refuse("", "The text was changed after you opened this page. This is how it reads now.")
	case fault.CodeOf(cause) != fault.Conflict:
		return cause
	default:
		f.refuse("", messageOf(cause))
	}
	page.Form = f
	return p.render(c, http.StatusConflict, "spoken", page)
}

// takeSpokenBack asks before a draft is deleted, or what was submitted is withdrawn.
func (p *Pages) takeSpokenBack(c *gin.Context, a access.Actor) (formPage, error) {
	now, err := p.spokenPage(c, a)
	if err != nil {
		return formPage{}, err
	}
	page := formPage{
		view: now.view, Kicker: "On " + now.Participant, Back: crumb{"Leave it as it is", now.Path()}, Revision: now.Revision,
		Reasons: map[string]string{"quoted": "", "feedback_state": ""},
	}
	page.Inside.Trail = append(page.Inside.Trail, crumb{now.Title, now.Path()})
	page.view = page.sentTo(now.Path() + "/take-back")
	ctx := c.Request.Context()
	switch now.State {
	case programme.FeedbackWithdrawn:
		page.Instead = now.Path()
	case programme.FeedbackDraft:
		page.Title, page.Button = "Delete the draft?", "Delete 1 draft"
		page.Lead = "It will be gone for good: “" + shortened(markup.Words(now.Text)) + "”"
		page.Do = func(f *form) (string, error) {
			return here("enrolments", now.EnrolmentID, "?done=spoken-gone#assessors"), p.Programmes.DeleteFeedback(ctx, a, now.ID, revisionOf(f.Value("revision")))
		}
	case programme.FeedbackSubmitted:
		page.Title, page.Button = "Withdraw what "+now.Assessor+" said?", "Withdraw 1 text"
		page.Lead = "It can no longer be confirmed or quoted, and the link that was mailed shows it no longer. That it was taken down and withdrawn stays among the events."
		page.Do = func(f *form) (string, error) {
			_, err := p.Programmes.WithdrawFeedback(ctx, a, now.ID, revisionOf(f.Value("revision")))
			return now.Path() + "?done=taken", err
		}
	}
	return page, nil
}

// spokenAtPage is what was said at one meeting, and of whom something can be taken down.
type spokenAtPage struct {
	view
	meetingRow
	Spoken []spokenRow
	Whom   []option // the participants
}

func (p *Pages) spokenAt(c *gin.Context, a access.Actor) error {
	m, err := p.Programmes.Meeting(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil {
		err = staffs(a, m.ProgrammeID)
	}
	if err != nil {
		return err
	}
	board, err := p.Overview.Board(c.Request.Context(), a, m.CohortID)
	if err != nil {
		return err
	}
	page := spokenAtPage{meetingRow: meetingRow{m}}
	page.view = p.insideCohort(c, a, "What was said", board.Cohort, board.Programme).sentTo(here("meetings", m.ID, "/spoken"))
	page.Inside.Trail = append(page.Inside.Trail, crumb{"Meetings", here("cohorts", board.Cohort.ID, "/meetings")}, crumb{page.Name(), here("meetings", m.ID, "")})
	list, err := p.Programmes.ListFeedback(c.Request.Context(), a, programme.FeedbackFilter{Meeting: m.ID}, wholePage)
	if err != nil {
		return err
	}
	if page.Spoken, err = p.spokenRows(c, a, list.Items); err != nil {
		return err
	}
	there, err := p.namedPeople(c, a, m.Participants)
	if err != nil {
		return err
	}
	page.bring(board, there)
	return p.render(c, http.StatusOK, "spoken_at", page)
}

// bring names those who took part: the ones whom the meeting names, or the whole cohort.
func (s *spokenAtPage) bring(b overview.Board, there []access.Person) {
	names := map[string]string{}
	for _, seat := range seatChoices(b, s.Meeting, there) {
		names[seat.Enrolment.String()] = seat.Name
		if s.ForAll() || seat.Chosen {
			s.Whom = append(s.Whom, option{seat.Enrolment.String(), seat.Name})
		}
	}
	for i, row := range s.Spoken {
		s.Spoken[i].Participant = names[row.EnrolmentID.String()]
	}
}
