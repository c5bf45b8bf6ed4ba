package press_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"testing"
	"time"

	"testamur/internal/fault"
	"testamur/internal/pades"
	"testamur/internal/pades/judges"
	"testamur/internal/press"
)

// stamping gives the office a time authority.
func (o *office) stamping(t *testing.T) *judges.Authority {
	t.Helper()
	authority := judges.NewAuthority(t)
	o.TimestampRoots = x509.NewCertPool()
	o.TimestampRoots.AddCert(authority.Root)
	o.Authority = pades.NewHTTPAuthority(authority.URL, authority.Client, o.TimestampRoots, rand.Reader)
	return authority
}

func TestWithATimeAuthorityAFileIsPreservedAndCanBeRenewed(t *testing.T) {
	o := newOffice(t)
	authority := o.stamping(t)
	file := o.seal(o.typeset(signatories[:4]))
	authority.Certify(t, time.Now().AddDate(5, 0, 0))
	renewed, err := o.Renew(t.Context(), file, o.at)
	o.must(err)
	if !bytes.HasPrefix(renewed, file) {
		t.Error("the renewed file does not begin with what was issued")
	}
	for n, pdf := range [][]byte{file, renewed} {
		report := o.report(pdf)
		o.must(press.Sealed(report))
		found, err := o.Inspect(t.Context(), pdf)
		o.must(err)
		if !found.Sealed || len(report.Timestamps) != n+1 || !found.StampedUntil.Equal(report.Timestamps[n].Until) || !report.Timestamps[n].Trusted {
			t.Errorf("%+v, timestamps %+v", found, report.Timestamps)
		}
		for _, judge := range judges.All {
			t.Run(fmt.Sprint(n, judge.Name), func(t *testing.T) {
				judge.AcceptsPreserved(t, pdf, judges.Wanted{RootPEM: o.root(), Signatures: 5, Timestamps: n + 1, TimesPEM: authority.RootPEM()})
			})
		}
	}
}

// The issuers' certificates and lists are in the file that was issued, so that nobody need be asked for them.
func TestAPreservedFileCarriesWhatChecksItsSignatures(t *testing.T) {
	o := newOffice(t)
	o.stamping(t)
	file := o.seal(o.typeset(signatories[:1]))
	root, err := o.ring.Root(t.Context())
	o.must(err)
	if !bytes.Contains(file, root.Raw) {
		t.Error("no root")
	}
	for _, s := range o.report(file).Signatures {
		if !bytes.Contains(file, s.Certificate.Raw) {
			t.Errorf("no certificate of %s", s.Signer)
		}
	}
	if n := lists(t, file); n != 2 {
		t.Errorf("%d revocation lists, not those of the root and of the authority over signatories", n)
	}
}

// lists counts the revocation lists that stand in the file as streams of their own.
func lists(t *testing.T, file []byte) (n int) {
	t.Helper()
	for _, part := range bytes.Split(file, []byte("\nstream\n"))[1:] {
		der, _, _ := bytes.Cut(part, []byte("\nendstream"))
		if _, err := x509.ParseRevocationList(der); err == nil {
			n++
		}
	}
	return n
}

func TestNothingIsRenewedThatIsNotSealed(t *testing.T) {
	o := newOffice(t)
	o.stamping(t)
	base, _ := o.typeset(signatories[:1])
	if _, err := o.Renew(t.Context(), base, o.at); err == nil {
		t.Error("a file without seal was renewed")
	}
}

func TestRenewingNeedsATimeAuthority(t *testing.T) {
	o := newOffice(t)
	file := o.seal(o.typeset(signatories[:1]))
	if _, err := o.Renew(t.Context(), file, o.at); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}
