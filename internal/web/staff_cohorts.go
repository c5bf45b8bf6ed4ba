package web

import (
	"net/url"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

func (p *Pages) mountCohorts(to routes) {
	to.form("/programmes/:id/cohorts/new", p.newCohortPage)
	to.show("/cohorts/:id", p.board)
	to.form("/cohorts/:id/edit", p.cohortPage)
	to.show("/cohorts/:id/state", shown(p, "cohort_state", p.statePage))
	to.take("/cohorts/:id/state", p.moveCohort)
}

func askedCohort(f form) []group {
	return []group{{Fields: []field{
		f.Field("name", "Name of the cohort", "text", "", "Such as the year, or the place."),
		f.Field("starts_on", "First day", "date", ""),
		f.Field("ends_on", "Last day", "date", ""),
		f.Field("panel_on", "Day of the closing panel", "date", "", "Certificates bear this date, unless another is set."),
	}}}
}

// askedCohortChange asks also what is of no use for a cohort that is just begun.
func askedCohortChange(f form) []group {
	return append(askedCohort(f), group{Heading: "For other systems, and for the archive", Fields: []field{
		f.Field("external_id", "What another system calls it", "text", "off", "May stay empty."),
		f.Tick("archived", "Archived", "Nothing new can be begun in it then. Nothing is lost, and its certificates stay valid."),
	}})
}

// cohort reads what was typed of a cohort.
func (f *form) cohort() programme.CohortFields {
	return programme.CohortFields{
		Name: f.Value("name"), StartsOn: f.date("starts_on"), EndsOn: f.date("ends_on"), PanelOn: f.date("panel_on"),
		ExternalID: f.Value("external_id"), Archived: f.Value("archived") != "",
	}
}

func (p *Pages) newCohortPage(c *gin.Context, a access.Actor) (formPage, error) {
	x, err := p.staffedProgramme(c, a)
	return formPage{
		view: p.inside(c, a, "Add a cohort", toProgrammes, crumb{x.Name, here("programmes", x.ID, "")}), Button: "Add the cohort", Ask: askedCohort,
		Lead: "One run of “" + x.Name + "”. Only the name is needed now.",
		Do: func(f *form) (string, error) {
			fields := f.cohort()
			if err := f.mistyped(); err != nil {
				return "", err
			}
			made, err := p.Programmes.CreateCohort(c.Request.Context(), a, x.ID, fields)
			return here("cohorts", made.ID, "?done=cohort"), err
		},
		Reasons: map[string]string{"archived": ""},
	}, err
}

// trailTo leads to a cohort from home.
func (p *Pages) trailTo(c *gin.Context, a access.Actor, x programme.Cohort) ([]crumb, error) {
	of, err := p.Programmes.Programme(c.Request.Context(), a, x.ProgrammeID)
	return []crumb{toProgrammes, {of.Name, here("programmes", of.ID, "")}, {x.Name, here("cohorts", x.ID, "")}}, err
}

func (p *Pages) cohortPage(c *gin.Context, a access.Actor) (formPage, error) {
	x, err := p.staffedCohort(c, a)
	if err != nil {
		return formPage{}, err
	}
	trail, err := p.trailTo(c, a, x)
	path := here("cohorts", x.ID, "")
	page := formPage{
		view: p.inside(c, a, "Name and days of "+x.Name, trail...), Button: "Keep the cohort",
		Back: crumb{"Back to the cohort", path}, Ask: askedCohortChange, Revision: x.Revision,
		Do: func(f *form) (string, error) {
			typed := f.cohort()
			if err := f.mistyped(); err != nil {
				return "", err
			}
			_, err := p.Programmes.ChangeCohort(c.Request.Context(), a, x.ID, revisionOf(f.Value("revision")), func(x *programme.CohortFields) {
				typed.State = x.State
				*x = typed
			})
			return path + "?done=cohort-kept", err
		},
	}
	page.Form.Typed = url.Values{"name": {x.Name}, "starts_on": {x.StartsOn.String()}, "ends_on": {x.EndsOn.String()}, "panel_on": {x.PanelOn.String()}, "external_id": {x.ExternalID}}
	if x.Archived {
		page.Form.Typed.Set("archived", "yes")
	}
	return page, err
}

// cohortStates are what cohorts become, and what that means.
var cohortStates = []option{
	{string(programme.Planned), "Planned"}, {string(programme.Running), "Running"},
	{string(programme.Assessing), "Assessing: the year is over, feedback and certificates are being written"},
	{string(programme.Closed), "Closed: everybody's outcome is settled, and nobody can be enrolled any more"},
}

// statePage asks what a cohort becomes.
type statePage struct {
	formPage
	Cohort programme.Cohort
	Open   []programme.Enrolment // whose outcome is open
}

func (p *Pages) statePage(c *gin.Context, a access.Actor) (statePage, error) {
	x, err := p.staffedCohort(c, a)
	if err != nil {
		return statePage{}, err
	}
	trail, err := p.trailTo(c, a, x)
	if err != nil {
		return statePage{}, err
	}
	page := statePage{Cohort: x}
	path := here("cohorts", x.ID, "")
	page.formPage = formPage{
		view:   p.inside(c, a, "Where "+x.Name+" stands", trail...).sentTo(path + "/state"),
		Button: "Move the cohort", Back: crumb{"Back to the cohort", path}, Revision: x.Revision,
		Ask: func(f form) []group { return []group{{Fields: []field{f.Choose("state", "State", cohortStates)}}} },
	}
	page.Form.Typed = url.Values{"state": {string(x.State)}}
	for _, state := range []programme.EnrolmentState{programme.Invited, programme.Active} {
		list, err := p.Programmes.ListEnrolments(c.Request.Context(), a, programme.EnrolmentFilter{Cohort: x.ID, State: state}, wholePage)
		if err != nil {
			return page, err
		}
		page.Open = append(page.Open, list.Items...)
	}
	return page, nil
}

func (p *Pages) moveCohort(c *gin.Context, a access.Actor) error {
	page, err := p.statePage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	_, err = p.Programmes.ChangeCohort(c.Request.Context(), a, page.Cohort.ID, revisionOf(f.Value("revision")), func(x *programme.CohortFields) {
		x.State = programme.CohortState(f.Value("state"))
	})
	switch {
	case err == nil:
		return p.see(c, here("cohorts", page.Cohort.ID, "?done=moved"))
	case fault.ReasonOf(err) == "outcomes_open":
		f.refuse("state", "Some participants have no outcome yet: they are listed below. Settle each, then close the cohort.")
	case fault.CodeOf(err) == fault.Stale:
		f.Stored = page.Form.Typed
		f.refuse("", "Somebody changed this cohort after you opened the page. How it stands now is said beside what you chose: look at it, then send this again.")
	case !f.blame(err, nil):
		return err
	}
	page.Form = f
	return p.render(c, statusAfter(err), "cohort_state", page)
}
