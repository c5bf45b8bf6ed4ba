package web

import (
	"net/http"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"testamur/internal/certificate"

	"github.com/gin-gonic/gin"
)

// mountVerification registers the pages on which anyone checks a certificate.
func (p *Pages) mountVerification(to routes) {
	verification := func(c *gin.Context) { p.Verification(c.Writer, c.Request, c.Param("code")) }
	to.router.GET("/v/:code", verification)
	to.router.HEAD("/v/:code", verification)
	to.read("/verify", p.verify)
	to.write("/verify", p.verifyFile)
}

// verificationPage is what the page shows.
type verificationPage struct {
	view
	certificate.Verification
	Sentence string
	Meaning  string // of the verdict for whoever holds the certificate
	OfFile   bool   // a file was asked about, not a code
	Address  string // of the answer about the code, to be followed again
	Checked  time.Time
}

// Verification answers anyone who follows a certificate's QR code.
func (p *Pages) Verification(w http.ResponseWriter, r *http.Request, code string) {
	found, err := p.Certificates.Verify(r.Context(), code)
	if err != nil {
		p.Log.ErrorContext(r.Context(), "verification failed", "error", err)
		found = certificate.Verification{Verdict: certificate.CannotTell}
	}
	page := p.verificationPage(found)
	page.Form.propose(map[string]string{"code": code})
	p.show(w, r, statusOf(found.Verdict), "verification", page)
}

func (p *Pages) verificationPage(found certificate.Verification) verificationPage {
	page := verificationPage{Verification: found, Sentence: found.Sentence(), Meaning: meanings[found.Verdict], Checked: p.Now()}
	page.view = p.outside(page.Sentence)
	if found.Code != "" {
		page.Address = p.PublicURL + "/v/" + found.Code.String()
	}
	return page
}

// Good says whether the certificate can be relied on.
func (v verificationPage) Good() bool { return v.Verdict == certificate.Genuine }

// Contact gives whom to ask, as a link where it is an address for mail.
func (v verificationPage) Contact() crumb {
	c := crumb{Name: v.Facts.Contact}
	if a, err := mail.ParseAddress(c.Name); err == nil && a.Address == c.Name {
		c.Path = "mailto:" + (&url.URL{Path: a.Address}).String()
	}
	return c
}

// meanings say what to make of a verdict, where the sentence does not say it all.
var meanings = map[certificate.Verdict]string{
	certificate.VerdictRevoked: "It does not count any more, though the paper or the file before you may look as it always did.",
	certificate.Superseded:     "What you have before you does not count any more. Ask whoever showed it to you for the newer one.",
	certificate.Expired:        "It was genuine, and in force until then.",
	certificate.Erased:         "That it was issued is all that can still be told. A file of it can still be compared with what was issued.",
	certificate.Altered:        "Do not rely on this file. Ask whoever gave it to you for the file as it was issued, or look at what was issued under its code.",
	certificate.CannotTell:     "This says nothing about the certificate. Try again in a few minutes.",
}

func statusOf(v certificate.Verdict) int {
	switch v {
	case certificate.Unknown:
		return http.StatusNotFound
	case certificate.CannotTell:
		return http.StatusServiceUnavailable
	case certificate.Genuine, certificate.Superseded, certificate.Expired, certificate.Erased, certificate.Altered, certificate.VerdictRevoked:
	}
	return http.StatusOK
}

// verifyPage asks for a code or a file.
type verifyPage struct {
	view
	Code, File form
}

func (p *Pages) verifyPage() verifyPage {
	page := verifyPage{view: p.outside("Is a certificate genuine?"), File: form{ID: "check"}}
	page.Script = "verify.js"
	return page
}

// verify leads from a code that was typed to what is known of it. The address that the QR code holds is taken for the code.
func (p *Pages) verify(c *gin.Context) error {
	typed, asked := c.GetQuery("code")
	page := p.verifyPage()
	if !asked {
		return p.render(c, http.StatusOK, "verify", page)
	}
	page.Code.Typed = url.Values{"code": {typed}}
	if _, code, ok := strings.Cut(typed, "/v/"); ok {
		typed = code
	}
	if code, ok := certificate.ParseCode(typed); ok {
		return p.see(c, "/v/"+code.String())
	}
	if strings.TrimSpace(typed) == "" {
		page.Code.refuse("code", "Type the code that is printed on the certificate.")
	} else {
		page.Code.refuse("code", "This is not a verification code. A code has 25 letters and digits; at least one is mistyped or missing here.")
	}
	page.Form = page.Code
	return p.render(c, http.StatusUnprocessableEntity, "verify", page)
}
