package web

import (
	"net/http"
	"net/netip"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"

	"github.com/gin-gonic/gin"
)

// actor says who is signed in. It fails as Unauthenticated when nobody is.
func (p *Pages) actor(c *gin.Context) (access.Actor, error) {
	return p.Accounts.Authenticate(c.Request.Context(), p.sessionSecret(c.Request))
}

func (p *Pages) sessionSecret(r *http.Request) string {
	cookie, err := r.Cookie(p.Cookie)
	if err != nil { // there is none
		return ""
	}
	return cookie.Value
}

// origin says where a request comes from.
func (p *Pages) origin(c *gin.Context) account.Origin {
	address, err := netip.ParseAddr(c.ClientIP())
	if err != nil {
		address = netip.Addr{} // a socket has none
	}
	return account.Origin{Address: address, Device: c.Request.UserAgent(), Secret: p.sessionSecret(c.Request)}
}

// remember hands the browser the secret of its session.
func (p *Pages) remember(c *gin.Context, signed account.Signed) {
	life := signed.Session.ExpiresAt.Sub(p.Now()) / time.Second
	p.setCookie(c, p.Cookie, signed.Secret, max(1, int(life)))
}

// forget has the browser drop its session's secret.
func (p *Pages) forget(c *gin.Context) {
	if p.sessionSecret(c.Request) != "" {
		p.setCookie(c, p.Cookie, "", -1)
	}
}

func (p *Pages) setCookie(c *gin.Context, name, value string, maxAge int) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
