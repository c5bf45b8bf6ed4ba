package web

import (
	"net/http"
	"net/url"
	"strings"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

func (p *Pages) mountPeople(to routes) {
	to.show("/people", p.people)
	to.form("/people/new", p.newPersonPage)
	to.show("/people/:id", shown(p, "person", p.personPage))
	to.take("/people/:id", p.changePerson)
	to.take("/people/:id/invite", p.invite)
	to.take("/people/:id/account", p.changeAccount)
}

// peoplePage is the list of people, or those that a search finds.
type peoplePage struct {
	view
	Search string
	People []access.Person
	More   string // the query that shows the next ones; "" when there are none
}

func (p *Pages) people(c *gin.Context, a access.Actor) error {
	search := strings.TrimSpace(c.Query("search"))
	list, err := p.Access.ListPeople(c.Request.Context(), a, access.PersonFilter{Search: search, Archived: new(bool)}, after(c))
	if err != nil {
		return err
	}
	page := peoplePage{view: p.inside(c, a, "People"), Search: search, People: list.Items}
	if n := len(list.Items); list.More {
		page.More = "?" + url.Values{"search": {search}, "after": {list.Items[n-1].ID.String()}}.Encode()
	}
	return p.render(c, http.StatusOK, "people", page)
}

var toPeople = crumb{"People", "/people"}

func askedPerson(f form) []group {
	return []group{{Fields: []field{
		f.Field("name", "Name", "text", "off", "As it is to be printed."),
		f.Field("email", "E-mail address", "email", "off", "Invitations and links go there."),
		f.Field("job_title", "Title", "text", "off", "Stands under their signature."),
		f.Field("organisation", "Organisation", "text", "off"),
		f.Field("language", "Language", "text", "off", "Its code: en for English, de for German. Empty: the programme’s."),
		f.Field("private_email", "Private e-mail address", "email", "off", "For afterwards, when people have changed jobs."),
		f.Field("external_id", "What another system calls them", "text", "off", "May stay empty."),
	}}}
}

// askedPersonChange asks also what is of no use for somebody new.
func askedPersonChange(f form) []group {
	asked := askedPerson(f)
	asked[0].Fields = append(asked[0].Fields, f.Tick("archived", "Archived", "They are found and enrolled no longer. What they wrote and signed stays."))
	return asked
}

// person takes what was typed over into the fields of a person.
func (f form) person(x *access.PersonFields) {
	x.Name, x.Email, x.JobTitle = f.Value("name"), f.Value("email"), f.Value("job_title")
	x.Organisation, x.Language = f.Value("organisation"), f.Value("language")
	x.PrivateEmail, x.ExternalID, x.Archived = f.Value("private_email"), f.Value("external_id"), f.Value("archived") != ""
}

func (p *Pages) newPersonPage(c *gin.Context, a access.Actor) (formPage, error) {
	return formPage{
		view: p.inside(c, a, "Add a person", toPeople), Button: "Add the person", Ask: askedPerson,
		Do: func(f *form) (string, error) {
			var fields access.PersonFields
			f.person(&fields)
			made, err := p.Access.CreatePerson(c.Request.Context(), a, fields)
			return here("people", made.ID, "?done=person"), err
		},
		Reasons: map[string]string{"duplicate_email": "email"},
	}, a.Permit(access.OpCreatePerson)
}

// personPage is a person with their account.
type personPage struct {
	formPage
	Person  access.Person
	Account *account.Account // nil: none
	MayShut bool
	Proof   bool // it takes a fresh proof first
}

func (p *Pages) personPage(c *gin.Context, a access.Actor) (personPage, error) {
	ctx, id := c.Request.Context(), idOf(c.Param("id"))
	var page personPage
	if err := a.Permit(access.OpListPeople); err != nil {
		return page, err
	}
	x, err := p.Access.Person(ctx, a, id)
	if err != nil {
		return page, err
	}
	page.Person, page.MayShut, page.Proof = x, a.Role == access.RoleAdmin, !a.Fresh
	page.formPage = formPage{
		view: p.inside(c, a, x.Name, toPeople).sentTo(here("people", id, "")), Button: "Keep the person", Ask: askedPersonChange, Revision: x.Revision,
	}
	page.Form.Typed = url.Values{"name": {x.Name}, "email": {x.Email}, "job_title": {x.JobTitle}, "organisation": {x.Organisation}, "language": {x.Language}, "private_email": {x.PrivateEmail}, "external_id": {x.ExternalID}}
	if x.Archived {
		page.Form.Typed.Set("archived", "yes")
	}
	found, err := p.Accounts.Account(ctx, a, id)
	if err == nil {
		page.Account = &found
	} else if fault.CodeOf(err) != fault.NotFound {
		return page, err
	}
	return page, nil
}

// personReasons are the fields that refusals of a change are about.
var personReasons = map[string]string{"duplicate_email": "email", "address_proves": "email", "tied_elsewhere": ""}

func (p *Pages) changePerson(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id := idOf(c.Param("id"))
	_, err = p.Access.ChangePerson(c.Request.Context(), a, id, revisionOf(f.Value("revision")), f.person)
	if err == nil {
		return p.see(c, here("people", id, "?done=person"))
	}
	page, failed := p.personPage(c, a)
	if failed != nil {
		return failed
	}
	return p.mend(c, err, f, page.formPage, personReasons)
}

func (p *Pages) invite(c *gin.Context, a access.Actor) error {
	id := idOf(c.Param("id"))
	_, err := p.Accounts.Invite(c.Request.Context(), a, id, account.Invitation{})
	return p.aboutAccount(c, a, id, err, "?done=invited")
}

// changeAccount shuts an account or opens it again.
func (p *Pages) changeAccount(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id := idOf(c.Param("id"))
	_, err = p.Accounts.ChangeAccount(c.Request.Context(), a, id, revisionOf(f.Value("revision")), func(x *account.Fields) {
		x.Disabled = f.Value("disabled") == "yes"
	})
	return p.aboutAccount(c, a, id, err, "?done=account")
}

// aboutAccount goes back to the person, or shows what was refused there.
func (p *Pages) aboutAccount(c *gin.Context, a access.Actor, id uuid.UUID, err error, done string) error {
	if err == nil {
		return p.see(c, here("people", id, done))
	}
	page, failed := p.personPage(c, a)
	if failed != nil {
		return failed
	}
	switch fault.CodeOf(err) {
	case fault.Conflict, fault.Stale, fault.Forbidden:
	default:
		return err
	}
	p.note(c, err)
	page.Form.refuse("", messageOf(err))
	return p.render(c, statusAfter(err), "person", page)
}
