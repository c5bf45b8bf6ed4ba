package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/overview"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// meetingFormPage asks for a meeting: what it is for, the day, and who takes part.
type meetingFormPage struct {
	view
	Meeting programme.Meeting // zero for a new one
	Match   int64             // the revision that the form is about
	Seats   []seatChoice
	Others  []access.Person
	Found   []access.Person // several whom a name fits
	Button  string
	Back    crumb
	Stored  string // what somebody else stored meanwhile
}

// seatChoice is a participant who may take part.
type seatChoice struct {
	Enrolment uuid.UUID
	Name      string
	Chosen    bool
}

// Kinds are what meetings are for.
func (meetingFormPage) Kinds() []option { return meetingKinds }

// newMeetingPage is the form of a new one, changedMeetingPage of one that is there.
func (p *Pages) newMeetingPage(c *gin.Context, a access.Actor) (meetingFormPage, error) {
	board, err := p.Overview.Board(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return meetingFormPage{}, err
	}
	path := here("cohorts", board.Cohort.ID, "/meetings")
	page := meetingFormPage{Button: "Add the meeting", Back: crumb{"Back to the meetings", path}, Seats: seatChoices(board, programme.Meeting{}, nil)}
	page.view = p.insideCohort(c, a, "Add a meeting", board.Cohort, board.Programme).sentTo(path + "/new")
	page.Inside.Trail = append(page.Inside.Trail, crumb{"Meetings", path})
	page.Form.Typed = url.Values{"on": {""}, "kind": {string(programme.Session)}}
	return page, nil
}

