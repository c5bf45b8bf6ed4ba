package web

import (
	"net/http"
	"strconv"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/markup"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// originPage is where the passages of a version came from, for its staff.
type originPage struct {
	view
	Version certificate.Version
	Person  string
	Text    []sectionRow
	Settled []settledRow
	Back    crumb
	zone    *time.Location
}

// settledRow is how a theme was settled for a version.
type settledRow struct {
	certificate.SettledTheme
	Says string
}

// Day spells out the day of an instant in the time zone that the version names.
func (o originPage) Day(t time.Time) string { return t.In(o.zone).Format(dayForm) }

func (p *Pages) versionOrigin(c *gin.Context, a access.Actor) error {
	ctx, id := c.Request.Context(), idOf(c.Param("id"))
	v, err := p.Certificates.Version(ctx, a, id)
	if err == nil {
		err = staffs(a, v.ProgrammeID)
	}
	if err != nil {
		return err
	}
	from, err := p.Certificates.Origin(ctx, a, id)
	if err != nil {
		return err
	}
	back := crumb{"The certificate of " + v.Facts.Name, here("certificates", v.CertificateID, "")}
	page := originPage{view: p.inside(c, a, "Where version "+strconv.Itoa(v.Number)+" came from", toProgrammes, back), Version: v, Person: v.Facts.Name, Back: back}
	if page.zone, err = time.LoadLocation(v.Facts.TimeZone); err != nil {
		return err
	}
	page.bring(from)
	return p.render(c, http.StatusOK, "origin", page)
}

func (o *originPage) bring(from certificate.Origin) {
	words := sources{words: map[uuid.UUID]string{}}
	for _, w := range from.Writings {
		if w.Kind == programme.WritingProject {
			continue
		}
		words.words[w.ID] = spokenBy(certificate.ThemeVoices{Theme: programme.Theme{ThemeFields: programme.ThemeFields{Heading: w.Theme}}}, certificate.Voice{Assessor: w.Assessor}) +
			", as submitted on " + o.Day(w.At)
	}
	for _, s := range from.Sections {
		row := sectionRow{Heading: s.Heading}
		for _, x := range s.Passages {
			row.Passages = append(row.Passages, passageRow{markup.Parse(x.Text), words.of(x)})
		}
		o.Text = append(o.Text, row)
	}
	for _, x := range from.Settlements {
		o.Settled = append(o.Settled, settledRow{x, settledWords[x.How]})
	}
}
