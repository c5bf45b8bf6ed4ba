package web

import (
	"testamur/internal/access"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// staffs fails as the policy does when somebody is not staff of the programme: its pages are the office's, though others may
// read parts of what they show.
func staffs(a access.Actor, programme uuid.UUID) error {
	return a.PermitOn(access.OpUpdateProgramme, access.Object{Kind: "programme", Programme: programme})
}

// staffedProgramme gives the programme that the address names to somebody who is staff of it; the others give what else addresses name.
func (p *Pages) staffedProgramme(c *gin.Context, a access.Actor) (programme.Programme, error) {
	id := idOf(c.Param("id"))
	if err := staffs(a, id); err != nil {
		return programme.Programme{}, err
	}
	return p.Programmes.Programme(c.Request.Context(), a, id)
}

func (p *Pages) staffedCohort(c *gin.Context, a access.Actor) (programme.Cohort, error) {
	x, err := p.Programmes.Cohort(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil {
		err = staffs(a, x.ProgrammeID)
	}
	return x, err
}

func (p *Pages) staffedEnrolment(c *gin.Context, a access.Actor) (programme.Enrolment, error) {
	e, err := p.Programmes.Enrolment(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil {
		err = staffs(a, e.ProgrammeID)
	}
	return e, err
}

func (p *Pages) staffedTheme(c *gin.Context, a access.Actor) (programme.Theme, error) {
	t, err := p.Programmes.Theme(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil {
		err = staffs(a, t.ProgrammeID)
	}
	return t, err
}
