package web

import (
	"net/http"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// assign makes somebody assessor of a participant: found by address or name, or added by name and address.
func (p *Pages) assign(c *gin.Context, a access.Actor) error {
	id := idOf(c.Param("id"))
	page, err := p.enrolmentPage(c, a, id)
	if err != nil {
		return err
	}
	f, err := read(c, "assign")
	if err != nil {
		return err
	}
	fields := programme.AssignmentFields{DueOn: f.date("due_on")}
	var who access.Person
	if err = f.mistyped(); err == nil {
		who, page.Found, err = p.somebody(c, a, &f)
	}
	if err == nil {
		_, err = p.Programmes.Assign(c.Request.Context(), a, id, who.ID, fields)
	}
	if err == nil {
		return p.see(c, here("enrolments", id, "?done=assigned#assessors"))
	}
	if !f.blamed(err, map[string]string{"assessor_id": "who", "already_assigned": "who", "archived": "who"}) {
		return err
	}
	page.Assign, page.Form = f, f
	return p.render(c, http.StatusUnprocessableEntity, "enrolment", page)
}

// blamed is blame for a form in which mistakes may have been found already.
func (f *form) blamed(err error, fields map[string]string) bool {
	return len(f.Mistakes) > 0 || f.blame(err, fields)
}

// endAssignment ends one; what was written stays.
func (p *Pages) endAssignment(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	x, err := p.Programmes.ChangeAssignment(c.Request.Context(), a, idOf(c.Param("id")), revisionOf(f.Value("revision")), func(x *programme.AssignmentFields) {
		x.Archived = true
	})
	if err != nil && fault.CodeOf(err) != fault.Stale {
		return err
	}
	if err != nil { // ended twice, or changed meanwhile: the page shows which
		if x, err = p.Programmes.Assignment(c.Request.Context(), a, idOf(c.Param("id"))); err != nil {
			return err
		}
	}
	return p.see(c, here("enrolments", x.EnrolmentID, "?done=ended#assessors"))
}
