package web

import (
	"context"
	"net/http"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountErasing registers what administrators do with all that is held on a person: hand out a copy, and erase it.
func (p *Pages) mountErasing(to routes) {
	to.show("/people/:id/copy", p.personsData)
	to.show("/people/:id/erase", p.askErase)
	to.take("/people/:id/erase", p.erase)
}

// personsData sends a copy of all that is held on somebody, while it is gathered.
func (p *Pages) personsData(c *gin.Context, a access.Actor) error {
	return p.Personal.Export(c.Request.Context(), a, idOf(c.Param("id")), &archive{w: c.Writer, name: "personal-data.zip"})
}

// erasePage says what an erasure removes, and what stays.
type erasePage struct {
	view
	Person  access.Person
	Account bool
	Years   []erasedYear
	Assigns int  // how many participants they assess now
	Proof   bool // is needed first
}

// erasedYear is a year in which they took part, with what became of its certificate.
type erasedYear struct {
	Cohort, Programme string
	Project           string              // its title
	Certificates      []erasedCertificate // nothing for none
}

// erasedCertificate is a certificate about them.
type erasedCertificate struct {
	Serial string
	Issued bool // in its lifetime: codes and status stay
	Open   bool // is cancelled, or its correction given up
}

// Issued says whether a certificate was ever issued to them.
func (e erasePage) Issued() bool {
	for _, year := range e.Years {
		for _, x := range year.Certificates {
			if x.Issued {
				return true
			}
		}
	}
	return false
}

// NameHint says what is to be typed.
func (e erasePage) NameHint() string { return "Exactly as it stands here: " + e.Person.Name }

// erasePage is there for administrators: the use case asks them for a fresh proof too, which they give from this page.
func (p *Pages) erasePage(c *gin.Context, a access.Actor) (page erasePage, err error) {
	if a.Role != access.RoleAdmin {
		return page, fault.Missing("person").Because(access.ErrRefused)
	}
	ctx, id := c.Request.Context(), idOf(c.Param("id"))
	if page.Person, err = p.Access.Person(ctx, a, id); err != nil {
		return page, err
	}
	if _, err = p.Accounts.Account(ctx, a, id); err != nil && fault.CodeOf(err) != fault.NotFound {
		return page, err
	}
	page.Account, page.Proof = err == nil, !a.Fresh
	page.view = p.inside(c, a, "Erase "+page.Person.Name+"?", toPeople, crumb{page.Person.Name, here("people", id, "")}).sentTo(here("people", id, "/erase"))
	assigned, err := p.Programmes.ListAssignments(ctx, a, programme.AssignmentFilter{Assessor: id, Archived: new(bool)}, wholePage)
	if err != nil {
		return page, err
	}
	page.Assigns = len(assigned.Items)
	err = p.bringYears(ctx, a, &page)
	return page, err
}

// bringYears brings the years in which they took part: one or two, as a rule.
func (p *Pages) bringYears(ctx context.Context, a access.Actor, page *erasePage) error {
	list, err := p.Programmes.ListEnrolments(ctx, a, programme.EnrolmentFilter{Person: page.Person.ID}, wholePage)
	if err != nil {
		return err
	}
	for _, e := range list.Items {
		year, err := p.erasedYear(ctx, a, e)
		if err != nil {
			return err
		}
		page.Years = append(page.Years, year)
	}
	return nil
}

func (p *Pages) erasedYear(ctx context.Context, a access.Actor, e programme.Enrolment) (year erasedYear, err error) {
	cohort, err := p.Programmes.Cohort(ctx, a, e.CohortID)
	if err != nil {
		return year, err
	}
	in, err := p.Programmes.Programme(ctx, a, e.ProgrammeID)
	if err != nil {
		return year, err
	}
	project, err := p.Programmes.Project(ctx, a, e.ID)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return year, err
	}
	year.Cohort, year.Programme, year.Project = cohort.Name, in.Name, project.Title
	about, err := p.Certificates.List(ctx, a, certificate.Filter{Enrolment: e.ID}, wholePage)
	for _, x := range about.Items {
		open := !x.State.Finished() && x.State != certificate.Cancelled
		year.Certificates = append(year.Certificates, erasedCertificate{x.Serial, x.IssuedID != uuid.Nil, open})
	}
	return year, err
}

func (p *Pages) askErase(c *gin.Context, a access.Actor) error {
	page, err := p.erasePage(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "erase", page)
}

// erase erases them, to the end also when whoever asked goes away meanwhile. Sent twice, it is done once.
func (p *Pages) erase(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	err = p.Personal.Erase(context.WithoutCancel(c.Request.Context()), a, idOf(c.Param("id")), f.Value("confirm"))
	switch {
	case err == nil || fault.CodeOf(err) == fault.Gone:
		return p.see(c, "/people?done=erased")
	case fault.ReasonOf(err) == "erasure_unfinished":
		return p.see(c, "/people?done=erased-but-files")
	}
	page, failed := p.erasePage(c, a)
	if failed != nil {
		return failed
	}
	if !f.blame(err, map[string]string{"proof_needed": "", "last_admin": "", "in_progress": ""}) {
		return err
	}
	p.note(c, err)
	page.Form = f
	page.Proof = page.Proof || fault.ReasonOf(err) == "proof_needed"
	return p.render(c, statusAfter(err), "erase", page)
}
