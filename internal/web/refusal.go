package web

import (
	"context"
	"errors"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// note makes an event of what was refused on a page, as the REST API does: of what is forbidden, and of what the policy hid.
// The event names the route, never the address, which may hold a secret.
func (p *Pages) note(c *gin.Context, err error) {
	if !errors.Is(err, access.ErrRefused) && fault.CodeOf(err) != fault.Forbidden {
		return
	}
	ctx := context.WithoutCancel(c.Request.Context())
	a := p.asker(c)
	route := access.Operation(c.Request.Method + " " + c.FullPath())
	if err := p.Access.Journal.Refused(ctx, a, route, a.Guest.ID); err != nil {
		p.Log.ErrorContext(ctx, "refusal not noted", "error", err)
	}
}

// asker gives who asks for a page: the guest of its link, whoever is signed in, or nobody known.
func (p *Pages) asker(c *gin.Context) access.Actor {
	if secret := c.Param("secret"); secret != "" {
		if guest, err := p.Accounts.AuthenticateGuest(c.Request.Context(), secret); err == nil {
			return guest
		}
		return access.Anonymous()
	}
	if a, err := p.actor(c); err == nil {
		return a
	}
	return access.Anonymous()
}
