package web

import (
	"net/http"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// addStaff makes somebody whom the installation knows staff of a programme.
func (p *Pages) addStaff(c *gin.Context, a access.Actor) error {
	f, err := read(c, "staff")
	if err != nil {
		return err
	}
	person, err := p.personByEmail(c, a, f.Value("email"))
	if err == nil {
		err = p.Access.AddStaff(c.Request.Context(), a, idOf(c.Param("id")), person.ID)
	}
	if err == nil {
		return p.see(c, here("programmes", idOf(c.Param("id")), "?done=staff"))
	}
	if !f.blame(err, nil) {
		return err
	}
	page, failed := p.programmePage(c, a)
	if failed != nil {
		return failed
	}
	page.Form = f
	return p.render(c, http.StatusUnprocessableEntity, "programme", page)
}

// personByEmail finds the one person with an address. It fails as Invalid when there is none.
func (p *Pages) personByEmail(c *gin.Context, a access.Actor, email string) (access.Person, error) {
	if email == "" {
		return access.Person{}, fault.At("/email", "required", "Fill this in.")
	}
	list, err := p.Access.ListPeople(c.Request.Context(), a, access.PersonFilter{Email: email}, wholePage)
	if err != nil {
		return access.Person{}, err
	}
	if len(list.Items) == 0 {
		return access.Person{}, fault.At("/email", "unknown", "Nobody with this address is known here. Add the person first, under People.")
	}
	return list.Items[0], nil
}

func (p *Pages) removeStaff(c *gin.Context, a access.Actor) error {
	id, person := idOf(c.Param("id")), idOf(c.Param("person"))
	if person == uuid.Nil {
		return fault.Missing("person")
	}
	if err := p.Access.RemoveStaff(c.Request.Context(), a, id, person); err != nil {
		return err
	}
	return p.see(c, here("programmes", id, "?done=unstaffed"))
}
