package web

import (
	"net/http"

	"testamur/internal/access"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// enrolPage asks who is to be enrolled.
type enrolPage struct {
	view
	Cohort    programme.Cohort
	Programme programme.Programme
	Found     []access.Person // several whom a name fits
}

func (p *Pages) enrolPage(c *gin.Context, a access.Actor) (enrolPage, error) {
	cohort, err := p.staffedCohort(c, a)
	if err != nil {
		return enrolPage{}, err
	}
	x, err := p.Programmes.Programme(c.Request.Context(), a, cohort.ProgrammeID)
	path := here("cohorts", cohort.ID, "")
	return enrolPage{
		Cohort: cohort, Programme: x,
		view: p.inside(c, a, "Enrol a participant", toProgrammes, crumb{x.Name, here("programmes", x.ID, "")}, crumb{cohort.Name, path}).sentTo(path + "/enrol"),
	}, err
}

func (p *Pages) enrol(c *gin.Context, a access.Actor) error {
	page, err := p.enrolPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	var who access.Person
	who, page.Found, err = p.somebody(c, a, &f)
	if err == nil {
		_, err = p.Programmes.Enrol(c.Request.Context(), a, who.ID, programme.EnrolmentFields{CohortID: page.Cohort.ID})
	}
	if err == nil {
		return p.see(c, here("cohorts", page.Cohort.ID, "?done=enrolled"))
	}
	if !f.blamed(err, map[string]string{"person_id": "who", "already_enrolled": "who", "cohort_closed": "", "archived": "who", "duplicate_email": "email"}) {
		return err
	}
	page.Form = f
	return p.render(c, http.StatusUnprocessableEntity, "enrol", page)
}
