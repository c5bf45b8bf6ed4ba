package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountSignTogether registers the pages of a signatory who is signed in: everything that waits for their signature.
func (p *Pages) mountSignTogether(to routes) {
	to.show("/signing", shown(p, "signing_together", p.togetherPage))
	to.take("/signing", p.signTogether)
	to.show("/signing/:id", p.askOwnAnswer)
	to.take("/signing/:id", p.takeOwnAnswer)
	to.take("/signing/:id/picture", p.showOwnPicture)
	to.show("/signing/:id/picture/:file", p.ownPicture)
	to.show("/signing/:id/document", p.ownSigningDocument)
}

// togetherPage is everything that somebody is asked to sign.
type togetherPage struct {
	view
	Open  []signingRow // can be signed together, once opened
	Rests []signingRow // others declined, or they themselves
	Done  []signingRow
	Proof bool // is needed first
}

// signingRow is one certificate that somebody is asked to sign.
type signingRow struct {
	certificate.SigningRequest
	Chosen  bool
	Refusal string // why it was not signed
}

// Opened says whether the text that is out for signing was opened.
func (r signingRow) Opened() bool { return !r.ReadAt.IsZero() }

// Value is what the form sends: which certificate, and exactly which text.
func (r signingRow) Value() string { return r.CertificateID.String() + " " + r.TextDigest.String() }

// Ready counts what was opened.
func (t togetherPage) Ready() int {
	n := 0
	for _, r := range t.Open {
		if r.Opened() {
			n++
		}
	}
	return n
}

// Button names what it does.
func (t togetherPage) Button() string {
	if t.Ready() == 1 && len(t.Open) == 1 {
		return "Sign 1 certificate"
	}
	return "Sign what is ticked"
}

func (p *Pages) togetherPage(c *gin.Context, a access.Actor) (togetherPage, error) {
	requests, err := p.Certificates.SigningRequests(c.Request.Context(), a)
	page := togetherPage{view: p.inside(c, a, "What waits for your signature").sentTo("/signing"), Proof: !a.Fresh}
	for _, r := range requests {
		row := signingRow{SigningRequest: r, Chosen: !r.ReadAt.IsZero()}
		switch {
		case r.Answered == certificate.Approved:
			page.Done = append(page.Done, row)
		case r.Paused || r.Answered != "":
			page.Rests = append(page.Rests, row)
		default:
			page.Open = append(page.Open, row)
		}
	}
	return page, err
}

// signTogether signs what is ticked. What could not be signed stands on the page with the reason; sent twice, nothing is signed
// twice.
func (p *Pages) signTogether(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	items, conflict := ticked(f.Typed["sign"]), programme.Conflict(f.Value("conflict"))
	if len(items) == 0 {
		f.refuse("sign", "Tick at least one certificate that you have opened.")
	}
	if conflict != programme.ConflictNone {
		f.refuse("conflict", "Say that you have no conflict of interest with any of them. Where you have one, answer that certificate on its own.")
	}
	var signed []certificate.Signed
	if err = f.mistyped(); err == nil {
		signed, err = p.Certificates.SignTogether(c.Request.Context(), a, items, conflict)
	}
	if err != nil && len(f.Mistakes) == 0 && !f.blame(err, map[string]string{"proof_needed": ""}) {
		return err
	}
	refused := refusals(signed)
	if err == nil && len(refused) == 0 {
		return p.see(c, "/signing?done=signed")
	}
	return p.togetherAgain(c, a, f, items, refused, err)
}

// ticked reads what the form names; what is none of ours is left out.
func ticked(values []string) []certificate.ToSign {
	var items []certificate.ToSign
	for _, v := range values {
		var id, digest string
		if n, err := fmt.Sscan(v, &id, &digest); err != nil || n != 2 {
			continue
		}
		items = append(items, certificate.ToSign{CertificateID: idOf(id), TextDigest: digestOf(digest)})
	}
	return items
}

// refusals says why certificates were not signed. One that was signed before is no refusal.
func refusals(signed []certificate.Signed) map[uuid.UUID]string {
	refused := map[uuid.UUID]string{}
	for _, s := range signed {
		if s.Refusal != nil && s.Refusal.Reason != "already_signed" {
			refused[s.CertificateID] = cmp.Or(s.Refusal.Message, "This could not be signed.")
		}
	}
	return refused
}

func (p *Pages) togetherAgain(c *gin.Context, a access.Actor, f form, items []certificate.ToSign, refused map[uuid.UUID]string, cause error) error {
	page, err := p.togetherPage(c, a)
	if err != nil {
		return err
	}
	for i := range page.Open {
		row := &page.Open[i]
		row.Refusal = refused[row.CertificateID]
		row.Chosen = row.Opened() && slices.ContainsFunc(items, func(x certificate.ToSign) bool { return x.CertificateID == row.CertificateID })
	}
	for _, row := range slices.Concat(page.Open, page.Rests, page.Done) {
		if why := refused[row.CertificateID]; why != "" {
			f.refuse("", "The certificate of "+row.Participant+" is not signed. "+why)
			delete(refused, row.CertificateID)
		}
	}
	if len(refused) > 0 {
		f.refuse("", "Something that you ticked is not signed. It does not wait for your signature any more.")
	}
	status := http.StatusConflict
	if cause != nil {
		p.note(c, cause)
		status = statusAfter(cause)
	}
	page.Form = f
	if n := len(items) - len(f.Mistakes); cause == nil && n > 0 {
		page.Said = map[bool]string{true: "The other one is signed.", false: fmt.Sprintf("The other %d are signed.", n)}[n == 1]
	}
	return p.render(c, status, "signing_together", page)
}

// ownRequest gives one certificate that waits for the actor's answer. It fails as NotFound when none does.
func (p *Pages) ownRequest(c *gin.Context, a access.Actor) (certificate.SigningRequest, error) {
	requests, err := p.Certificates.SigningRequests(c.Request.Context(), a)
	if err != nil {
		return certificate.SigningRequest{}, err
	}
	id := idOf(c.Param("id"))
	i := slices.IndexFunc(requests, func(r certificate.SigningRequest) bool { return r.CertificateID == id })
	if i < 0 {
		return certificate.SigningRequest{}, fault.Missing("certificate")
	}
	return requests[i], nil
}

// ownSigningDocument shows the document. That it was opened is noted by the use case.
func (p *Pages) ownSigningDocument(c *gin.Context, a access.Actor) error {
	r, err := p.ownRequest(c, a)
	if err != nil {
		return err
	}
	d, err := p.Certificates.Document(c.Request.Context(), a, r.VersionID)
	if err == nil {
		p.inline(c, d)
	}
	return err
}
