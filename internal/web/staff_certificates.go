package web

import (
	"net/http"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/markup"
	"testamur/internal/overview"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

func (p *Pages) mountCertificates(to routes) {
	to.show("/certificates/:id", shown(p, "certificate", p.certificatePage))
	to.show("/certificates/:id/preview", p.preview)
	to.form("/certificates/:id/facts", p.factsPage)
	to.show("/certificates/:id/text", p.askText)
	to.take("/certificates/:id/text", p.changeText)
	to.write("/certificates/:id/text/live", p.live(p.keepLive))
	to.show("/certificates/:id/voices", p.voices)
	to.show("/certificates/:id/changes", shown(p, "changes", p.changesPage))
	to.take("/certificates/:id/voices/:theme", p.settle)
	to.show("/certificates/:id/signatories", p.askSignatories)
	to.take("/certificates/:id/signatories", p.changeSignatories)
	to.take("/certificates/:id/remarks/:remark", p.settleRemark)
	to.show("/certificates/:id/do/:deed", p.askDeed)
	to.take("/certificates/:id/do/:deed", p.doDeed)
	to.show("/versions/:id/document", p.versionDocument)
	to.show("/versions/:id/origin", p.versionOrigin)
}

// desk is a certificate with what is around it, as its staff see it.
type desk struct {
	certificate.Certificate
	Programme programme.Programme
	Cohort    programme.Cohort
	Person    string // the participant's name
	Standing  overview.Standing
	zone      *time.Location
}

// desk gives the certificate that the address names. It is there for staff of its programme alone.
func (p *Pages) desk(c *gin.Context, a access.Actor) (desk, error) {
	ctx := c.Request.Context()
	var d desk
	var err error
	if d.Certificate, err = p.Certificates.Certificate(ctx, a, idOf(c.Param("id"))); err != nil {
		return d, err
	}
	if err := staffs(a, d.ProgrammeID); err != nil {
		return d, err
	}
	e, err := p.Programmes.Enrolment(ctx, a, d.EnrolmentID)
	if err != nil {
		return d, err
	}
	board, err := p.Overview.Seat(ctx, a, e)
	if err != nil {
		return d, err
	}
	d.Programme, d.Cohort, d.Person = board.Programme, board.Cohort, e.PersonName
	for _, s := range board.Seats {
		if s.Certificate.ID == d.ID {
			d.Standing = s.Certificate
		}
	}
	d.zone, err = time.LoadLocation(d.Programme.TimeZone)
	return d, err
}

// Path is the certificate's page.
func (d desk) Path() string { return here("certificates", d.ID, "") }

// Day spells out the day of an instant in the programme's time zone.
func (d desk) Day(t time.Time) string { return t.In(d.zone).Format(dayForm) }

// Corrects says whether a version in force is being replaced.
func (d desk) Corrects() bool { return d.IssuedID != uuid.Nil && !d.State.Finished() }

// Composes says whether the text can be changed.
func (d desk) Composes() bool {
	return d.State == certificate.Composing || d.State == certificate.InReview
}

// insideDesk gives the view of a page about a certificate; below says that the page is below the certificate's own.
func (p *Pages) insideDesk(c *gin.Context, a access.Actor, d desk, title string, below bool) view {
	trail := []crumb{
		toProgrammes, {d.Programme.Name, here("programmes", d.Programme.ID, "")}, {d.Cohort.Name, here("cohorts", d.Cohort.ID, "")},
		{d.Person, here("enrolments", d.EnrolmentID, "")},
	}
	if below {
		trail = append(trail, crumb{"Certificate", d.Path()})
	}
	v := p.inside(c, a, title, trail...)
	v.Here = p.base + c.Request.URL.Path
	return v
}

// certificatePage is everything about one certificate.
type certificatePage struct {
	view
	desk
	Text     []sectionRow
	Findings []findingRow
	Signing  []signatoryRow
	Review   reviewPart
	Versions []certificate.Version
	Layouts  []certificate.Layout
	Pause    certificate.Standing
	Primary  deedLink
	Others   []deedLink
	Events   []eventRow
}

// sectionRow is a section as it reads, each passage with where it came from.
type sectionRow struct {
	Heading  string
	Passages []passageRow
}

type passageRow struct {
	Words   []markup.Block
	Sources []string
}

func (p *Pages) certificatePage(c *gin.Context, a access.Actor) (page certificatePage, err error) {
	if page.desk, err = p.desk(c, a); err != nil {
		return page, err
	}
	page.view = p.insideDesk(c, a, page.desk, "The certificate of "+page.Person, false)
	for _, bring := range []func(*gin.Context, access.Actor, *certificatePage) error{
		p.bringText, p.bringFindings, p.bringVersions, p.bringReview, p.bringEvents,
	} {
		if err := bring(c, a, &page); err != nil {
			return page, err
		}
	}
	page.Primary, page.Others = page.deeds()
	page.Layouts, err = p.Certificates.Layouts(c.Request.Context(), a)
	return page, err
}

func (p *Pages) bringText(c *gin.Context, a access.Actor, page *certificatePage) error {
	sources, err := p.sources(c, a, page.ID)
	for _, s := range page.Sections {
		row := sectionRow{Heading: s.Heading}
		for _, x := range s.Passages {
			row.Passages = append(row.Passages, passageRow{markup.Parse(x.Text), sources.of(x)})
		}
		page.Text = append(page.Text, row)
	}
	return err
}

// bringVersions brings what was frozen so far, and who has answered of those who are to sign.
func (p *Pages) bringVersions(c *gin.Context, a access.Actor, page *certificatePage) error {
	ctx := c.Request.Context()
	var err error
	if page.Versions, err = p.Certificates.Versions(ctx, a, page.ID); err != nil {
		return err
	}
	slices.Reverse(page.Versions)
	if page.Signing, err = p.signing(c, a, page.desk); err != nil {
		return err
	}
	standings, err := p.Certificates.Standings(ctx, []certificate.Certificate{page.Certificate})
	page.Pause = standings[page.ID]
	return err
}

// eventsOnCertificate is how many of the latest events a certificate's page shows.
const eventsOnCertificate = 10

func (p *Pages) bringEvents(c *gin.Context, a access.Actor, page *certificatePage) error {
	list, err := p.Access.Journal.List(c.Request.Context(), a, access.EventFilter{Object: page.ID, Latest: true}, eventsOnCertificate)
	for _, e := range list.Items {
		page.Events = append(page.Events, newEventRow(e))
	}
	return err
}

// Follows says whether an earlier version was sent before.
func (p certificatePage) Follows(v certificate.Version) bool {
	return v.ID != p.Versions[len(p.Versions)-1].ID
}

// Number gives the number of the version that is in force, or 0.
func (p certificatePage) Number() int {
	for _, v := range p.Versions {
		if v.ID == p.IssuedID {
			return v.Number
		}
	}
	return 0
}

// InForceUntil gives the last day on which the version in force is valid, or none.
func (p certificatePage) InForceUntil() civil.Date {
	for _, v := range p.Versions {
		if v.ID == p.IssuedID {
			return v.ExpiresOn
		}
	}
	return civil.Date{}
}

// preview shows the PDF as it would be now, in the programme's layout or another.
func (p *Pages) preview(c *gin.Context, a access.Actor) error {
	d, err := p.desk(c, a)
	if err != nil {
		return err
	}
	document, err := p.Certificates.Preview(c.Request.Context(), a, d.ID, c.Query("layout"))
	if err == nil {
		p.inline(c, document)
		return nil
	}
	page := form{}
	if !page.blame(err, nil) {
		return err
	}
	n := notice{view: p.insideDesk(c, a, d, "There is no preview yet", true), Path: d.Path(), Go: "Back to the certificate"}
	for _, m := range page.Mistakes {
		n.Lines = append(n.Lines, d.where(m.Field)+m.Text)
	}
	return p.render(c, http.StatusUnprocessableEntity, "notice", n)
}

// versionDocument shows the PDF of a version.
func (p *Pages) versionDocument(c *gin.Context, a access.Actor) error {
	ctx := c.Request.Context()
	v, err := p.Certificates.Version(ctx, a, idOf(c.Param("id")))
	if err == nil {
		err = staffs(a, v.ProgrammeID)
	}
	if err != nil {
		return err
	}
	d, err := p.Certificates.Document(ctx, a, v.ID)
	if err == nil {
		p.inline(c, d)
	}
	return err
}
