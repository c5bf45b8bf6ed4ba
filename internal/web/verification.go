package web

import (
	"net/http"

	"testamur/internal/certificate"
)

// verificationPage is what the page shows.
type verificationPage struct {
	certificate.Verification
	Sentence string
	Good     bool
}

// Verification answers anyone who follows a certificate's QR code.
func (p *Pages) Verification(w http.ResponseWriter, r *http.Request, code string) {
	found, err := p.Certificates.Verify(r.Context(), code)
	if err != nil {
		p.Log.ErrorContext(r.Context(), "verification failed", "error", err)
		found = certificate.Verification{Verdict: certificate.CannotTell}
	}
	page := verificationPage{Verification: found, Sentence: found.Sentence(), Good: found.Verdict == certificate.Genuine}
	p.show(w, r, statusOf(found.Verdict), "verification", page)
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
