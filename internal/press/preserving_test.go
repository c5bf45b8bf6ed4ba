package press_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"testamur/internal/fault"
	"testamur/internal/pades"
	"testamur/internal/pades/judges"
	"testamur/internal/pades/revocation"
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

// asking lets the office ask what was revoked, with a log to read and a clock of its own.
func (o *office) asking(authority *judges.Authority) *bytes.Buffer {
	var log bytes.Buffer
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	o.Revocations = &revocation.Client{HTTP: authority.Client, Now: func() time.Time { return o.at }}
	return &log
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

func TestTheListOfTheTimeAuthorityIsInTheFile(t *testing.T) {
	o := newOffice(t)
	authority := o.stamping(t)
	authority.Lists(t, time.Now().AddDate(1, 0, 0))
	log := o.asking(authority)
	for range 2 {
		file := o.seal(o.typeset(signatories[:1]))
		if n := lists(t, file); n != 3 {
			t.Errorf("%d revocation lists, not those of the root, of the authority over signatories and of the time authority's root", n)
		}
		found, err := o.Inspect(t.Context(), file)
		o.must(err)
		if !found.Sealed || !found.UnprovenUntil.IsZero() {
			t.Errorf("%+v", found)
		}
		for _, judge := range judges.All {
			t.Run(judge.Name, func(t *testing.T) {
				judge.AcceptsPreserved(t, file, judges.Wanted{RootPEM: o.root(), Signatures: 2, Timestamps: 1, TimesPEM: authority.RootPEM()})
			})
		}
	}
	if n := authority.Asked(); n != 1 || log.Len() > 0 {
		t.Errorf("asked %d times for one list; log: %s", n, log)
	}
}

// Issuing goes on, and what lacks is said and had later.
func TestAListThatCannotBeHadStopsNothingAndIsHadLater(t *testing.T) {
	o := newOffice(t)
	authority := o.stamping(t)
	until := time.Now().AddDate(1, 0, 0).UTC().Truncate(time.Second)
	authority.Lists(t, until)
	authority.Mute(true)
	log := o.asking(authority)
	file := o.seal(o.typeset(signatories[:1]))
	found, err := o.Inspect(t.Context(), file)
	o.must(err)
	if !found.Sealed || !found.UnprovenUntil.Equal(until) || !found.StampedUntil.Equal(until) {
		t.Errorf("%+v", found)
	}
	if !strings.Contains(log.String(), "due for renewal") || !strings.Contains(log.String(), "status 503") {
		t.Errorf("log: %s", log)
	}
	authority.Mute(false)
	o.at = o.at.Add(time.Hour)
	renewed, err := o.Renew(t.Context(), file, o.at)
	o.must(err)
	if found, err = o.Inspect(t.Context(), renewed); err != nil || !found.Sealed || !found.UnprovenUntil.IsZero() {
		t.Errorf("%+v, %v", found, err)
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
