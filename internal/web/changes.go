package web

import (
	"strconv"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// changesPage says how the text of one version became that of another, to whoever may read both.
type changesPage struct {
	view
	Changed  certificate.Difference
	Versions []certificate.Version // to choose from; none for a signatory
	From, To field
	Before   int // numbers of the versions; 0 where that is not known
	After    int
	Nothing  string // why there is nothing to compare
	Back     crumb
}

func (p *Pages) changesPage(c *gin.Context, a access.Actor) (page changesPage, err error) {
	ctx, id := c.Request.Context(), idOf(c.Param("id"))
	page.Changed, err = p.Certificates.Difference(ctx, a, id, idOf(c.Query("from")), idOf(c.Query("to")))
	if reason := fault.ReasonOf(err); reason == "nothing_before" || fault.CodeOf(err) == fault.Gone {
		page.Nothing, err = messageOf(err), nil
	}
	if err != nil {
		return page, err
	}
	page.Versions, err = p.Certificates.Versions(ctx, a, id)
	if code := fault.CodeOf(err); err != nil && code != fault.NotFound && code != fault.Forbidden {
		return page, err
	}
	if page.view, page.Back, err = p.changesFrame(c, a, id); err != nil {
		return page, err
	}
	page.choose()
	return page, nil
}

// changesFrame leads back to where whoever looks came from.
func (p *Pages) changesFrame(c *gin.Context, a access.Actor, id uuid.UUID) (view, crumb, error) {
	if d, err := p.desk(c, a); err == nil {
		return p.insideDesk(c, a, d, "What changed", true).sentTo(d.Path() + "/changes"), crumb{"Back to the certificate", d.Path()}, nil
	} else if code := fault.CodeOf(err); code != fault.NotFound && code != fault.Forbidden {
		return view{}, crumb{}, err
	}
	back := crumb{"Your year", "/my-year"}
	requests, err := p.Certificates.SigningRequests(c.Request.Context(), a)
	for _, r := range requests {
		if r.CertificateID == id {
			back = toSigning
		}
	}
	return p.inside(c, a, "What changed", back).sentTo(here("certificates", id, "/changes")), back, err
}

// choose fills in which versions are compared, and between which one can choose.
func (x *changesPage) choose() {
	var options []option
	for _, v := range x.Versions {
		if !v.ErasedAt.IsZero() {
			continue
		}
		options = append(options, option{v.ID.String(), nameOfVersion(v)})
		switch v.ID {
		case x.Changed.From:
			x.Before = v.Number
		case x.Changed.To:
			x.After = v.Number
		}
	}
	x.Form.propose(map[string]string{"from": x.Changed.From.String(), "to": x.Changed.To.String()})
	x.From, x.To = x.Form.Choose("from", "From", options), x.Form.Choose("to", "To", options)
}

// nameOfVersion tells versions apart: what was taken back and sent again keeps its number.
func nameOfVersion(v certificate.Version) string {
	name := "Version " + strconv.Itoa(v.Number) + ", " + versionWords[v.State]
	if zone, err := time.LoadLocation(v.Facts.TimeZone); err == nil {
		name += ", sent on " + v.SentAt.In(zone).Format(dayForm+", 15:04")
	}
	return name
}

// versionWords say how a version stands.
var versionWords = map[certificate.VersionState]string{
	certificate.VersionSigning: "out for signing", certificate.VersionIssued: "in force", certificate.VersionSuperseded: "replaced",
	certificate.VersionRevoked: "revoked", certificate.VersionVoid: "taken back before it was issued",
}
