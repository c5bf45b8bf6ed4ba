package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// signatoriesPage is the form that says who signs, in which order, and how they are printed.
type signatoriesPage struct {
	view
	desk
	Named  []certificate.Signatory // as typed, or as stored when nothing was
	Match  int64                   // the revision that the form is about
	Now    []certificate.Signatory // what is stored, when somebody else changed it meanwhile
	Found  []access.Person         // several people whom a name fits
	Offers []signatoryOffer        // who can be named by one press
	Moved  bool                    // the form was rearranged and is not kept yet
}

func (p *Pages) signatoriesPage(c *gin.Context, a access.Actor) (page signatoriesPage, err error) {
	if page.desk, err = p.desk(c, a); err != nil {
		return page, err
	}
	if !page.Composes() && page.State != certificate.Signing {
		return page, fault.New(fault.Conflict, "certificate_state", "Who signs a certificate that is %s cannot be changed.", word(page.State))
	}
	page.view = p.insideDesk(c, a, page.desk, "Who signs", true)
	page.Named, page.Match = page.Signatories, page.Revision
	page.Form.Typed = typedSignatories(page.Named)
	return page, nil
}

func (p *Pages) askSignatories(c *gin.Context, a access.Actor) error {
	page, err := p.signatoriesPage(c, a)
	if err != nil {
		return err
	}
	return p.renderSignatories(c, a, http.StatusOK, page)
}

// changeSignatories keeps them; or, when one of the buttons for that was pressed, rearranges the form and keeps nothing yet.
func (p *Pages) changeSignatories(c *gin.Context, a access.Actor) error {
	page, err := p.signatoriesPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	page.Match, page.Named = int64(revisionOf(f.Value("revision"))), namedIn(f)
	deed, at, _ := strings.Cut(f.Value("do"), "-")
	switch deed {
	case "":
		return p.keepSignatories(c, a, page, f)
	case "add":
		return p.addSignatory(c, a, page, f)
	case "offer", "suggested":
		return p.takeOffer(c, a, page, f)
	}
	if i, err := strconv.Atoi(at); err == nil && i >= 0 && i < len(page.Named) {
		page.Named = shifted(page.Named, i, deed)
	}
	return p.rearranged(c, a, page)
}

func (p *Pages) keepSignatories(c *gin.Context, a access.Actor, page signatoriesPage, f form) error {
	_, err := p.Certificates.PutSignatories(c.Request.Context(), a, page.ID, revisionOf(f.Value("revision")), slices.Clone(page.Named))
	if err == nil {
		return p.see(c, page.Path()+"?done=signatories#signing")
	}
	fields := map[string]string{"already_signed": "", "certificate_state": "", "in_progress": "", "signatories": "who"}
	for i := range page.Named {
		fields["signatories-"+strconv.Itoa(i)+"-person_id"] = "signatories-" + strconv.Itoa(i) + "-name"
	}
	if fault.CodeOf(err) == fault.Stale {
		f.refuse("", "Somebody changed this certificate after you opened the page. Who is stored now stands below: look at it, then send this again.")
		page.Match, page.Now = page.Revision, page.Signatories
	} else if !f.blame(err, fields) {
		return err
	}
	p.note(c, err)
	page.Form = f
	return p.renderSignatories(c, a, statusAfter(err), page)
}

// addSignatory puts somebody at the end of the form.
func (p *Pages) addSignatory(c *gin.Context, a access.Actor, page signatoriesPage, f form) error {
	who, found, err := p.somebody(c, a, &f)
	return p.nameSignatory(c, a, page, f, who, uuid.Nil, found, err)
}

// nameSignatory names somebody in the form, in the place of another or at the end, and keeps nothing yet. Where err says that they
// are not known, or not for certain, they are asked for instead.
func (p *Pages) nameSignatory(c *gin.Context, a access.Actor, page signatoriesPage, f form, who access.Person, instead uuid.UUID, found []access.Person, err error) error {
	if err == nil && instead == uuid.Nil && len(page.Named) >= programme.MaxSignatories {
		f.refuse("who", "At most "+strconv.Itoa(programme.MaxSignatories)+" people sign a certificate.")
		err = errMistyped
	}
	if err != nil {
		if !f.blamed(err, map[string]string{"duplicate_email": "email"}) {
			return err
		}
		page.Form, page.Found = f, found
		return p.renderSignatories(c, a, http.StatusUnprocessableEntity, page)
	}
	page.place(who, instead)
	return p.rearranged(c, a, page)
}

// rearranged shows the form as it stands now, which is not kept yet.
func (p *Pages) rearranged(c *gin.Context, a access.Actor, page signatoriesPage) error {
	page.Form, page.Moved = form{Typed: typedSignatories(page.Named)}, true
	return p.renderSignatories(c, a, http.StatusOK, page)
}

// signatoryField names a field as the use case points at it.
func signatoryField(i int, what string) string {
	return "signatories-" + strconv.Itoa(i) + "-" + what
}

func typedSignatories(named []certificate.Signatory) url.Values {
	v := url.Values{}
	for i, s := range named {
		v.Set(signatoryField(i, "name"), s.Name)
		v.Set(signatoryField(i, "title"), s.Title)
		v.Set(signatoryField(i, "organisation"), s.Organisation)
	}
	return v
}

func namedIn(f form) []certificate.Signatory {
	var named []certificate.Signatory
	for i := 0; f.Typed.Has(signatoryField(i, "person")); i++ {
		named = append(named, certificate.Signatory{
			ID: idOf(f.Value(signatoryField(i, "id"))), PersonID: idOf(f.Value(signatoryField(i, "person"))),
			Name: f.Value(signatoryField(i, "name")), Title: f.Value(signatoryField(i, "title")), Organisation: f.Value(signatoryField(i, "organisation")),
		})
	}
	return named
}

// signatoryPart is a signatory as the form shows one.
type signatoryPart struct {
	certificate.Signatory
	At          int
	Number      int
	First, Last bool
	Fields      []field
}

// Parts are the signatories of the form, with their fields.
func (s signatoriesPage) Parts() []signatoryPart {
	parts := make([]signatoryPart, len(s.Named))
	for i, x := range s.Named {
		parts[i] = signatoryPart{Signatory: x, At: i, Number: i + 1, First: i == 0, Last: i == len(s.Named)-1, Fields: []field{
			s.Form.Field(signatoryField(i, "name"), "Name", "text", "off"),
			s.Form.Field(signatoryField(i, "title"), "Title", "text", "off", "May stay empty."),
			s.Form.Field(signatoryField(i, "organisation"), "Organisation", "text", "off", "May stay empty."),
		}}
	}
	return parts
}

// shifted moves an item of a list up or down, or takes it out.
func shifted[T any](list []T, at int, deed string) []T {
	switch {
	case deed == "out":
		return slices.Delete(list, at, at+1)
	case deed == "up" && at > 0:
		list[at-1], list[at] = list[at], list[at-1]
	case deed == "down" && at < len(list)-1:
		list[at+1], list[at] = list[at], list[at+1]
	}
	return list
}
