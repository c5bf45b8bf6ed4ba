package web

import (
	"net/url"

	"testamur/internal/access"
	"testamur/internal/certificate"

	"github.com/gin-gonic/gin"
)

func (p *Pages) factsPage(c *gin.Context, a access.Actor) (formPage, error) {
	d, err := p.desk(c, a)
	if err != nil {
		return formPage{}, err
	}
	page := formPage{
		view: p.insideDesk(c, a, d, "Title, name and dates", true), Kicker: "The certificate of " + d.Person, Button: "Keep title, name and dates",
		Back: crumb{"Back to the certificate", d.Path()}, Revision: d.Revision,
		Ask: func(f form) []group {
			return []group{{Fields: []field{
				f.Field("title", "Title", "text", "off"),
				f.Field("name", "Name", "text", "off", "As it is printed."),
				f.Field("award_date", "Award date", "date", "off"),
				f.Field("expires_on", "Last day on which it is valid", "date", "off", "Empty: it does not expire."),
			}}}
		},
		Do: func(f *form) (string, error) {
			typed := certificate.Fields{Title: f.Value("title"), Name: f.Value("name"), AwardDate: f.date("award_date"), ExpiresOn: f.date("expires_on")}
			if err := f.mistyped(); err != nil {
				return "", err
			}
			_, err := p.Certificates.Change(c.Request.Context(), a, d.ID, revisionOf(f.Value("revision")), func(x *certificate.Fields) { *x = typed })
			return d.Path() + "?done=certificate", err
		},
	}
	page.Form.Typed = url.Values{
		"title": {d.Certificate.Title}, "name": {d.Name}, "award_date": {d.AwardDate.String()}, "expires_on": {d.ExpiresOn.String()},
	}
	return page, nil
}
