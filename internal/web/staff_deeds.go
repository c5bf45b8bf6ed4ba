package web

import (
	"context"
	"net/http"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
)

// deed is something that is done to a certificate as a whole. A page before it says what will happen, and to whom.
type deed struct {
	Title, Button string
	Proof         bool // only for who has just proved who they are
	done          string
	may           func(desk) bool
	foresee       func(*foreseeing) error
	ask           func(form) []group
	do            func(context.Context, *certificate.Service, access.Actor, desk, record.Match, *form) error
}

// deedLink leads to the page before a deed, or to another page.
type deedLink struct{ Name, Path string }

// deedPage says what will happen.
type deedPage struct {
	formPage
	desk
	Deed     string // its name in the address
	Proof    bool   // is needed first
	Lines    []string
	Affected []affected
	Blocked  []findingRow // what stands in the way
}

// affected is somebody whom a deed concerns, and how.
type affected struct{ Name, Text string }

func (p *Pages) deedPage(c *gin.Context, a access.Actor) (deedPage, deed, error) {
	d, err := p.desk(c, a)
	if err != nil {
		return deedPage{}, deed{}, err
	}
	x, ok := deeds[c.Param("deed")]
	if !ok {
		return deedPage{}, x, fault.Missing("page")
	}
	if !x.may(d) {
		return deedPage{}, x, fault.New(fault.Conflict, deedPast, "This certificate is %s: that cannot be done to it now.", word(d.State))
	}
	page := deedPage{desk: d, Deed: c.Param("deed"), Proof: x.Proof && !a.Fresh}
	page.formPage = formPage{
		view: p.insideDesk(c, a, d, x.Title, true), Kicker: "The certificate of " + d.Person, Button: x.Button, Revision: d.Revision,
		Back: crumb{"Back to the certificate", d.Path()}, Ask: x.ask,
	}
	f := foreseeing{Pages: p, c: c, a: a, deedPage: &page}
	err = x.foresee(&f)
	return page, x, err
}

// deedPast is why a deed is not offered any more.
const deedPast = "deed_past"

func (p *Pages) askDeed(c *gin.Context, a access.Actor) error {
	page, _, err := p.deedPage(c, a)
	if fault.ReasonOf(err) == deedPast {
		return p.see(c, page.meanwhile(c))
	}
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "deed", page)
}

// meanwhile leads to the certificate, which shows where it stands now.
func (deedPage) meanwhile(c *gin.Context) string {
	return here("certificates", idOf(c.Param("id")), "?done=meanwhile")
}

// doDeed does it, to its end also when whoever asked for it goes away meanwhile: a second click does that. Whoever sends the form
// twice is shown where the certificate stands.
func (p *Pages) doDeed(c *gin.Context, a access.Actor) error {
	page, x, err := p.deedPage(c, a)
	if fault.ReasonOf(err) == deedPast {
		return p.see(c, page.meanwhile(c))
	}
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	err = x.do(context.WithoutCancel(c.Request.Context()), p.Certificates, a, page.desk, revisionOf(f.Value("revision")), &f)
	if err == nil {
		return p.see(c, page.Path()+"?done="+x.done)
	}
	if _, _, now := p.deedPage(c, a); fault.ReasonOf(now) == deedPast { // another click was faster
		return p.see(c, page.meanwhile(c))
	}
	if !page.refused(err, &f) {
		return err
	}
	p.note(c, err)
	page.Form = f
	page.Proof = page.Proof || fault.ReasonOf(err) == "proof_needed"
	return p.render(c, statusAfter(err), "deed", page)
}

// refused notes why a deed was not done; no is for what went wrong on our side.
func (d deedPage) refused(err error, f *form) bool {
	if len(f.Mistakes) > 0 {
		return true
	}
	code := fault.CodeOf(err)
	if code == fault.Stale {
		f.refuse("", "Somebody changed this certificate after you opened the page. Read again what will happen, then press the button.")
		return true
	}
	if !f.blame(err, map[string]string{fault.ReasonOf(err): ""}) || code == fault.Internal || code == fault.Unavailable {
		return false
	}
	for i, m := range f.Mistakes {
		if !d.asks(m.Field) {
			f.Mistakes[i] = mistake{Text: d.where(m.Field) + m.Text}
		}
	}
	return true
}

// asks says whether the page has a field.
func (d deedPage) asks(name string) bool {
	return slices.ContainsFunc(d.Groups(), func(g group) bool {
		return slices.ContainsFunc(g.Fields, func(f field) bool { return f.Name == name })
	})
}
