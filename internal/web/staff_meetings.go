package web

import (
	"net/http"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
)

// mountMeetings registers the pages about the days on which people of a cohort meet.
func (p *Pages) mountMeetings(to routes) {
	to.show("/cohorts/:id/meetings", p.meetings)
	to.show("/cohorts/:id/meetings/new", shown(p, "meeting_form", p.newMeetingPage))
	to.take("/cohorts/:id/meetings/new", p.addMeeting)
	to.show("/meetings/:id", shown(p, "meeting", p.meetingPage))
	to.show("/meetings/:id/edit", shown(p, "meeting_form", p.changedMeetingPage))
	to.take("/meetings/:id/edit", p.changeMeeting)
	to.take("/meetings/:id/archive", p.archiveMeeting)
	to.take("/meetings/:id/notes", p.addNote)
	to.form("/notes/:id", p.notePage)
	to.form("/notes/:id/delete", p.deletingNotePage)
}

// meetingKinds are what meetings are for.
var meetingKinds = []option{
	{string(programme.Session), "Session of the cohort"}, {string(programme.Coaching), "Coaching"},
	{string(programme.Panel), "Panel"},
}

// meetingName is how a meeting is called.
func meetingName(kind programme.MeetingKind) string {
	i := slices.IndexFunc(meetingKinds, func(o option) bool { return o.Value == string(kind) })
	if i < 0 {
		return "Meeting"
	}
	return meetingKinds[i].Label
}

// meetingsPage lists the meetings of a cohort, the latest day first.
type meetingsPage struct {
	view
	Cohort   programme.Cohort
	Meetings []meetingRow
	Archived []meetingRow
	More     string
}

// meetingRow is a meeting in a list.
type meetingRow struct{ programme.Meeting }

// Name says what it is for.
func (m meetingRow) Name() string { return meetingName(m.Kind) }

// Who says how many take part.
func (m meetingRow) Who() string {
	others := ""
	if n := len(m.People); n > 0 {
		others = ", " + counted(n, "and 1 other", "and %d others")
	}
	if m.ForAll() {
		return "The whole cohort" + others
	}
	return counted(len(m.Enrolments), "1 participant", "%d participants") + others
}

// ForAll says whether it names nobody in particular: then it is for the whole cohort.
func (m meetingRow) ForAll() bool { return len(m.Enrolments) == 0 }

func (p *Pages) meetings(c *gin.Context, a access.Actor) error {
	cohort, x, err := p.cohortAndProgramme(c, a, idOf(c.Param("id")))
	if err != nil {
		return err
	}
	list, err := p.Programmes.ListMeetings(c.Request.Context(), a, programme.MeetingFilter{Cohort: cohort.ID}, record.Page{After: idOf(c.Query("after")), Limit: record.MaxPage})
	if err != nil {
		return err
	}
	page := meetingsPage{Cohort: cohort}
	page.view = p.insideCohort(c, a, "Meetings", cohort, x).sentTo(here("cohorts", cohort.ID, "/meetings"))
	if list.More {
		page.More = "?after=" + list.Items[len(list.Items)-1].ID.String()
	}
	slices.SortStableFunc(list.Items, func(m, n programme.Meeting) int { return strings.Compare(n.On.String(), m.On.String()) })
	for _, m := range list.Items {
		if m.Archived {
			page.Archived = append(page.Archived, meetingRow{m})
		} else {
			page.Meetings = append(page.Meetings, meetingRow{m})
		}
	}
	return p.render(c, http.StatusOK, "meetings", page)
}

// meetingPage is one meeting with the notes on it.
type meetingPage struct {
	view
	meetingRow
	Cohort       programme.Cohort
	Participants []access.Person
	Others       []access.Person
	Notes        []noteRow
}

func (p *Pages) meetingPage(c *gin.Context, a access.Actor) (meetingPage, error) {
	m, err := p.Programmes.Meeting(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return meetingPage{}, err
	}
	page := meetingPage{meetingRow: meetingRow{m}}
	cohort, x, err := p.cohortAndProgramme(c, a, m.CohortID)
	if err != nil {
		return page, err
	}
	page.Cohort = cohort
	page.view = p.insideCohort(c, a, page.Name(), cohort, x).sentTo(here("meetings", m.ID, ""))
	page.Inside.Trail = append(page.Inside.Trail, crumb{"Meetings", here("cohorts", cohort.ID, "/meetings")})
	page.Form.ID = "note"
	if page.Participants, err = p.namedPeople(c, a, m.Participants); err != nil {
		return page, err
	}
	if page.Others, err = p.namedPeople(c, a, m.People); err != nil {
		return page, err
	}
	page.Notes, err = p.notes(c, a, m)
	return page, err
}

// archiveMeeting puts a meeting away, or takes it out again. What somebody else changed meanwhile is shown as it is.
func (p *Pages) archiveMeeting(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id := idOf(c.Param("id"))
	_, err = p.Programmes.ChangeMeeting(c.Request.Context(), a, id, revisionOf(f.Value("revision")), func(m *programme.MeetingFields) {
		m.Archived = f.Value("archived") == "yes"
	})
	if err != nil && fault.CodeOf(err) != fault.Stale {
		return err
	}
	done := "meeting-" + yesNo(f.Value("archived") == "yes")
	if err != nil {
		done = "meeting-stale"
	}
	return p.see(c, here("meetings", id, "?done="+done))
}
