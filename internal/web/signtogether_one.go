package web

import (
	"net/http"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// ownAnswerPage is the answer of somebody who is signed in to one certificate.
type ownAnswerPage struct {
	view
	Request certificate.SigningRequest
	Me      certificate.Signatory
	Others  []certificate.Signatory
	Proof   bool
}

func (p *Pages) ownAnswerPage(c *gin.Context, a access.Actor) (ownAnswerPage, error) {
	r, err := p.ownRequest(c, a)
	if err != nil {
		return ownAnswerPage{}, err
	}
	v, err := p.Certificates.Version(c.Request.Context(), a, r.VersionID)
	page := ownAnswerPage{
		view:    p.inside(c, a, "Your answer on the certificate of "+r.Participant, toSigning).sentTo(here("signing", r.CertificateID, "")),
		Request: r, Proof: !a.Fresh,
	}
	for _, x := range v.Signatories {
		if x.ID == r.SignatoryID {
			page.Me = x
		} else {
			page.Others = append(page.Others, x)
		}
	}
	return page, err
}

// Asks says whether the page has the form: not before it is proved who they are, unless something is typed already.
func (o ownAnswerPage) Asks() bool { return !o.Answered() && (!o.Proof || o.Mistaken()) }

// showOwnAnswer shows the page with what was typed and, where nothing was, what is stored.
func (p *Pages) showOwnAnswer(c *gin.Context, status int, o ownAnswerPage) error {
	if o.Asks() {
		o.Script = "signing.js"
	}
	o.Form.propose(map[string]string{
		"text": o.Request.TextDigest.String(), "typed": o.Me.Name,
		"confirmed-name": o.Me.Name, "confirmed-title": o.Me.Title, "confirmed-organisation": o.Me.Organisation,
	})
	return p.render(c, status, "signing_own", o)
}

var toSigning = crumb{"What waits for your signature", "/signing"}

// Answered says whether they have signed already.
func (o ownAnswerPage) Answered() bool { return o.Request.Answered == certificate.Approved }

func (p *Pages) askOwnAnswer(c *gin.Context, a access.Actor) error {
	page, err := p.ownAnswerPage(c, a)
	if err != nil {
		return err
	}
	return p.showOwnAnswer(c, http.StatusOK, page)
}

// takeOwnAnswer records it. Whoever sends the form twice is led to what waits for them still.
func (p *Pages) takeOwnAnswer(c *gin.Context, a access.Actor) error {
	page, err := p.ownAnswerPage(c, a)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && page.Answered()) {
		return p.see(c, "/signing?done=meanwhile-signing")
	}
	if err != nil {
		return err
	}
	var f form
	if err := p.readAnswer(c, a, &f); err != nil {
		return err
	}
	if f.Value("decision") == "" {
		f.refuse("decision", "Choose what you answer.")
	}
	if err = f.mistyped(); err == nil {
		_, err = p.Certificates.RecordSignOff(c.Request.Context(), a, page.Request.CertificateID, ownAnswer(page, f))
	}
	if err == nil {
		return p.see(c, "/signing?done="+map[bool]string{true: "signed", false: "answered"}[f.Value("decision") == string(certificate.Approved)])
	}
	if len(f.Mistakes) == 0 && !f.blame(err, map[string]string{textChanged: "", "in_progress": "", "certificate_state": "", "paused": "", "proof_needed": ""}) {
		return err
	}
	if fault.ReasonOf(err) == textChanged {
		f.Typed.Set("text", page.Request.TextDigest.String()) // from here on the form is about the text as it is now
	}
	p.note(c, err)
	page.Form = f
	return p.showOwnAnswer(c, statusAfter(err), page)
}

func ownAnswer(page ownAnswerPage, f form) certificate.Answer {
	page.Form = f
	return answerOf(signingPage{view: page.view, Request: page.Request})
}

// showOwnPicture shows the form again with the signature as it would be printed, for browsers that do not show it by themselves.
func (p *Pages) showOwnPicture(c *gin.Context, a access.Actor) error {
	page, err := p.ownAnswerPage(c, a)
	if err != nil {
		return err
	}
	if page.Answered() {
		return p.see(c, toSigning.Path)
	}
	if err := p.readAnswer(c, a, &page.Form); err != nil {
		return err
	}
	if page.Proof {
		page.Form.refuse("", "It is too long since you proved that it is you.")
	}
	status := http.StatusOK
	if page.Mistaken() {
		status = http.StatusUnprocessableEntity
	}
	return p.showOwnAnswer(c, status, page)
}

// ownPicture sends the picture of a signature to whoever uploaded it, while they are asked for it.
func (p *Pages) ownPicture(c *gin.Context, a access.Actor) error {
	if _, err := p.ownRequest(c, a); err != nil {
		return err
	}
	return p.sendUploaded(c, a)
}
