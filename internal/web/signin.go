package web

import (
	"fmt"
	"net/http"
	"time"

	"testamur/internal/account"

	"github.com/gin-gonic/gin"
)

// signInPage has two forms, for there are two ways in.
type signInPage struct {
	view
	Link     form
	Password form
	Passkey  form
	Passkeys bool   // browsers allow them at our address
	To       string // the page that was asked for
}

func (p *Pages) signInPage() signInPage {
	page := signInPage{view: p.outside("Sign in"), Link: form{ID: "link"}, Password: form{ID: "password"}, Passkey: form{ID: "passkey"}}
	if page.Passkeys = p.Accounts.Passkeys != nil; page.Passkeys {
		page.Script = "passkey.js"
	}
	return page
}

func (p *Pages) signIn(c *gin.Context) error {
	to := own(c.Query("to"))
	if _, err := p.actor(c); err == nil {
		return p.see(c, to)
	}
	page := p.signInPage()
	page.To = to
	return p.render(c, http.StatusOK, "sign_in", page)
}

// requestLink has a link mailed, if there is an account: the answer is the same if there is none.
func (p *Pages) requestLink(c *gin.Context) error {
	f, err := read(c, "link")
	if err != nil {
		return err
	}
	err = p.Accounts.RequestLink(c.Request.Context(), p.origin(c), f.Value("email"))
	if err == nil {
		p.keepWanted(c, f.Value("to"))
		return p.see(c, "/sign-in/sent")
	}
	if !f.blame(err, nil) {
		return err
	}
	page := p.signInPage()
	page.Link, page.Form, page.To = f, f, own(f.Value("to"))
	return p.render(c, statusAfter(err), "sign_in", page)
}

func (p *Pages) linkSent(c *gin.Context) error {
	return p.render(c, http.StatusOK, "notice", notice{view: p.view("Look into your mail"), Lines: []string{
		fmt.Sprintf("If there is an account for that address, a link to sign in is on its way. It works once, for %d minutes.", account.SignInLinkLife/time.Minute),
		"If nothing comes, look where unwanted mail goes, and whether you gave the address at which you were invited.",
	}, Path: "/sign-in", Go: "Try another address"})
}

func (p *Pages) signInWithPassword(c *gin.Context) error {
	f, err := read(c, "password")
	if err != nil {
		return err
	}
	signed, err := p.Accounts.SignInWithPassword(c.Request.Context(), p.origin(c), f.Value("email"), f.Value("password"))
	if err == nil {
		p.remember(c, signed)
		return p.see(c, own(f.Value("to")))
	}
	if !f.blame(err, map[string]string{"sign_in_failed": "password"}) {
		return err
	}
	page := p.signInPage()
	page.Password, page.Form, page.To = f, f, own(f.Value("to"))
	return p.render(c, statusAfter(err), "sign_in", page)
}
