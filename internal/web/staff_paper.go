package web

import (
	"net/http"
	"net/url"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// mountPaper registers the page on which staff record what somebody signed on paper.
func (p *Pages) mountPaper(to routes) {
	to.show("/certificates/:id/paper/:signatory", p.askPaper)
	to.take("/certificates/:id/paper/:signatory", p.recordPaper)
}

// paperPage asks before a signature on paper is recorded, and says what that means.
type paperPage struct {
	view
	desk
	Who     signatoryRow
	Version certificate.Version // the text that is out for signing
}

// paperPage fails as Conflict with the reason deedPast when there is nothing to record any more.
func (p *Pages) paperPage(c *gin.Context, a access.Actor) (page paperPage, err error) {
	if page.desk, err = p.desk(c, a); err != nil {
		return page, err
	}
	rows, err := p.signing(c, a, page.desk)
	if err != nil {
		return page, err
	}
	i := slices.IndexFunc(rows, func(r signatoryRow) bool { return r.ID == idOf(c.Param("signatory")) })
	if i < 0 {
		return page, fault.Missing("signatory")
	}
	page.Who = rows[i]
	if page.State != certificate.Signing || page.Who.Signed() {
		return page, fault.New(fault.Conflict, deedPast, "This was signed already, or is not out for signing.")
	}
	page.Version, err = p.Certificates.Version(c.Request.Context(), a, page.VersionID)
	page.view = p.insideDesk(c, a, page.desk, "Has "+page.Who.Name+" signed on paper?", true)
	page.propose()
	return page, err
}

// propose fills in what was not typed yet.
func (s *paperPage) propose() {
	s.Form.propose(map[string]string{"text": s.Version.TextDigest.String()})
}

func (p *Pages) askPaper(c *gin.Context, a access.Actor) error {
	page, err := p.paperPage(c, a)
	switch {
	case fault.ReasonOf(err) == deedPast:
		return p.see(c, page.Path()+"?done=meanwhile")
	case err != nil:
		return err
	case a.Is(page.Who.PersonID): // their own they give in person
		return p.see(c, here("signing", page.ID, ""))
	}
	return p.render(c, http.StatusOK, "paper", page)
}

// recordPaper records it. Sent twice, it is recorded once.
func (p *Pages) recordPaper(c *gin.Context, a access.Actor) error {
	page, err := p.paperPage(c, a)
	if fault.ReasonOf(err) == deedPast {
		return p.see(c, page.Path()+"?done=meanwhile")
	}
	if err != nil {
		return err
	}
	f, err := p.readPaper(c, a)
	if err != nil {
		return err
	}
	if err = f.mistyped(); err == nil {
		_, err = p.Certificates.RecordSignOff(c.Request.Context(), a, page.ID, certificate.Answer{
			SignatoryID: page.Who.ID, Decision: certificate.Approved, Reason: f.Value("note"), TextDigest: digestOf(f.Value("text")),
			SignatureFile: idOf(f.Value("picture")),
		})
	}
	switch reason := fault.ReasonOf(err); {
	case err == nil:
		return p.see(c, page.Path()+"?done=paper#signing")
	case reason == "already_signed": // another click was faster
		return p.see(c, page.Path()+"?done=meanwhile")
	case !f.blamed(err, map[string]string{textChanged: "", "paused": "", "in_progress": "", "certificate_state": "", "proof_needed": "", "reason": "note"}):
		return err
	case reason == textChanged:
		f.Typed.Set("text", page.Version.TextDigest.String()) // from here on the form is about the text as it is now
	}
	p.note(c, err)
	page.Form = f
	page.propose()
	return p.render(c, statusAfter(err), "paper", page)
}

// readPaper reads the form. A picture is stored at once and goes on as its id, so that it need not be chosen again.
func (p *Pages) readPaper(c *gin.Context, a access.Actor) (f form, err error) {
	var picture []byte
	if f.Typed, picture, err = readUpload(c, "signature"); err != nil || len(picture) == 0 {
		return f, err
	}
	if f.Typed == nil {
		f.Typed = url.Values{}
	}
	err = p.keepPicture(c, a, &f, "signature", picture, nil)
	return f, err
}
