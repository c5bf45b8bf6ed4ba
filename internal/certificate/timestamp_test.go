package certificate_test

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/pades"
	"testamur/internal/pades/judges"
	"testamur/internal/store/storetest"
	"testamur/internal/typeset"
)

// The authority's clock is the machine's, so here the world's is too.
func TestWithATimeAuthorityASealCarriesATimeThatIsTrusted(t *testing.T) {
	authority := judges.NewAuthority(t)
	times := x509.NewCertPool()
	times.AddCert(authority.Root)
	w := newWorldAt(t, storetest.Open(t), time.Now().UTC().Truncate(time.Microsecond))
	w.press.Authority = pades.NewHTTPAuthority(authority.URL, authority.Client, times, rand.Reader)
	w.press.TimestampRoots = times
	c, err := w.issue(w.signed())
	w.must(err)
	file := w.pdf(c)
	if got := w.verdict(file); got != certificate.Genuine {
		t.Errorf("verdict %s", got)
	}
	roots, err := w.press.Keys.Roots(t.Context())
	w.must(err)
	report, err := pades.Verifier{Roots: roots, TimestampRoots: times}.Verify(file)
	w.must(err)
	w.must(report.Sealed(typeset.SealField))
	if s := report.Signatures[0]; s.Level != "B-T" || s.TimestampTime == nil || !s.TimestampTrusted {
		t.Errorf("level %s, time %v, trusted %v", s.Level, s.TimestampTime, s.TimestampTrusted)
	}
	root, err := w.press.Keys.Root(t.Context())
	w.must(err)
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw})
	for _, judge := range judges.All {
		t.Run(judge.Name, func(t *testing.T) {
			judge.AcceptsPreserved(t, file, judges.Wanted{RootPEM: text, Signatures: 1, Timestamps: 1, TimesPEM: authority.RootPEM()})
		})
	}
}
