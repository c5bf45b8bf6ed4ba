// Package web serves pages for people, rendered on the server, working without scripts. It calls the same use cases as the
// REST API and decides nothing itself.
package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/handbook"
	"testamur/internal/operation"
	"testamur/internal/overview"
	"testamur/internal/personal"
	"testamur/internal/programme"
	"testamur/internal/throttle"
	"testamur/templates"

	"github.com/gin-gonic/gin"
)

// Config is what the pages work with. All fields are needed, unless they say otherwise.
type Config struct {
	Accounts     *account.Service
	Access       *access.Service
	Programmes   *programme.Service
	Certificates *certificate.Service
	Operations   *operation.Service
	Overview     *overview.Service
	Personal     *personal.Service
	Handbooks    *handbook.Service
	Excerpts     *excerpt.Service
	Files        *throttle.Files                   // lets in files that strangers have verified: the API's, for both share the limit
	Handwriting  func(name string) ([]byte, error) // sets a name like a signature, PNG; fails as Invalid when it cannot
	Log          *slog.Logger
	Now          func() time.Time
	PublicURL    string // where people reach this installation; its path, if any, begins every link of a page. May be empty
	Cookie       string // name of a session's cookie: the API's, for both know the same sessions
}

// Pages serves the pages.
type Pages struct {
	Config
	base   string                      // the path that every link begins with, without a slash at its end
	own    *http.CrossOriginProtection // whose forms are taken: those of our own pages
	pages  map[string]pageTemplate
	assets map[string]asset
}

// NewPages gathers the templates and what pages load.
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
	if p.pages, err = findPages(); err != nil {
		return nil, err
	}
	if p.assets, err = readAssets(templates.Files); err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return p, nil
}

// Mount registers every page. Each area names its own.
func (p *Pages) Mount(r gin.IRouter) {
	to := routes{p, r}
	r.GET("/assets/*name", p.asset)
	r.GET("/favicon.ico", p.icon)
	p.mountVerification(to)
	p.mountHelp(to)
	p.mountLinks(to)
	p.mountAccount(to)
	p.mountPasskeys(to)
	p.mountHome(to)
	p.mountOffice(to)
	p.mountAssessing(to)
	p.mountYear(to)
	p.mountOwnMeetings(to)
	p.mountHandbooks(to)
	p.mountExcerpts(to)
	p.mountEditionExcerpts(to)
	p.mountReviews(to)
	p.mountSignTogether(to)
	p.mountCoverage(to)
	p.mountFrameworks(to)
}

func (p *Pages) mountLinks(to routes) {
	to.read("/l/:secret", p.openLink)
	to.write("/l/:secret", p.enter)
	to.read("/l/:secret/document", p.document)
	to.write("/l/:secret/code", p.sendCode)
	to.read("/l/:secret/text", p.signedText)
	to.write("/l/:secret/picture", p.showPicture)
	to.read("/l/:secret/picture/:file", p.picture)
	to.read("/l/:secret/answer", p.askAnswer)
	to.write("/l/:secret/answer", p.takeAnswer)

	to.read("/s/:secret", p.share)
	to.read("/s/:secret/document", p.sharedDocument)
}

func (p *Pages) mountAccount(to routes) {
	to.read("/sign-in", p.signIn)
	to.write("/sign-in/link", p.requestLink)
	to.read("/sign-in/sent", p.linkSent)
	to.write("/sign-in/password", p.signInWithPassword)

	to.read("/account", p.account)
	to.write("/account/sign-out", p.signOut)
	to.write("/account/sessions/:id/end", p.endSession)
	to.write("/account/password", p.setPassword)
	to.write("/account/proof", p.prove)
	to.write("/account/address", p.setAddress)
}
