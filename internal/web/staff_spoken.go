package web

import (
	"net/http"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/markup"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountSpoken registers the pages on which staff take down what an assessor said, such as at a panel.
func (p *Pages) mountSpoken(to routes) {
	to.show("/spoken/new", p.askSpoken)
	to.take("/spoken/new", func(c *gin.Context, a access.Actor) error { return p.takeForm(c, a, p.newSpoken) })
	to.show("/spoken/:id", p.spoken)
	to.form("/spoken/:id/edit", p.changeSpoken)
	to.take("/spoken/:id/submit", p.spokenButton(p.submitSpoken))
	to.take("/spoken/:id/mail", p.spokenButton(p.mailSpoken))
	to.form("/spoken/:id/take-back", p.takeSpokenBack)
	to.show("/meetings/:id/spoken", p.spokenAt)
}

// spokenRow is feedback that was taken down, in a list.
type spokenRow struct {
	programme.Feedback
	Participant, Assessor string
}

// Stands says how far it has come.
func (r spokenRow) Stands() string {
	switch {
	case r.State == programme.FeedbackDraft:
		return "a draft, for you and them alone"
	case r.State == programme.FeedbackWithdrawn:
		return "withdrawn"
	case r.ConfirmedAt.IsZero():
		return "waits to be confirmed"
	}
	return "confirmed"
}

// spokenPage is what was taken down in an assessor's name, and where it stands.
type spokenPage struct {
	view
	spokenRow
	Enrolment programme.Enrolment
	Speaker   access.Person // whose words they are
	By        string        // who took them down; "" for another system
	Own       bool          // the reader took them down
	Heading   string
	Meeting   meetingRow // at which it was said; zero for none
	Words     []markup.Block
	MailedAt  time.Time // when the link to confirm went out last; zero: never
}

// At says where it was said.
func (s spokenPage) At() string {
	if s.MeetingID == uuid.Nil {
		return ""
	}
	return s.Meeting.Called()
}

// Called is a meeting by what it is for and its day.
func (m meetingRow) Called() string { return m.Name() + ", " + dayOf(m.On) }

// Path is where the page is.
func (s spokenPage) Path() string { return here("spoken", s.ID, "") }

func (p *Pages) spoken(c *gin.Context, a access.Actor) error {
	page, err := p.spokenPage(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "spoken", page)
}

// spokenPage brings it to staff of its programme. It fails as NotFound for what an assessor wrote alone.
func (p *Pages) spokenPage(c *gin.Context, a access.Actor) (page spokenPage, err error) {
	ctx := c.Request.Context()
	if page.Feedback, err = p.Programmes.Feedback(ctx, a, idOf(c.Param("id"))); err != nil {
		return page, err
	}
	if err = staffs(a, page.ProgrammeID); err != nil {
		return page, err
	}
	if !page.TakenDown {
		return page, fault.Missing("feedback")
	}
	if page.Enrolment, err = p.Programmes.Enrolment(ctx, a, page.EnrolmentID); err != nil {
		return page, err
	}
	page.Participant, page.Words, page.Own = page.Enrolment.PersonName, markup.Parse(page.Text), page.WrittenBy == a.Hand()
	if err = p.bringSpeaker(c, a, &page); err != nil {
		return page, err
	}
	if err = p.bringOccasion(c, a, &page); err != nil {
		return page, err
	}
	page.view, err = p.insideEnrolment(c, a, "What "+page.Assessor+" said", page.Enrolment)
	page.view = page.sentTo(page.Path())
	return page, err
}

// bringSpeaker names whose words they are and who took them down.
func (p *Pages) bringSpeaker(c *gin.Context, a access.Actor, page *spokenPage) error {
	people, err := p.namedPeople(c, a, []uuid.UUID{page.AssessorID, page.WrittenBy})
	for _, x := range people {
		if x.ID == page.AssessorID {
			page.Speaker, page.Assessor = x, x.Name
		}
		if x.ID == page.WrittenBy {
			page.By = x.Name
		}
	}
	return err
}

// bringOccasion brings the theme, the meeting, and when the link to confirm went out last.
func (p *Pages) bringOccasion(c *gin.Context, a access.Actor, page *spokenPage) error {
	ctx := c.Request.Context()
	if page.ThemeID != uuid.Nil {
		theme, err := p.Programmes.Theme(ctx, a, page.ThemeID)
		if err != nil {
			return err
		}
		page.Heading = theme.Heading
	}
	if page.MeetingID != uuid.Nil {
		m, err := p.Programmes.Meeting(ctx, a, page.MeetingID)
		if err != nil {
			return err
		}
		page.Meeting = meetingRow{m}
	}
	mailed, err := p.Access.Journal.List(ctx, a, access.EventFilter{Object: page.ID, Operation: access.OpInviteAssessor, Latest: true}, 1)
	if err == nil && len(mailed.Items) > 0 {
		page.MailedAt = mailed.Items[0].At
	}
	return err
}

// spokenRows are those of some feedback that was taken down and not withdrawn, with the names of the assessors.
func (p *Pages) spokenRows(c *gin.Context, a access.Actor, all []programme.Feedback) ([]spokenRow, error) {
	var rows []spokenRow
	var ids []uuid.UUID
	for _, fb := range all {
		if fb.TakenDown && fb.State != programme.FeedbackWithdrawn {
			rows, ids = append(rows, spokenRow{Feedback: fb}), append(ids, fb.AssessorID)
		}
	}
	slices.SortFunc(ids, func(x, y uuid.UUID) int { return slices.Compare(x[:], y[:]) })
	people, err := p.namedPeople(c, a, slices.Compact(ids))
	for i := range rows {
		rows[i].Assessor = found(people, func(x access.Person) bool { return x.ID == rows[i].AssessorID }).Name
	}
	return rows, err
}
