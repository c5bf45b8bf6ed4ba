package web

import (
	"net/url"

	"testamur/internal/access"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// mountDetails registers the pages for what is rarely changed.
func (p *Pages) mountDetails(to routes) {
	to.show("/enrolments/:id/edit", p.askEnrolmentChange)
	to.take("/enrolments/:id/edit", p.changeEnrolment)
	to.show("/enrolments/:id/themes", p.ownThemes)
	to.take("/enrolments/:id/themes", p.addOwnTheme)
	to.show("/themes/:id", p.askThemeChange)
	to.take("/themes/:id", p.changeTheme)
	to.show("/assignments/:id", p.askDueDay)
	to.take("/assignments/:id", p.changeDueDay)
}

// leaderKinds are the kinds of social learning leader.
var leaderKinds = []option{
	{"", "not said"}, {string(programme.CommunityLeader), "community or network leader"}, {string(programme.SystemsConvener), "systems convener"},
	{string(programme.Sponsor), "sponsor"}, {string(programme.Enabler), "enabler"},
}

// enrolmentFormPage asks for what is known of an enrolment besides where it stands.
func (p *Pages) enrolmentFormPage(c *gin.Context, a access.Actor) (formPage, error) {
	e, err := p.Programmes.Enrolment(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil {
		err = staffs(a, e.ProgrammeID)
	}
	if err != nil {
		return formPage{}, err
	}
	cohort, x, err := p.cohortAndProgramme(c, a, e.CohortID)
	if err != nil {
		return formPage{}, err
	}
	cohorts, err := p.cohortOptions(c, a, cohort)
	path := here("enrolments", e.ID, "")
	page := formPage{
		view: p.insideCohort(c, a, "The enrolment of "+e.PersonName, cohort, x).sentTo(path + "/edit"), Revision: e.Revision,
		Button: "Keep the enrolment", Back: crumb{"Back to the participant", path},
		Ask: func(f form) []group {
			return []group{{Fields: []field{
				f.Choose("cohort_id", "Cohort", cohorts, "Project, log and feedback go along into another one."),
				f.Choose("leader_kind", "Kind of leader", leaderKinds), f.Field("scale", "At what scale they work", "text", "off", "In words; may stay empty."),
				f.Field("external_id", "What another system calls this enrolment", "text", "off", "May stay empty."),
			}}}
		},
	}
	page.Inside.Trail = append(page.Inside.Trail, crumb{e.PersonName, path})
	page.Form.Typed = url.Values{"cohort_id": {e.CohortID.String()}, "leader_kind": {string(e.LeaderKind)}, "scale": {e.Scale}, "external_id": {e.ExternalID}}
	return page, err
}

// insideEnrolment is the view of a page below an enrolment.
func (p *Pages) insideEnrolment(c *gin.Context, a access.Actor, title string, e programme.Enrolment) (view, error) {
	cohort, x, err := p.cohortAndProgramme(c, a, e.CohortID)
	v := p.insideCohort(c, a, title, cohort, x)
	v.Inside.Trail = append(v.Inside.Trail, crumb{e.PersonName, here("enrolments", e.ID, "")})
	return v, err
}

// cohortOptions are the cohort and the others into which its participants can go.
func (p *Pages) cohortOptions(c *gin.Context, a access.Actor, now programme.Cohort) ([]option, error) {
	list, err := p.Programmes.ListCohorts(c.Request.Context(), a, programme.CohortFilter{Programme: now.ProgrammeID, Archived: new(bool)}, wholePage)
	options := []option{{now.ID.String(), now.Name}}
	for _, x := range list.Items {
		if x.ID != now.ID && x.State != programme.Closed {
			options = append(options, option{x.ID.String(), x.Name})
		}
	}
	return options, err
}

func (p *Pages) askEnrolmentChange(c *gin.Context, a access.Actor) error {
	page, err := p.enrolmentFormPage(c, a)
	if err != nil {
		return err
	}
	return p.ask(c, page)
}

func (p *Pages) changeEnrolment(c *gin.Context, a access.Actor) error {
	page, err := p.enrolmentFormPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id := idOf(c.Param("id"))
	_, err = p.Programmes.ChangeEnrolment(c.Request.Context(), a, id, revisionOf(f.Value("revision")), func(x *programme.EnrolmentFields) {
		x.CohortID, x.LeaderKind, x.Scale, x.ExternalID = idOf(f.Value("cohort_id")), programme.LeaderKind(f.Value("leader_kind")), f.Value("scale"), f.Value("external_id")
	})
	if err != nil {
		return p.mend(c, err, f, page, map[string]string{"cohort_closed": "cohort_id", "archived": "cohort_id", "person_id": "cohort_id"})
	}
	return p.see(c, here("enrolments", id, "?done=details"))
}

// dueDayPage asks until when an assessor is to write.
func (p *Pages) dueDayPage(c *gin.Context, a access.Actor) (formPage, programme.Assignment, error) {
	x, err := p.Programmes.Assignment(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil {
		err = staffs(a, x.ProgrammeID)
	}
	if err != nil {
		return formPage{}, x, err
	}
	e, err := p.Programmes.Enrolment(c.Request.Context(), a, x.EnrolmentID)
	if err != nil {
		return formPage{}, x, err
	}
	back := here("enrolments", x.EnrolmentID, "")
	v, err := p.insideEnrolment(c, a, "When is the feedback due?", e)
	page := formPage{
		view: v.sentTo(here("assignments", x.ID, "")), Kicker: "Feedback on " + e.PersonName,
		Revision: x.Revision, Button: "Keep the day", Back: crumb{"Back to the participant", back},
		Ask: func(f form) []group {
			return []group{{Fields: []field{f.Field("due_on", "Feedback is due on", "date", "off", "May stay empty.")}}}
		},
	}
	page.Form.Typed = url.Values{"due_on": {x.DueOn.String()}}
	return page, x, err
}

func (p *Pages) askDueDay(c *gin.Context, a access.Actor) error {
	page, _, err := p.dueDayPage(c, a)
	if err != nil {
		return err
	}
	return p.ask(c, page)
}

func (p *Pages) changeDueDay(c *gin.Context, a access.Actor) error {
	page, x, err := p.dueDayPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	day := f.date("due_on")
	if err = f.mistyped(); err == nil {
		_, err = p.Programmes.ChangeAssignment(c.Request.Context(), a, x.ID, revisionOf(f.Value("revision")), func(fields *programme.AssignmentFields) { fields.DueOn = day })
	}
	if err != nil {
		return p.mend(c, err, f, page, nil)
	}
	return p.see(c, here("enrolments", x.EnrolmentID, "?done=details#assessors"))
}
