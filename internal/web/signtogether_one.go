package web

import (
	"cmp"
	"net/http"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"

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
	page.Form.propose(map[string]string{
		"text": r.TextDigest.String(), "confirmed-name": page.Me.Name, "confirmed-title": page.Me.Title, "confirmed-organisation": page.Me.Organisation,
	})
	return page, err
}

var toSigning = crumb{"What waits for your signature", "/signing"}

// Answered says whether they have signed already.
func (o ownAnswerPage) Answered() bool { return o.Request.Answered == certificate.Approved }

// Ask is a question with a few answers, all of them seen.
func (o ownAnswerPage) Ask(name, label string, options []option, hint string) field {
	return o.Form.Choose(name, label, options, hint)
}

// Decisions are what can be answered.
func (o ownAnswerPage) Decisions() []option {
	return []option{
		{string(certificate.Approved), "Yes, I sign this certificate"}, {string(certificate.ChangeRequested), "I ask for a change first"},
		{string(certificate.Suggested), "Somebody else should sign, not I"}, {string(certificate.Declined), "No, I decline"},
	}
}

// Conflicts are the answers to the question about conflicts of interest.
func (o ownAnswerPage) Conflicts() []option {
	return []option{{string(programme.ConflictNone), "No, I have none"}, {string(programme.ConflictDeclared), "Yes; I say below which, and that counts as declining"}}
}

func (p *Pages) askOwnAnswer(c *gin.Context, a access.Actor) error {
	page, err := p.ownAnswerPage(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "signing_own", page)
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
	f, err := p.readOwnAnswer(c, a)
	if err != nil {
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
	return p.render(c, cmp.Or(statuses[fault.CodeOf(err)], http.StatusUnprocessableEntity), "signing_own", page)
}

// readOwnAnswer reads the form. A picture is stored at once and goes on as its id, so that it need not be chosen again.
func (p *Pages) readOwnAnswer(c *gin.Context, a access.Actor) (f form, err error) {
	var picture []byte
	if f.Typed, picture, err = readUpload(c, "signature"); err != nil || len(picture) == 0 {
		return f, err
	}
	file, err := p.Certificates.Upload(c.Request.Context(), a, certificate.PurposeSignature, "", picture)
	if code := fault.CodeOf(err); code == fault.Invalid || code == fault.TooLarge {
		f.refuse("signature", whatIsWrong(err))
		return f, nil
	}
	if err == nil {
		f.Typed.Set("picture", file.ID.String())
	}
	return f, err
}

func ownAnswer(page ownAnswerPage, f form) certificate.Answer {
	page.Form = f
	return answerOf(signingPage{view: page.view, Request: page.Request})
}
