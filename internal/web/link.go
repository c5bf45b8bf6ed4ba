package web

import (
	"net/http"
	"net/url"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// link is a mailed link that somebody followed. Following it uses nothing up: mail scanners follow links too.
type link struct {
	account.LinkView
	secret string
	guest  access.Actor // of a link to one object
}

// path is where the link's own pages are.
func (l link) path(below string) string { return "/l/" + url.PathEscape(l.secret) + below }

// errand is what a guest came for.
type errand interface {
	// open shows what it is about.
	open(c *gin.Context, l link) error
	// sendCode mails the code that answering takes.
	sendCode(c *gin.Context, l link) error
	// ask shows the form of the answer, and take takes it.
	ask(c *gin.Context, l link) error
	take(c *gin.Context, l link) error
}

func (p *Pages) errand(l link) errand {
	switch l.Purpose {
	case account.PurposeSigning:
		return signing{p}
	case account.PurposeConfirming:
		return confirming{p}
	case account.PurposeReview:
		return reviewing{p}
	case account.PurposeExcerpts:
		return quoting{p}
	case account.PurposeSignIn, account.PurposeInvitation, account.PurposeFirstAdmin:
	}
	return nil
}

// followed finds out what a link is for. A link that cannot be used any more fails like one that never was.
func (p *Pages) followed(c *gin.Context) (link, error) {
	l := link{secret: c.Param("secret")}
	var err error
	if l.LinkView, err = p.Accounts.PeekLink(c.Request.Context(), l.secret); err != nil || p.errand(l) == nil {
		return l, err
	}
	l.guest, err = p.Accounts.AuthenticateGuest(c.Request.Context(), l.secret)
	return l, err
}

// asGuest follows a link to one object and does what its errand says.
func (p *Pages) asGuest(c *gin.Context, do func(errand, link) error) error {
	l, err := p.followed(c)
	if err == nil && p.errand(l) == nil {
		return p.see(c, l.path(""))
	}
	if err == nil {
		err = do(p.errand(l), l)
	}
	return p.ended(c, err)
}

func (p *Pages) openLink(c *gin.Context) error {
	l, err := p.followed(c)
	if err != nil {
		return p.ended(c, err)
	}
	if errand := p.errand(l); errand != nil {
		return p.ended(c, errand.open(c, l))
	}
	return p.render(c, http.StatusOK, "enter", p.enterPage(l))
}

func (p *Pages) sendCode(c *gin.Context) error {
	return p.asGuest(c, func(e errand, l link) error { return e.sendCode(c, l) })
}

func (p *Pages) askAnswer(c *gin.Context) error {
	return p.asGuest(c, func(e errand, l link) error { return e.ask(c, l) })
}

func (p *Pages) takeAnswer(c *gin.Context) error {
	return p.asGuest(c, func(e errand, l link) error { return e.take(c, l) })
}

// ended shows the one page for links that were used, replaced, taken back, have expired or never were: what it was does not
// help whoever holds it, and tells whoever guesses.
func (p *Pages) ended(c *gin.Context, err error) error {
	switch fault.CodeOf(err) {
	case fault.Unauthenticated, fault.NotFound, fault.Forbidden:
	default:
		return err
	}
	p.note(c, err)
	return p.render(c, http.StatusNotFound, "notice", notice{view: p.view("This link does not work any more"), Lines: []string{
		"It was used before, a newer one took its place, or its time is over. Nothing is lost.",
		"If you were asked to sign, to check or to confirm something, use the latest message that you got about it, or ask whoever wrote to you for a new link.",
		"If you wanted to sign in, have a new link mailed to you.",
	}, Path: "/sign-in", Go: "Sign in"})
}

// enterPage offers to use up a link that signs in.
type enterPage struct {
	view
	account.LinkView
	First bool // the first administrator, who has no name yet
	New   bool // invited
}

func (p *Pages) enterPage(l link) enterPage {
	page := enterPage{LinkView: l.LinkView, First: l.Purpose == account.PurposeFirstAdmin, New: l.Purpose == account.PurposeInvitation}
	page.view = p.view("Sign in as " + l.Name)
	if page.First {
		page.Title = "Become the first administrator"
	}
	page.Here = p.base + l.path("")
	return page
}

// enter uses the link up. Who is new comes to their account, to say who they are and to set a password.
func (p *Pages) enter(c *gin.Context) error {
	ctx, secret := c.Request.Context(), c.Param("secret")
	link, err := p.Accounts.PeekLink(ctx, secret)
	if err != nil {
		return p.ended(c, err)
	}
	signed, err := p.Accounts.SignInWithLink(ctx, p.origin(c), secret)
	if err != nil {
		return p.ended(c, err)
	}
	p.remember(c, signed)
	if link.Purpose != account.PurposeSignIn {
		return p.see(c, "/account")
	}
	return p.see(c, p.takeWanted(c))
}
