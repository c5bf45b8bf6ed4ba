package web

import (
	"net/http"
	"time"

	"testamur/internal/access"

	"github.com/gin-gonic/gin"
)

func (p *Pages) mountTokens(to routes) {
	to.show("/tokens", shown(p, "tokens", p.tokensPage))
	to.take("/tokens", p.addToken)
	to.show("/tokens/:id/revoke", p.askRevoke)
	to.take("/tokens/:id/revoke", p.revoke)
}

// tokensPage is the list of tokens, with the form for another.
type tokensPage struct {
	view
	Live, Ended []access.Token
	Proof       bool // it takes a fresh proof first
}

func (p *Pages) tokensPage(c *gin.Context, a access.Actor) (tokensPage, error) {
	page := tokensPage{view: p.inside(c, a, "Tokens"), Proof: !a.Fresh}
	list, err := p.Access.ListTokens(c.Request.Context(), a, wholePage)
	now := p.Now()
	for _, t := range list.Items {
		if !t.RevokedAt.IsZero() || (!t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt)) {
			page.Ended = append(page.Ended, t)
		} else {
			page.Live = append(page.Live, t)
		}
	}
	return page, err
}

// Roles are what a token may be made for here. One that acts as an assessor is made with the REST API.
func (tokensPage) Roles() []option {
	return []option{
		{string(access.RoleRead), "Reads what is finished"},
		{string(access.RoleStaff), "Does what staff do, in all programmes"},
		{string(access.RoleAdmin), "Does everything"},
	}
}

// madePage shows the secret of a new token, the only time that it can be seen.
type madePage struct {
	view
	Token  access.Token
	Secret string
}

// addToken makes a token. The answer is the page itself, for its secret is kept nowhere to be shown by another.
func (p *Pages) addToken(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	fields := access.TokenFields{Name: f.Value("name"), Role: access.Role(f.Value("role"))}
	if last := f.date("until"); !last.IsZero() {
		fields.ExpiresAt = time.Date(last.Year, last.Month, last.Day+1, 0, 0, 0, 0, time.UTC)
	}
	var made access.Token
	var secret string
	if err = f.mistyped(); err == nil {
		made, secret, err = p.Access.CreateToken(c.Request.Context(), a, fields)
	}
	if err == nil {
		page := madePage{p.inside(c, a, "Copy the secret now", crumb{"Tokens", "/tokens"}), made, secret}
		return p.render(c, http.StatusOK, "token_made", page)
	}
	if !f.blamed(err, map[string]string{"proof_needed": "", "expires_at": "until"}) {
		return err
	}
	p.note(c, err)
	page, failed := p.tokensPage(c, a)
	if failed != nil {
		return failed
	}
	page.Form = f
	return p.render(c, http.StatusUnprocessableEntity, "tokens", page)
}

// revokePage asks whether a token is to end.
type revokePage struct {
	view
	Token access.Token
	Proof bool
}

func (p *Pages) askRevoke(c *gin.Context, a access.Actor) error {
	t, err := p.Access.Token(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return err
	}
	page := revokePage{p.inside(c, a, "Revoke "+t.Name+"?", crumb{"Tokens", "/tokens"}).sentTo(here("tokens", t.ID, "/revoke")), t, !a.Fresh}
	return p.render(c, http.StatusOK, "token_revoke", page)
}

func (p *Pages) revoke(c *gin.Context, a access.Actor) error {
	err := p.Access.RevokeToken(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil {
		return p.see(c, "/tokens?done=revoked")
	}
	page, failed := p.tokensPage(c, a)
	if failed != nil {
		return failed
	}
	if !page.Form.blame(err, map[string]string{"proof_needed": ""}) {
		return err
	}
	p.note(c, err)
	return p.render(c, http.StatusUnprocessableEntity, "tokens", page)
}
