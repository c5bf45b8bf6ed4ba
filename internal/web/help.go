package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// helpPages are the pages of help, each a template.
var helpPages = []struct{ path, template, title string }{
	{"/help", "help", "Help"},
	{"/help/staff", "help_staff", "A year for staff"},
	{"/help/assessors", "help_assessors", "A year for assessors"},
	{"/help/participants", "help_participants", "A year for participants"},
	{"/help/signing", "help_signing", "Signing a certificate"},
	{"/help/verifying", "help_verifying", "Checking a certificate"},
	{"/help/privacy", "help_privacy", "What is kept about you"},
}

// mountHelp registers the pages of help, which anyone may read.
func (p *Pages) mountHelp(to routes) {
	for _, page := range helpPages {
		to.read(page.path, func(c *gin.Context) error {
			v := p.around(c, page.title)
			if page.path != "/help" {
				v.Inside.Trail = []crumb{{Name: "Help", Path: "/help"}}
			}
			return p.render(c, http.StatusOK, page.template, v)
		})
	}
}
