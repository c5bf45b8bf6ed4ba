package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// spokenFields says which field a refusal is about.
var spokenFields = map[string]string{"assessor_id": "assessor", "not_assigned": "assessor", "theme_id": "theme", "meeting_id": "meeting", "feedback_state": ""}

// spokenForm asks for the words of somebody else: whose, under which heading, at which meeting. It is one formPage for a new
// text and one for a change; whose words they are does not change.
func (p *Pages) spokenForm(c *gin.Context, a access.Actor, e programme.Enrolment, speakers []option) (formPage, error) {
	themes, err := p.themeOptions(c, a, e)
	if err != nil {
		return formPage{}, err
	}
	meetings, err := p.meetingOptions(c, a, e)
	page := formPage{Kicker: "On " + e.PersonName, Button: "Keep as a draft", Reasons: spokenFields, Ask: func(f form) []group {
		var fields []field
		if len(speakers) > 0 {
			fields = append(fields, f.Choose("assessor", "Who said it", speakers, "The assessors of "+e.PersonName+"."))
		}
		fields = append(fields, f.Choose("theme", "Heading", themes), f.Choose("meeting", "At which meeting", meetings),
			f.Area("text", "What they said", 12, "As they said it, as near as you can. "+strings.Join(prompts, " ")+" "+howToWrite))
		return []group{{Fields: fields}}
	}}
	return page, err
}

func (p *Pages) themeOptions(c *gin.Context, a access.Actor, e programme.Enrolment) ([]option, error) {
	list, err := p.Programmes.ListThemes(c.Request.Context(), a, programme.ThemeFilter{Programme: e.ProgrammeID, Enrolment: e.ID}, wholePage)
	options := []option{{"", "None: on everything"}}
	for _, t := range inOrder(list.Items) {
		if !t.Archived {
			options = append(options, option{t.ID.String(), t.Heading})
		}
	}
	return options, err
}

// meetingOptions are the meetings of the cohort, the latest first.
func (p *Pages) meetingOptions(c *gin.Context, a access.Actor, e programme.Enrolment) ([]option, error) {
	list, err := p.Programmes.ListMeetings(c.Request.Context(), a, programme.MeetingFilter{Cohort: e.CohortID, Archived: new(bool)}, wholePage)
	slices.SortStableFunc(list.Items, func(m, n programme.Meeting) int { return compareDue(n.On, m.On) })
	options := []option{{"", "None, or one not noted"}}
	for _, m := range list.Items {
		options = append(options, option{m.ID.String(), meetingRow{m}.Called()})
	}
	return options, err
}

// newSpoken asks for a new text on the participant that the address names.
func (p *Pages) newSpoken(c *gin.Context, a access.Actor) (formPage, error) {
	e, err := p.Programmes.Enrolment(c.Request.Context(), a, idOf(c.Query("enrolment")))
	if err == nil {
		err = staffs(a, e.ProgrammeID)
	}
	if err != nil {
		return formPage{}, err
	}
	speakers, err := p.speakers(c, a, e)
	if err != nil {
		return formPage{}, err
	}
	page, err := p.spokenForm(c, a, e, speakers)
	if err != nil {
		return page, err
	}
	if page.view, err = p.insideEnrolment(c, a, "Take down what an assessor said", e); err != nil {
		return page, err
	}
	page.Lead = "For experts who speak and do not fill in forms. It is marked as taken down, and may be quoted once they have confirmed that these are their words."
	query := url.Values{"enrolment": {e.ID.String()}}
	page.Form.Typed = url.Values{"assessor": {speakers[0].Value}}
	page.Back = crumb{"Back to " + e.PersonName, here("enrolments", e.ID, "#assessors")}
	if m := idOf(c.Query("meeting")); m != uuid.Nil {
		query.Set("meeting", m.String())
		page.Form.Typed.Set("meeting", m.String())
		page.Back = crumb{"Back to the meeting", here("meetings", m, "/spoken")}
	}
	page.view = page.sentTo("/spoken/new?" + query.Encode())
	page.Do = func(f *form) (string, error) { return p.addSpoken(c.Request.Context(), a, e, f) }
	return page, nil
}

// errNoSpeaker is why nothing can be taken down on a participant.
const errNoSpeaker = "no_speaker"

