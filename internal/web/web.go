// Package web serves pages for people, rendered on the server, working without scripts. It calls the same use cases as the
// REST API and decides nothing itself.
package web

import (
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/templates"

	"github.com/gin-gonic/gin"
)

// Config is what the pages work with. All fields are needed, unless they say otherwise.
type Config struct {
	Accounts     *account.Service
	Access       *access.Service
	Programmes   *programme.Service
	Certificates *certificate.Service
	Log          *slog.Logger
	Now          func() time.Time
	PublicURL    string // where people reach this installation; its path, if any, begins every link of a page. May be empty
	Cookie       string // name of a session's cookie: the API's, for both know the same sessions
}

// Pages serves the pages.
type Pages struct {
	Config
	base  string                      // the path that every link begins with, without a slash at its end
	own   *http.CrossOriginProtection // whose forms are taken: those of our own pages
	pages map[string]*template.Template
	style []byte
}

// NewPages parses the templates.
func NewPages(c Config) (*Pages, error) {
	p := &Pages{Config: c, own: http.NewCrossOriginProtection()}
	u, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("public URL: %w", err)
	}
	p.base = u.EscapedPath()
	if u.Host != "" {
		if err := p.own.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, fmt.Errorf("public URL: %w", err)
		}
	}
	if p.pages, err = parse(); err != nil {
		return nil, err
	}
	if p.style, err = templates.Files.ReadFile("pages/pages.css"); err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return p, nil
}

// Mount registers every page. Pages that change something are taken from our own forms alone.
func (p *Pages) Mount(r gin.IRouter) {
	read := func(path string, show handler) { r.GET(path, p.page(show)); r.HEAD(path, p.page(show)) }
	write := func(path string, do handler) { r.POST(path, p.ours, p.page(do)) }

	r.GET("/assets/pages.css", gin.WrapF(p.Style))
	r.GET("/v/:code", func(c *gin.Context) { p.Verification(c.Writer, c.Request, c.Param("code")) })

	read("/l/:secret", p.openLink)
	write("/l/:secret", p.enter)
	read("/l/:secret/document", p.document)
	write("/l/:secret/code", p.sendCode)
	read("/l/:secret/answer", p.askAnswer)
	write("/l/:secret/answer", p.takeAnswer)

	read("/s/:secret", p.share)
	read("/s/:secret/document", p.sharedDocument)

	read("/sign-in", p.signIn)
	write("/sign-in/link", p.requestLink)
	read("/sign-in/sent", p.linkSent)
	write("/sign-in/password", p.signInWithPassword)

	read("/account", p.account)
	write("/account/sign-out", p.signOut)
	write("/account/sessions/:id/end", p.endSession)
	write("/account/password", p.setPassword)
	write("/account/proof", p.prove)
	write("/account/address", p.setAddress)
}

// Style serves the style sheet.
func (p *Pages) Style(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	p.write(w, r, p.style)
}