func (p *Pages) changedMeetingPage(c *gin.Context, a access.Actor) (meetingFormPage, error) {
	m, err := p.Programmes.Meeting(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil {
		err = staffs(a, m.ProgrammeID)
	}
	if err != nil {
		return meetingFormPage{}, err
	}
	board, err := p.Overview.Board(c.Request.Context(), a, m.CohortID)
	if err != nil {
		return meetingFormPage{}, err
	}
	there, err := p.namedPeople(c, a, m.Participants)
	if err != nil {
		return meetingFormPage{}, err
	}
	path := here("meetings", m.ID, "")
	page := meetingFormPage{
		Meeting: m, Match: m.Revision, Button: "Keep the meeting", Back: crumb{"Back to the meeting", path}, Seats: seatChoices(board, m, there),
	}
	page.view = p.insideCohort(c, a, "Change the meeting", board.Cohort, board.Programme).sentTo(path + "/edit")
	page.Inside.Trail = append(page.Inside.Trail, crumb{"Meetings", here("cohorts", board.Cohort.ID, "/meetings")}, crumb{meetingName(m.Kind), path})
	page.Form.Typed = url.Values{"on": {m.On.String()}, "kind": {string(m.Kind)}}
	page.Others, err = p.namedPeople(c, a, m.People)
	return page, err
}

// seatChoices are those of the cohort who are in the running, and whoever takes part already.
func seatChoices(b overview.Board, m programme.Meeting, there []access.Person) []seatChoice {
	var choices []seatChoice
	for _, s := range b.Seats {
		if chosen := slices.Contains(m.Enrolments, s.EnrolmentID); chosen || s.State.Open() {
			choices = append(choices, seatChoice{s.EnrolmentID, s.Name, chosen})
		}
	}
	for i, e := range m.Enrolments { // who has gone to another cohort since
		if slices.ContainsFunc(choices, func(x seatChoice) bool { return x.Enrolment == e }) {
			continue
		}
		for _, x := range there {
			if x.ID == m.Participants[i] {
				choices = append(choices, seatChoice{e, x.Name, true})
			}
		}
	}
	return choices
}

func (p *Pages) addMeeting(c *gin.Context, a access.Actor) error {
	page, err := p.newMeetingPage(c, a)
	if err != nil {
		return err
	}
	return p.takeMeeting(c, a, page, func(fields programme.MeetingFields, _ form) (programme.Meeting, error) {
		return p.Programmes.CreateMeeting(c.Request.Context(), a, idOf(c.Param("id")), fields)
	})
}

func (p *Pages) changeMeeting(c *gin.Context, a access.Actor) error {
	page, err := p.changedMeetingPage(c, a)
	if err != nil {
		return err
	}
	return p.takeMeeting(c, a, page, func(fields programme.MeetingFields, f form) (programme.Meeting, error) {
		return p.Programmes.ChangeMeeting(c.Request.Context(), a, page.Meeting.ID, revisionOf(f.Value("revision")), func(x *programme.MeetingFields) {
			x.Kind, x.On, x.Enrolments, x.People = fields.Kind, fields.On, fields.Enrolments, fields.People
		})
	})
}

// takeMeeting keeps what the form holds; or, when one of the buttons for that was pressed, rearranges it and keeps nothing yet.
func (p *Pages) takeMeeting(c *gin.Context, a access.Actor, page meetingFormPage, keep func(programme.MeetingFields, form) (programme.Meeting, error)) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	stored := meetingRow{page.Meeting}.Stored(page.Others)
	if err := p.hold(c, a, &page, f); err != nil {
		return err
	}
	deed, at, _ := strings.Cut(f.Value("do"), " ")
	switch deed {
	case "add":
		err = p.addNamed(c, a, &f, &page.Others, &page.Found)
	case "out":
		page.Others = slices.DeleteFunc(page.Others, func(x access.Person) bool { return x.ID == idOf(at) })
	default:
		var kept programme.Meeting
		fields := page.fields(&f)
		if err = f.mistyped(); err == nil {
			kept, err = keep(fields, f)
		}
		if err == nil {
			return p.see(c, here("meetings", kept.ID, "?done=meeting"))
		}
	}
	page.Form = f
	switch {
	case err == nil:
		return p.render(c, http.StatusOK, "meeting_form", page)
	case fault.CodeOf(err) == fault.Stale:
		f.refuse("", "Somebody changed this meeting after you opened the page. What is stored now stands below: look at it, then send this again.")
		page.Match, page.Stored = page.Meeting.Revision, stored
	case !f.blamed(err, map[string]string{"person_ids": "who", "enrolment_ids": "", "duplicate_email": "email", "archived": ""}):
		return err
	}
	p.note(c, err)
	page.Form = f
	return p.render(c, statusAfter(err), "meeting_form", page)
}

// hold takes over into the page who was chosen in the form.
func (p *Pages) hold(c *gin.Context, a access.Actor, page *meetingFormPage, f form) (err error) {
	chosen := idsOf(f.Typed["enrolment"])
	for i := range page.Seats {
		page.Seats[i].Chosen = slices.Contains(chosen, page.Seats[i].Enrolment)
	}
	if page.Match > 0 {
		page.Match = int64(revisionOf(f.Value("revision")))
	}
	page.Others, err = p.namedPeople(c, a, idsOf(f.Typed["present"]))
	return err
}

func (m meetingFormPage) fields(f *form) programme.MeetingFields {
	fields := programme.MeetingFields{Kind: programme.MeetingKind(f.Value("kind")), On: f.date("on")}
	for _, s := range m.Seats {
		if s.Chosen {
			fields.Enrolments = append(fields.Enrolments, s.Enrolment)
		}
	}
	for _, x := range m.Others {
		fields.People = append(fields.People, x.ID)
	}
	return fields
}

// Stored says in a line what is stored of a meeting.
func (m meetingRow) Stored(others []access.Person) string {
	parts := []string{m.Name() + ", " + dayOf(m.On), m.Who()}
	if len(others) > 0 {
		names := make([]string, len(others))
		for i, x := range others {
			names[i] = x.Name
		}
		parts = append(parts, listed(names))
	}
	return strings.Join(parts, "; ")
}
