package web

import (
	"net/url"

	"testamur/internal/access"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// mountDetails registers the pages for what is rarely changed.
func (p *Pages) mountDetails(to routes) {
	to.form("/enrolments/:id/edit", p.enrolmentFormPage)
	to.show("/enrolments/:id/themes", shown(p, "own_themes", p.ownThemesPage))
	to.take("/enrolments/:id/themes", p.addOwnTheme)
	to.form("/themes/:id", p.themeFormPage)
	to.form("/assignments/:id", p.dueDayPage)
}

// leaderKinds are the kinds of social learning leader.
var leaderKinds = []option{
	{"", "not said"}, {string(programme.CommunityLeader), "community or network leader"}, {string(programme.SystemsConvener), "systems convener"},
	{string(programme.Sponsor), "sponsor"}, {string(programme.Enabler), "enabler"},
}

// enrolmentFormPage asks for what is known of an enrolment besides where it stands.
func (p *Pages) enrolmentFormPage(c *gin.Context, a access.Actor) (formPage, error) {
	ctx := c.Request.Context()
	e, err := p.staffedEnrolment(c, a)
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
		view: p.insideCohort(c, a, "The enrolment of "+e.PersonName, cohort, x), Revision: e.Revision,
		Button: "Keep the enrolment", Back: crumb{"Back to the participant", path},
		Ask: func(f form) []group {
			return []group{{Fields: []field{
				f.Choose("cohort_id", "Cohort", cohorts, "Project, log and feedback go along into another one."),
				f.Choose("leader_kind", "Kind of leader", leaderKinds), f.Field("scale", "At what scale they work", "text", "off", "In words; may stay empty."),
				f.Field("external_id", "What another system calls this enrolment", "text", "off", "May stay empty."),
			}}}
		},
		Do: func(f *form) (string, error) {
			_, err := p.Programmes.ChangeEnrolment(ctx, a, e.ID, revisionOf(f.Value("revision")), func(x *programme.EnrolmentFields) {
				x.CohortID, x.LeaderKind, x.Scale, x.ExternalID = idOf(f.Value("cohort_id")), programme.LeaderKind(f.Value("leader_kind")), f.Value("scale"), f.Value("external_id")
			})
			return path + "?done=details", err
		},
		Reasons: map[string]string{"cohort_closed": "cohort_id", "archived": "cohort_id", "person_id": "cohort_id"},
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

// dueDayPage asks until when an assessor is to write.
func (p *Pages) dueDayPage(c *gin.Context, a access.Actor) (formPage, error) {
	ctx := c.Request.Context()
	x, err := p.Programmes.Assignment(ctx, a, idOf(c.Param("id")))
	if err == nil {
		err = staffs(a, x.ProgrammeID)
	}
	if err != nil {
		return formPage{}, err
	}
	e, err := p.Programmes.Enrolment(ctx, a, x.EnrolmentID)
	if err != nil {
		return formPage{}, err
	}
	back := here("enrolments", x.EnrolmentID, "")
	v, err := p.insideEnrolment(c, a, "When is the feedback due?", e)
	page := formPage{
		view: v, Kicker: "Feedback on " + e.PersonName, Revision: x.Revision, Button: "Keep the day", Back: crumb{"Back to the participant", back},
		Ask: func(f form) []group {
			return []group{{Fields: []field{f.Field("due_on", "Feedback is due on", "date", "off", "May stay empty.")}}}
		},
		Do: func(f *form) (string, error) {
			day := f.date("due_on")
			if err := f.mistyped(); err != nil {
				return "", err
			}
			_, err := p.Programmes.ChangeAssignment(ctx, a, x.ID, revisionOf(f.Value("revision")), func(x *programme.AssignmentFields) { x.DueOn = day })
			return back + "?done=details#assessors", err
		},
	}
	page.Form.Typed = url.Values{"due_on": {x.DueOn.String()}}
	return page, err
}
