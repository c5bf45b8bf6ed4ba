package web

import (
	"time"

	"testamur/internal/operation"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// planCookie holds what confirms a dry run, in the browser of whoever made it: it stands in no address and on no page.
func (p *Pages) planCookie(id uuid.UUID) string { return p.Cookie + "-plan-" + id.String() }

func (p *Pages) holdPlan(c *gin.Context, o operation.Operation, secret string) {
	life := o.ExpiresAt.Sub(p.Now()) / time.Second
	p.setCookie(c, p.planCookie(o.ID), secret, max(1, int(life)))
}

// planSecret gives what confirms a dry run, or "" in a browser in which it was not made.
func (p *Pages) planSecret(c *gin.Context, id uuid.UUID) string {
	cookie, err := c.Request.Cookie(p.planCookie(id))
	if err != nil { // there is none
		return ""
	}
	return cookie.Value
}

func (p *Pages) dropPlan(c *gin.Context, id uuid.UUID) {
	if p.planSecret(c, id) != "" {
		p.setCookie(c, p.planCookie(id), "", -1)
	}
}
