package web

import (
	"net/http"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// mountOwnMeetings registers the pages about the meetings in which somebody takes part.
func (p *Pages) mountOwnMeetings(to routes) {
	to.show("/my-meetings", p.ownMeetings)
	to.show("/my-meetings/:id", p.ownMeeting)
	to.take("/my-meetings/:id/notes", p.addOwnNote)
}

var toOwnMeetings = crumb{"Your meetings", "/my-meetings"}

// ownMeetingsPage lists the meetings in which somebody takes part, the latest day first.
type ownMeetingsPage struct {
	view
	Meetings []ownMeetingRow
}

// ownMeetingRow is a meeting with the programme in which it is.
type ownMeetingRow struct {
	meetingRow
	Programme string
}

func (p *Pages) ownMeetings(c *gin.Context, a access.Actor) error {
	ctx := c.Request.Context()
	list, err := p.Programmes.ListMeetings(ctx, a, programme.MeetingFilter{Person: a.Person, Archived: new(bool)}, wholePage)
	if err != nil {
		return err
	}
	in, err := p.Programmes.ListProgrammes(ctx, a, programme.Filter{}, wholePage)
	if err != nil {
		return err
	}
	slices.SortStableFunc(list.Items, func(m, n programme.Meeting) int { return compareDue(n.On, m.On) })
	page := ownMeetingsPage{view: p.inside(c, a, "Your meetings")}
	for _, m := range list.Items {
		x := found(in.Items, func(x programme.Programme) bool { return x.ID == m.ProgrammeID })
		page.Meetings = append(page.Meetings, ownMeetingRow{meetingRow{m}, x.Name})
	}
	return p.render(c, http.StatusOK, "own_meetings", page)
}

// ownMeetingPage is one of them, with the notes that are the reader's own or shared.
type ownMeetingPage struct {
	view
	meetingRow
	Notes []noteRow
}

func (p *Pages) ownMeetingPage(c *gin.Context, a access.Actor) (page ownMeetingPage, err error) {
	ctx := c.Request.Context()
	m, err := p.Programmes.Meeting(ctx, a, idOf(c.Param("id")))
	if err == nil && !slices.Contains(slices.Concat(m.Participants, m.People), a.Person) {
		err = fault.Missing("meeting")
	}
	if err != nil {
		return page, err
	}
	page.meetingRow = meetingRow{m}
	page.view = p.inside(c, a, page.Name(), toOwnMeetings).sentTo(here("my-meetings", m.ID, ""))
	page.Form.ID = "note"
	list, err := p.Programmes.ListNotes(ctx, a, m.ID, wholePage)
	for _, n := range list.Items {
		row := noteRow{Note: n, By: "Somebody else", Own: n.Author == a.Hand()}
		if row.Own {
			row.By = "You"
		}
		page.Notes = append(page.Notes, row)
	}
	return page, err
}

func (p *Pages) ownMeeting(c *gin.Context, a access.Actor) error {
	page, err := p.ownMeetingPage(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "own_meeting", page)
}

// addOwnNote writes one.
func (p *Pages) addOwnNote(c *gin.Context, a access.Actor) error {
	page, err := p.ownMeetingPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "note")
	if err != nil {
		return err
	}
	_, err = p.Programmes.AddNote(c.Request.Context(), a, page.ID, programme.NoteFields{Text: f.Value("text"), Shared: f.Value("shared") != ""})
	if err == nil {
		return p.see(c, here("my-meetings", page.ID, "?done=note#notes"))
	}
	if !f.blame(err, nil) {
		return err
	}
	page.Form = f
	return p.render(c, http.StatusUnprocessableEntity, "own_meeting", page)
}

// meetingPath is the page of a meeting: the office's for staff, and their own for others who take part.
func meetingPath(a access.Actor, n programme.Note) string {
	if staffs(a, n.ProgrammeID) == nil {
		return here("meetings", n.MeetingID, "")
	}
	return here("my-meetings", n.MeetingID, "")
}
