package web

import (
	"context"
	"net/http"
	"slices"

	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// signing lets a signatory without an account read one certificate and answer.
type signing struct{ *Pages }

// signingPage is what a signatory sees of what they are asked to sign.
type signingPage struct {
	view
	Request certificate.SigningRequest
	Version certificate.Version
	Me      certificate.Signatory
	Others  []certificate.Signatory
	Link    link
	Changed *certificate.Difference // since they read it last, if they did
	Words   certificate.Content     // on the page on which they are read
}

// Answer says how one of the others has answered; "" when they have not.
func (s signingPage) Answer(of certificate.Signatory) string {
	for _, o := range s.Request.Others {
		if o.SignatoryID == of.ID {
			return word(o.Decision)
		}
	}
	return ""
}

// asked gives what the link asks to sign. It fails as Conflict with the reason not_out when that is nothing any more.
func (s signing) asked(ctx context.Context, l link) (signingPage, error) {
	requests, err := s.Certificates.SigningRequests(ctx, l.guest)
	if err != nil {
		return signingPage{}, err
	}
	i := slices.IndexFunc(requests, func(r certificate.SigningRequest) bool { return r.CertificateID == l.Object.ID })
	if i < 0 {
		return signingPage{}, fault.New(fault.Conflict, notOut, "This certificate is not out for signing now.")
	}
	page := signingPage{view: s.view("Certificate of " + requests[i].Participant), Request: requests[i], Link: l}
	page.Here = s.base + l.path("")
	if page.Version, err = s.Certificates.Version(ctx, l.guest, page.Request.VersionID); err != nil {
		return signingPage{}, err
	}
	for _, x := range page.Version.Signatories {
		if x.ID == page.Request.SignatoryID {
			page.Me = x
		} else {
			page.Others = append(page.Others, x)
		}
	}
	return page, nil
}

const notOut = "not_out"

// settled says whether the signatory has nothing to answer any more. An answer that declined can be thought over.
func settled(page signingPage, err error) bool {
	return fault.ReasonOf(err) == notOut || (err == nil && page.Request.Answered == certificate.Approved)
}

// open implements errand.
func (s signing) open(c *gin.Context, l link) error {
	page, err := s.asked(c.Request.Context(), l)
	switch {
	case fault.ReasonOf(err) == notOut:
		return s.render(c, http.StatusOK, "notice", s.nothingToSign())
	case err != nil:
		return err
	case page.Request.Answered != "":
		page.Title = thanks[page.Request.Answered]
		return s.render(c, http.StatusOK, "signed", page)
	}
	if page.Changed, err = s.changed(c.Request.Context(), l, page.Request); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "signing", page)
}

var thanks = map[certificate.Decision]string{
	certificate.Approved:        "Thank you. You have signed.",
	certificate.Declined:        "Thank you. You have declined to sign.",
	certificate.ChangeRequested: "Thank you. You have asked for a change.",
	certificate.Suggested:       "Thank you. You have suggested somebody else.",
}

// changed gives what is different from what the signatory read before this text; nil when they read nothing.
func (s signing) changed(ctx context.Context, l link, r certificate.SigningRequest) (*certificate.Difference, error) {
	if r.ReadBefore == uuid.Nil {
		return nil, nil //nolint:nilnil // a page without a part
	}
	d, err := s.Certificates.Difference(ctx, l.guest, r.CertificateID, r.ReadBefore, r.VersionID)
	return &d, err
}

func (s signing) nothingToSign() notice {
	return notice{view: s.view("There is nothing to sign just now"), Lines: []string{
		"The certificate that this link was for has either been issued or taken back to be changed. You need not do anything.",
		"If it is sent out for signing again, you get a new message with a new link.",
	}}
}

// sendCode implements errand. What was typed already is kept.
func (s signing) sendCode(c *gin.Context, l link) error {
	page, err := s.asked(c.Request.Context(), l)
	if settled(page, err) {
		return s.see(c, l.path(""))
	}
	if err != nil {
		return err
	}
	if err := s.readAnswer(c, l.guest, &page.Form); err != nil {
		return err
	}
	if err := s.Certificates.SendSigningCode(c.Request.Context(), l.guest, l.Object.ID); err != nil {
		if !page.Form.blame(err, map[string]string{"code_too_often": "code"}) {
			return err
		}
		s.note(c, err)
		return s.askAgain(c, statusAfter(err), page)
	}
	if !page.Form.Typed.Has("code") {
		return s.see(c, l.path("/answer"))
	}
	page.Form.Typed.Del("code")
	page.Said = "A new code is on its way."
	return s.askAgain(c, http.StatusOK, page)
}

// ask implements errand.
func (s signing) ask(c *gin.Context, l link) error {
	page, err := s.asked(c.Request.Context(), l)
	if settled(page, err) {
		return s.open(c, l)
	}
	if err != nil {
		return err
	}
	return s.askAgain(c, http.StatusOK, page)
}

// asSignatory has somebody do what only a link for signing lets them do, while there is something to sign.
func (p *Pages) asSignatory(c *gin.Context, do func(signing, link, signingPage) error) error {
	return p.asGuest(c, func(e errand, l link) error {
		s, ok := e.(signing)
		if !ok {
			return fault.Missing("document")
		}
		page, err := s.asked(c.Request.Context(), l)
		if fault.ReasonOf(err) == notOut {
			return s.open(c, l)
		}
		if err != nil {
			return err
		}
		return do(s, l, page)
	})
}

// document sends the PDF that is signed, to be read in the browser.
func (p *Pages) document(c *gin.Context) error {
	return p.asSignatory(c, func(_ signing, l link, page signingPage) error {
		d, err := p.Certificates.Document(c.Request.Context(), l.guest, page.Request.VersionID)
		if err != nil {
			return err
		}
		p.inline(c, d)
		return nil
	})
}

// signedText shows the words of that document, for a telephone that shows no PDF.
func (p *Pages) signedText(c *gin.Context) error {
	return p.asSignatory(c, func(s signing, l link, page signingPage) (err error) {
		if page.Words, err = s.Certificates.Words(c.Request.Context(), l.guest, page.Request.VersionID); err != nil {
			return err
		}
		page.Title = page.Words.Title
		return s.render(c, http.StatusOK, "signing_text", page)
	})
}
