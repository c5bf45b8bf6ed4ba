package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"testamur/internal/account"

	"github.com/gin-gonic/gin"
)

// wanted gives the page that somebody asked for before they were signed in, as a query of the sign-in page.
func wanted(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == "/" {
		return ""
	}
	return "?" + url.Values{"to": {r.URL.RequestURI()}}.Encode()
}

// own gives the path if it is one of our pages, and else home: an address that somebody else made leads nowhere else.
func own(path string) string {
	u, err := url.Parse(path)
	plain := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && u.Opaque == ""
	if !plain || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

// goesOnTo gives the page of ours that somebody is led back to, or "" for none.
func goesOnTo(path string) string {
	if path = own(path); path == "/" {
		return ""
	}
	return path
}

// returnCookie holds where a link that is being mailed should lead, in this browser.
func (p *Pages) returnCookie() string { return p.Cookie + "-to" }

// keepWanted remembers the page that was asked for as long as the mailed link works.
func (p *Pages) keepWanted(c *gin.Context, path string) {
	if path = own(path); path != "/" {
		p.setCookie(c, p.returnCookie(), url.QueryEscape(path), int(account.SignInLinkLife/time.Second))
	}
}

// takeWanted gives the page that was asked for, or home, and forgets it.
func (p *Pages) takeWanted(c *gin.Context) string {
	cookie, err := c.Request.Cookie(p.returnCookie())
	if err != nil {
		return "/"
	}
	p.setCookie(c, p.returnCookie(), "", -1)
	path, err := url.QueryUnescape(cookie.Value)
	if err != nil {
		return "/"
	}
	return own(path)
}
