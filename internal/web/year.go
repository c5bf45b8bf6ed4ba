package web

import (
	"context"
	"net/http"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/markup"
	"testamur/internal/overview"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// mountYear registers the pages of a participant's own year.
func (p *Pages) mountYear(to routes) {
	to.show("/my-year", p.myYear)
	to.show("/my-year/:id", p.myYear)
	to.form("/my-year/:id/project", p.projectPage)
	to.form("/my-year/:id/log/new", p.newEntryPage)
	to.form("/log/:id", p.entryPage)
	to.take("/log/:id/archive", p.archiveEntry)
	to.show("/my-year/:id/document", p.ownDocument)
	to.show("/my-year/:id/share", p.askShare)
	to.take("/my-year/:id/share", p.makeShare)
	to.form("/my-year/:id/unshare/:link", p.unsharePage)
	to.show("/my-data", shown(p, "my_data", p.myDataPage))
	to.take("/my-data", p.keepPrivate)
	to.show("/my-data/copy", p.ownData)
}

// yearPage is a participant's year.
type yearPage struct {
	view
	Enrolment programme.Enrolment
	Programme programme.Programme
	Cohort    programme.Cohort
	Project   programme.Project
	Context   []markup.Block
	Aims      []markup.Block
	Log       []logEntry
	Archived  []logEntry
	Stages    []stage
	Others    []programme.Enrolment // other years of theirs
	Coverage  *coverage             // nil when the cohort has no edition of a framework
	Award     *award
	Check     *overview.Duty // of the text about them; nil when none is asked for
}

// award is a certificate that was issued, as its participant has it.
type award struct {
	certificate.Certificate
	Version  certificate.Version
	Verify   string // address for strangers
	LinkedIn string // address that fills in a form there; "" when this installation has no public address
	Links    []shareRow
}

// shareRow is a share link with how it stands.
type shareRow struct {
	certificate.ShareLink
	Until civil.Date // the last day on which it works
	Open  bool
}

func (p *Pages) myYear(c *gin.Context, a access.Actor) error {
	ctx := c.Request.Context()
	list, err := p.Programmes.ListEnrolments(ctx, a, programme.EnrolmentFilter{Person: a.Person}, wholePage)
	if err != nil {
		return err
	}
	years := list.Items
	slices.SortStableFunc(years, func(a, b programme.Enrolment) int { return b.CreatedAt.Compare(a.CreatedAt) })
	if len(years) == 0 && c.Param("id") == "" {
		return p.render(c, http.StatusOK, "year_none", p.inside(c, a, "Your year"))
	}
	at := slices.IndexFunc(years, func(e programme.Enrolment) bool { return c.Param("id") == "" || e.ID == idOf(c.Param("id")) })
	if at < 0 {
		return fault.Missing("enrolment")
	}
	page, err := p.yearPage(c, a, years[at])
	if err != nil {
		return err
	}
	page.Others = slices.Delete(years, at, at+1)
	return p.render(c, http.StatusOK, "year", page)
}

func (p *Pages) yearPage(c *gin.Context, a access.Actor, e programme.Enrolment) (yearPage, error) {
	ctx, page := c.Request.Context(), yearPage{Enrolment: e}
	var err error
	if page.Programme, err = p.Programmes.Programme(ctx, a, e.ProgrammeID); err != nil {
		return page, err
	}
	if page.Cohort, err = p.Programmes.Cohort(ctx, a, e.CohortID); err != nil {
		return page, err
	}
	if page.Project, err = p.Programmes.Project(ctx, a, e.ID); err != nil && fault.CodeOf(err) != fault.NotFound {
		return page, err
	}
	edition, err := p.pinnedBy(ctx, a, page.Cohort)
	if err != nil {
		return page, err
	}
	if page.Log, err = p.learningLog(ctx, a, e.ID, false, edition); err != nil {
		return page, err
	}
	if page.Archived, err = p.learningLog(ctx, a, e.ID, true, edition); err != nil {
		return page, err
	}
	if page.Award, err = p.awardOf(ctx, a, e, page.Programme); err != nil {
		return page, err
	}
	if page.Check, err = p.checkOf(ctx, a, e.ID); err != nil {
		return page, err
	}
	if page.Coverage, err = p.ownCoverage(ctx, a, e.ID); err != nil {
		return page, err
	}
	page.Context, page.Aims = markup.Parse(page.Project.Context), markup.Parse(page.Project.Aims)
	page.Stages = page.stages()
	page.view = p.inside(c, a, "Your year").sentTo(here("my-year", e.ID, ""))
	page.Script = "copy.js"
	return page, nil
}

// ownYear gives an enrolment to the participant whose it is, and to nobody else: the office has pages of its own.
func (p *Pages) ownYear(c *gin.Context, a access.Actor) (programme.Enrolment, error) {
	e, err := p.Programmes.Enrolment(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil && !a.Is(e.PersonID) {
		err = fault.Missing("enrolment")
	}
	return e, err
}

// stage is a step on the way to the certificate.
type stage struct {
	Name, Text, Class string
}

// stages says where the certificate stands, as far as a participant may know it before it is issued.
func (y yearPage) stages() []stage {
	described, issued := y.Project.Title != "", y.Award != nil
	all := []stage{
		{Name: "Your project", Text: "not described yet", Class: "now"},
		{Name: "Feedback and signing", Text: "comes next"},
		{Name: "Your certificate", Text: "still to come"},
	}
	if described || issued {
		all[0] = stage{"Your project", "described", "done"}
		all[1] = stage{"Feedback and signing", "under way: your assessors write, staff compose, signatories sign", "now"}
	}
	if y.Check != nil {
		all[1].Text = "a text waits for your check"
	}
	if issued {
		all[1] = stage{"Feedback and signing", "done", "done"}
		all[2] = stage{"Your certificate", "issued", "done"}
		if y.Award.State == certificate.Revoked {
			all[2] = stage{"Your certificate", "was revoked", "now"}
		}
	} else if !y.Enrolment.State.Open() && y.Enrolment.State != programme.Completed {
		all[1], all[2].Text = stage{Name: "Feedback and signing", Text: "ended"}, word(y.Enrolment.State)
	}
	return all
}

// awardOf brings the certificate that was issued, or nil.
func (p *Pages) awardOf(ctx context.Context, a access.Actor, e programme.Enrolment, in programme.Programme) (*award, error) {
	list, err := p.Certificates.List(ctx, a, certificate.Filter{Enrolment: e.ID, Finished: true}, wholePage)
	if err != nil || len(list.Items) == 0 {
		return nil, err
	}
	w := award{Certificate: list.Items[len(list.Items)-1]}
	if w.Version, err = p.Certificates.Version(ctx, a, w.IssuedID); err != nil {
		return nil, err
	}
	w.Verify = p.PublicURL + "/v/" + w.Version.Code.String()
	if p.PublicURL != "" {
		w.LinkedIn = linkedIn(w)
	}
	links, err := p.Certificates.ListShareLinks(ctx, a, w.ID, wholePage)
	if err != nil {
		return nil, err
	}
	for _, l := range links.Items {
		open := l.WithdrawnAt.IsZero() && p.Now().Before(l.ExpiresAt)
		w.Links = append(w.Links, shareRow{l, dayIn(in, l.ExpiresAt.Add(-1)), open})
	}
	return &w, nil
}

// ownDocument sends the issued PDF.
func (p *Pages) ownDocument(c *gin.Context, a access.Actor) error {
	e, err := p.ownYear(c, a)
	if err != nil {
		return err
	}
	w, err := p.awardOf(c.Request.Context(), a, e, programme.Programme{})
	if err == nil && w == nil {
		err = fault.Missing("certificate")
	}
	if err != nil {
		return err
	}
	d, err := p.Certificates.Document(c.Request.Context(), a, w.IssuedID)
	if err != nil {
		return err
	}
	p.inline(c, d)
	return nil
}
