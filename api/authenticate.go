package api

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// SessionCookie is the name of a session's cookie. Its prefix has browsers take it over TLS alone, from this host alone and for
// all its paths (RFC 6265bis, 4.1.3.2), so that no neighbour plants one.
const SessionCookie = "__Host-testamur"

// ownPages says whose pages may use a session's cookie: those of this very host, and of the public address, should a proxy
// call the host by another name.
func ownPages(publicURL string) (*http.CrossOriginProtection, error) {
	u, err := url.Parse(publicURL)
	if err != nil {
		return nil, fmt.Errorf("public URL: %w", err)
	}
	pages := http.NewCrossOriginProtection()
	if err := pages.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
		return nil, fmt.Errorf("public URL: %w", err)
	}
	return pages, nil
}

// authenticated finds out who asks. Operations for anyone ask nobody, but none of another site's pages signs anybody in.
func (s *server) authenticated(c *gin.Context) {
	call := callOf(c)
	if call.operation.anyone {
		if call.operation.signsIn && s.foreign(c) {
			s.fail(c, errCrossOrigin())
		}
		return
	}
	actor, err := s.whoAsks(c)
	if fault.CodeOf(err) == fault.Unauthenticated {
		err = fmt.Errorf("%w: %w", access.ErrRefused, err)
	}
	if err == nil && actor.Kind == access.KindAnonymous {
		err = actor.Permit(call.operation.id)
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	call.actor = actor
}

// whoAsks believes the Authorization header before the cookie. The cookie of a session that is over is cleared.
func (s *server) whoAsks(c *gin.Context) (access.Actor, error) {
	ctx := c.Request.Context()
	if header := c.GetHeader("Authorization"); header != "" {
		return s.bearer(ctx, header)
	}
	secret := sessionSecret(c.Request)
	if secret == "" {
		return access.Anonymous(), nil
	}
	if s.foreign(c) {
		return access.Actor{}, errCrossOrigin()
	}
	actor, err := s.Accounts.Authenticate(ctx, secret)
	if fault.CodeOf(err) == fault.Unauthenticated {
		clearCookie(c)
	}
	return actor, err
}

// bearer takes the secrets of tokens and of mailed links, never a session's.
func (s *server) bearer(ctx context.Context, header string) (access.Actor, error) {
	scheme, secret, ok := strings.Cut(header, " ")
	secret = strings.TrimSpace(secret)
	switch {
	case !ok || !strings.EqualFold(scheme, "Bearer"):
		return access.Anonymous(), nil
	case strings.HasPrefix(secret, account.LinkPrefix):
		return s.Accounts.AuthenticateGuest(ctx, secret)
	}
	return s.Access.Authenticate(ctx, secret)
}

// foreign says whether a page of another site had the browser send a request that could change something.
func (s *server) foreign(c *gin.Context) bool { return s.pages.Check(c.Request) != nil }

func errCrossOrigin() error {
	return fault.New(fault.Forbidden, "cross_origin", "This came from a page of another site. Nothing was done.").Because(access.ErrRefused)
}

// sessionSecret gives the secret in a session's cookie, or "".
func sessionSecret(r *http.Request) string {
	cookie, err := r.Cookie(SessionCookie)
	if err != nil { // there is none
		return ""
	}
	return cookie.Value
}

// originOf says where a request comes from, for those who sign in.
func originOf(ctx context.Context) account.Origin {
	c := ctx.(*gin.Context)
	address, err := netip.ParseAddr(c.ClientIP())
	if err != nil {
		address = netip.Addr{} // a socket has none
	}
	return account.Origin{Address: address, Device: c.Request.UserAgent(), Secret: sessionSecret(c.Request)}
}

// setCookie hands the browser the secret of its session. It is sent along when somebody follows a link to here, and by no page of
// another site otherwise (SameSite=Lax).
func (s *server) setCookie(ctx context.Context, signed account.Signed) {
	life := signed.Session.ExpiresAt.Sub(s.Now()) / time.Second
	writeCookie(ctx, signed.Secret, max(1, int(life)))
}

// clearCookie has the browser forget its session.
func clearCookie(ctx context.Context) { writeCookie(ctx, "", -1) }

func writeCookie(ctx context.Context, value string, maxAge int) {
	http.SetCookie(ctx.(*gin.Context).Writer, &http.Cookie{
		Name: SessionCookie, Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
