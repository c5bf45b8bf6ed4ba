package web

import (
	"net/http"
	"net/url"
	"strings"

	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// sharePage is what a participant shows to a stranger.
type sharePage struct {
	view
	certificate.Shared
	Until    civil.Date // the last day of the programme's on which the link works
	Document string     // path of the PDF; empty when it is not shared
	Verify   string     // path of the verification
}

// share shows what a share link shows.
func (p *Pages) share(c *gin.Context) error {
	unlisted(c)
	shared, err := p.Certificates.OpenShare(c.Request.Context(), c.Param("secret"), opens(c.Request))
	if err != nil {
		return p.notShared(c, err)
	}
	if shared.Text == nil {
		return p.render(c, http.StatusOK, "notice", notice{view: p.view(shared.Sentence), Lines: []string{
			"The person who gave you this link shared the text of a certificate with you. It is not shown any more.",
		}})
	}
	page := sharePage{view: p.view(shared.Text.Facts.Title), Shared: shared}
	page.Until = certificate.Verification{Facts: &shared.Text.Facts}.Day(shared.Until)
	page.Verify = p.base + "/v/" + shared.Text.Code.String()
	if shared.Text.WithFile {
		page.Document = p.base + "/s/" + url.PathEscape(c.Param("secret")) + "/document"
	}
	return p.render(c, http.StatusOK, "share", page)
}

// sharedDocument sends the PDF, to be read in the browser.
func (p *Pages) sharedDocument(c *gin.Context) error {
	unlisted(c)
	d, err := p.Certificates.SharedDocument(c.Request.Context(), c.Param("secret"), opens(c.Request))
	if err != nil {
		return p.notShared(c, err)
	}
	p.inline(c, d)
	return nil
}

// notShared shows the one page for links that were withdrawn, have expired or never were: it tells whoever guesses nothing.
func (p *Pages) notShared(c *gin.Context, err error) error {
	if fault.CodeOf(err) != fault.NotFound {
		return err
	}
	return p.render(c, http.StatusNotFound, "notice", notice{view: p.view("There is nothing to read here"), Lines: []string{
		"This link was withdrawn, its time is over, or it was not copied whole.",
		"If somebody wanted to show you their certificate, ask them for a new link.",
	}})
}

// unlisted keeps what was given to some out of what all can search.
func unlisted(c *gin.Context) { c.Header("X-Robots-Tag", "noindex, nofollow") }

// opens says whether somebody looks: not a program that asks for the head alone, nor a browser that fetches what may be opened
// next. A program that fetches the page whole to preview a link cannot be told from a reader.
func opens(r *http.Request) bool {
	ahead := strings.HasPrefix(r.Header.Get("Sec-Purpose"), "prefetch") || r.Header.Get("Purpose") == "prefetch"
	return r.Method == http.MethodGet && !ahead
}
