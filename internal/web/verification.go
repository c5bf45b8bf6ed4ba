package web

import (
	"html/template"
	"net/http"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/civil"
)

// verificationPage is what the page shows.
type verificationPage struct {
	certificate.Verification
	Sentence string
	Good     bool
}

// Verification answers anyone who follows a certificate's QR code.
func (p *Pages) Verification(w http.ResponseWriter, r *http.Request, code string) {
	found, err := p.certificates.Verify(r.Context(), code)
	if err != nil {
		p.log.ErrorContext(r.Context(), "verification failed", "error", err)
		found = certificate.Verification{Verdict: certificate.CannotTell}
	}
	page := verificationPage{Verification: found, Sentence: found.Sentence(), Good: found.Verdict == certificate.Genuine}
	p.show(w, r, statusOf(found.Verdict), p.verification, page)
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

var functions = template.FuncMap{
	"civil": func(d civil.Date) string {
		return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("2 January 2006")
	},
	"iso": func(s string) string {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return s
		}
		return t.Format("2 January 2006")
	},
}
