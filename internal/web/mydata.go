package web

import (
	"mime"
	"net/http"
	"net/url"

	"testamur/internal/access"

	"github.com/gin-gonic/gin"
)

// myDataPage says what is held on somebody, and lets them have it.
func (p *Pages) myDataPage(c *gin.Context, a access.Actor) (formPage, error) {
	who, err := p.Access.Person(c.Request.Context(), a, a.Person)
	if err != nil {
		return formPage{}, err
	}
	page := formPage{
		view: p.inside(c, a, "Your data", crumb{"Your year", "/my-year"}).sentTo("/my-data"), Revision: who.Revision, Button: "Keep the private address",
		Ask: func(f form) []group {
			return []group{{Fields: []field{f.Field("private_email", "Private e-mail address", "email", "email", "For afterwards: people change jobs. It may stay empty, and you cannot sign in with it.")}}}
		},
		Do: func(f *form) (string, error) {
			_, err := p.Access.ChangePerson(c.Request.Context(), a, a.Person, revisionOf(f.Value("revision")), func(x *access.PersonFields) {
				x.PrivateEmail = f.Value("private_email")
			})
			return "/my-data?done=private", err
		},
	}
	page.Form.Typed = url.Values{"private_email": {who.PrivateEmail}}
	return page, nil
}

// keepPrivate keeps the address at which somebody can be reached afterwards.
func (p *Pages) keepPrivate(c *gin.Context, a access.Actor) error {
	return p.takeForm(c, a, p.myDataPage)
}

// ownData sends a copy of all that is held on somebody, while it is gathered.
func (p *Pages) ownData(c *gin.Context, a access.Actor) error {
	return p.Personal.Export(c.Request.Context(), a, a.Person, &archive{w: c.Writer, name: "your-data.zip"})
}

// archive sends its headers with its first byte, so that what fails before becomes a page.
type archive struct {
	w    http.ResponseWriter
	name string
	sent bool
}

// Write implements io.Writer.
func (x *archive) Write(b []byte) (int, error) {
	if !x.sent {
		x.sent = true
		h := x.w.Header()
		h.Set("Content-Type", "application/zip")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": x.name}))
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
	}
	return x.w.Write(b)
}