// speakers are the assessors of a participant but for the reader, who writes at their own desk. It fails when there is none.
func (p *Pages) speakers(c *gin.Context, a access.Actor, e programme.Enrolment) ([]option, error) {
	list, err := p.Programmes.ListAssignments(c.Request.Context(), a, programme.AssignmentFilter{Enrolment: e.ID, Archived: new(bool)}, wholePage)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, x := range list.Items {
		if x.AssessorID != a.Person {
			ids = append(ids, x.AssessorID)
		}
	}
	people, err := p.namedPeople(c, a, ids)
	options := []option{{"", "Choose"}}
	for _, x := range people {
		options = append(options, option{x.ID.String(), x.Name})
	}
	switch {
	case err == nil && len(people) == 0:
		err = fault.New(fault.Conflict, errNoSpeaker, "Nobody else assesses %s yet. Make whoever spoke an assessor first.", e.PersonName)
	case len(people) == 1:
		options = options[1:]
	}
	return options, err
}

func (p *Pages) askSpoken(c *gin.Context, a access.Actor) error {
	err := p.askForm(c, a, p.newSpoken)
	if fault.ReasonOf(err) != errNoSpeaker {
		return err
	}
	e, failed := p.Programmes.Enrolment(c.Request.Context(), a, idOf(c.Query("enrolment")))
	if failed != nil {
		return failed
	}
	return p.nobodySpeaks(c, a, e, err)
}

// nobodySpeaks leads to where an assessor is named.
func (p *Pages) nobodySpeaks(c *gin.Context, a access.Actor, e programme.Enrolment, err error) error {
	v, failed := p.insideEnrolment(c, a, "Name an assessor first", e)
	if failed != nil {
		return failed
	}
	return p.render(c, http.StatusOK, "notice", notice{view: v, Lines: []string{messageOf(err)}, Path: here("enrolments", e.ID, "#assessors"), Go: "Go to the assessors of " + e.PersonName})
}

func (f form) spoken() programme.FeedbackFields {
	return programme.FeedbackFields{ThemeID: idOf(f.Value("theme")), MeetingID: idOf(f.Value("meeting")), Text: f.Value("text")}
}

func (p *Pages) addSpoken(ctx context.Context, a access.Actor, e programme.Enrolment, f *form) (string, error) {
	who := idOf(f.Value("assessor"))
	switch {
	case who == uuid.Nil:
		f.refuse("assessor", "Choose whose words these are.")
	case a.Is(who):
		f.refuse("assessor", "What you say yourself you write under “On whom you write”.")
	}
	if err := f.mistyped(); err != nil {
		return "", err
	}
	made, err := p.Programmes.WriteFeedback(ctx, a, e.ID, who, f.spoken())
	return here("spoken", made.ID, "?done=spoken"), err
}

// changeSpoken asks for the changes of one that is there, for whoever took it down.
func (p *Pages) changeSpoken(c *gin.Context, a access.Actor) (formPage, error) {
	now, err := p.spokenPage(c, a)
	if err == nil && !now.Own {
		err = fault.Missing("feedback").Because(access.ErrRefused)
	}
	if err == nil && now.State == programme.FeedbackWithdrawn {
		err = fault.New(fault.Conflict, "feedback_state", "It was withdrawn, so it cannot be changed.")
	}
	if err != nil {
		return formPage{}, err
	}
	page, err := p.spokenForm(c, a, now.Enrolment, nil)
	page.view, page.Revision, page.Back = now.view, now.Revision, crumb{"Leave it as it is", now.Path()}
	page.Inside.Trail = append(page.Inside.Trail, crumb{now.Title, now.Path()})
	page.Title = "Change what you took down"
	page.view = page.sentTo(now.Path() + "/edit")
	page.Form.Typed = url.Values{"theme": {optional(now.ThemeID)}, "meeting": {optional(now.MeetingID)}, "text": {now.Text}}
	if now.State == programme.FeedbackSubmitted {
		page.Button, page.Lead = "Change what was submitted", now.Assessor+" confirms the new words again. What was quoted by now stays as it was."
	}
	page.Do = func(f *form) (string, error) {
		_, err := p.Programmes.ChangeFeedback(c.Request.Context(), a, now.ID, revisionOf(f.Value("revision")), func(x *programme.FeedbackFields) {
			said := f.spoken()
			x.ThemeID, x.MeetingID, x.Text = said.ThemeID, said.MeetingID, said.Text
		})
		return now.Path() + "?done=spoken-kept", err
	}
	return page, err
}

// optional gives an id as a form holds it.
func optional(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}
