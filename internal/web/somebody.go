package web

import (
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// maxFound is how many people a search offers for choosing.
const maxFound = 20

// somebody gives the person whom a form names: the one that was chosen in "person", or whom "who" finds by address or name;
// with "new" ticked, or an address that nobody has and a name beside it, somebody new. Several people whom it fits are given
// to choose from, and none is a mistake at "who".
func (p *Pages) somebody(c *gin.Context, a access.Actor, f *form) (access.Person, []access.Person, error) {
	ctx, who := c.Request.Context(), strings.TrimSpace(f.Value("who"))
	if id := idOf(f.Value("person")); id != uuid.Nil {
		chosen, err := p.Access.Person(ctx, a, id)
		return chosen, nil, err
	}
	if f.Value("new") != "" {
		made, err := p.Access.CreatePerson(ctx, a, access.PersonFields{Name: f.Value("name"), Email: f.Value("email")})
		return made, nil, err
	}
	if who == "" {
		f.refuse("who", "Type a name or an e-mail address.")
		return access.Person{}, nil, errMistyped
	}
	list, err := p.Access.ListPeople(ctx, a, access.PersonFilter{Search: who, Archived: new(bool)}, record.Page{Limit: maxFound})
	if err != nil {
		return access.Person{}, nil, err
	}
	for _, x := range list.Items {
		if strings.EqualFold(x.Email, who) || (len(list.Items) == 1 && x.Name == who) {
			return x, nil, nil
		}
	}
	if len(list.Items) == 0 {
		f.refuse("who", "Nobody of that name or address is known here. Say below that they are new, with their name.")
		return access.Person{}, nil, errMistyped
	}
	f.refuse("", "Choose whom you mean.")
	return access.Person{}, list.Items, fault.New(fault.Invalid, "several", "Choose whom you mean.")
}
