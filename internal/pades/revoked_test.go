package pades_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"

	"testamur/internal/pades"
	"testamur/internal/pades/judges"
	"testamur/internal/pades/revocation"
)

// proving preserves a file with what the authority's root says today, as far as it says anything.
func (a archive) proving(file []byte) []byte {
	a.t.Helper()
	with := a.with()
	client := &revocation.Client{HTTP: a.authority.Client, Now: time.Now}
	for _, u := range a.report(file).Unproven {
		evidence, err := client.Evidence(a.t.Context(), u.Certificate, u.Issuer)
		if err != nil {
			a.t.Fatal(err)
		}
		with.CRLs, with.OCSPs = append(with.CRLs, evidence.CRLs...), append(with.OCSPs, evidence.OCSPs...)
	}
	out, err := pades.Preserve(a.t.Context(), file, with)
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

// certifiers are the two ways in which an authority's certificate says where to ask.
func (a archive) certifiers() map[string]func(testing.TB, time.Time) {
	return map[string]func(testing.TB, time.Time){"list": a.authority.Lists, "responder": a.authority.Responds}
}

func (a archive) sealed() []byte {
	a.t.Helper()
	s := a.signing("Seal")
	s.Timestamp = a.with().Authority
	return sign(a.t, base{fields: []string{"Seal"}}.build(a.t), s)
}

func TestWhatProvesTheTimeAuthorityIsKeptInTheFile(t *testing.T) {
	a := newArchive(t)
	if n := len(a.report(a.file).Unproven); n != 0 {
		t.Errorf("%d certificates are unproven that name no place to ask", n)
	}
	for kind, certify := range a.certifiers() {
		certify(t, time.Now().AddDate(1, 0, 0))
		sealed := a.sealed()
		lacking, file := a.preserve(sealed), a.proving(sealed)
		for name, pdf := range map[string][]byte{"sealed": sealed, "preserved without": lacking} {
			if got := a.report(pdf).Unproven; len(got) != 1 || got[0].Certificate.Subject.CommonName != "Timestamp Authority" || !got[0].Issuer.Equal(a.authority.Root) {
				t.Errorf("%s, %s: %+v is unproven", kind, name, got)
			}
		}
		certify(t, time.Now().AddDate(5, 0, 0))
		for n, pdf := range [][]byte{file, a.proving(lacking), a.proving(file)} {
			r := a.report(pdf)
			if err := r.Sealed("Seal"); err != nil || len(r.Unproven) != 0 {
				t.Errorf("%s, %d: sealed: %v; %d unproven", kind, n, err, len(r.Unproven))
			}
			for _, s := range r.Timestamps {
				if !s.Trusted || s.Revoked {
					t.Errorf("%s, %d: %+v", kind, n, s)
				}
			}
			want := judges.Wanted{RootPEM: a.root.pem(), Signatures: 1, Timestamps: len(r.Timestamps), TimesPEM: a.authority.RootPEM()}
			for _, j := range judges.All {
				t.Run(kind+string(rune('0'+n))+j.Name, func(t *testing.T) { j.AcceptsPreserved(t, pdf, want) })
			}
		}
	}
}

// Reasons: 1 is a stolen key, 4 a certificate that another took the place of (RFC 5280, 5.3.1).
func TestATimestampOfARevokedAuthorityCountsOnlyIfItsKeyWasSafeThen(t *testing.T) {
	for name, c := range map[string]struct {
		since   time.Duration
		reason  int
		revoked bool
	}{
		"stolen before":   {-time.Hour, 1, true},
		"stolen since":    {time.Hour, 1, true},
		"replaced before": {-time.Hour, 4, true},
		"replaced since":  {time.Hour, 4, false},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			for kind, certify := range a.certifiers() {
				certify(t, time.Now().AddDate(1, 0, 0))
				sealed := a.preserve(a.sealed())
				a.authority.Revoke(time.Now().Add(c.since), c.reason)
				r := a.report(a.proving(sealed))
				if err := r.Sealed("Seal"); err != nil {
					t.Errorf("%s: a timestamp that proves nothing breaks the seal: %v", kind, err)
				}
				s, stamp := r.Signatures[0], r.Timestamps[0]
				if s.TimestampRevoked != c.revoked || s.TimestampTrusted == c.revoked || stamp.Revoked != c.revoked || stamp.Trusted == c.revoked {
					t.Errorf("%s: signature: revoked %t, trusted %t; file: revoked %t, trusted %t", kind, s.TimestampRevoked, s.TimestampTrusted, stamp.Revoked, stamp.Trusted)
				}
				if s.SigningTime().Equal(noon) != c.revoked {
					t.Errorf("%s: the signing time is %v", kind, s.SigningTime())
				}
			}
		})
	}
}

func TestARevokedAuthorityGivesNoToken(t *testing.T) {
	authority := judges.NewAuthority(t)
	authority.Lists(t, time.Now().AddDate(1, 0, 0))
	clock := time.Now()
	a := pades.NewHTTPAuthority(authority.URL, authority.Client, poolOf(authority.Root), rand.Reader)
	a.Revocations = &revocation.Client{HTTP: authority.Client, Now: func() time.Time { return clock }}
	token := func() error {
		_, err := a.Token(t.Context(), sha256.Sum256(nil))
		return err
	}
	authority.Mute(true)
	if err := token(); err != nil {
		t.Errorf("nobody says that it was revoked, but: %v", err)
	}
	authority.Mute(false)
	authority.Revoke(clock.Add(-time.Hour), 4)
	if err := token(); err != nil || authority.Asked() != 1 {
		t.Errorf("a failure is kept for minutes, but: %v, asked %d times", err, authority.Asked())
	}
	clock = clock.Add(10 * time.Minute)
	for range 3 {
		if err := token(); !errors.Is(err, pades.ErrTimestamp) || !strings.Contains(err.Error(), "revoked") {
			t.Errorf("got %v", err)
		}
	}
	if n := authority.Asked(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// deafRevocations fail otherwise than by not knowing.
type deafRevocations struct{ pades.Revocations }

func TestOtherFailuresOfAskingAreNotTakenForSilence(t *testing.T) {
	authority := judges.NewAuthority(t)
	authority.Lists(t, time.Now().AddDate(1, 0, 0))
	a := pades.NewHTTPAuthority(authority.URL, authority.Client, poolOf(authority.Root), rand.Reader)
	a.Revocations = deafRevocations{}
	if _, err := a.Token(t.Context(), sha256.Sum256(nil)); !errors.Is(err, pades.ErrTimestamp) || !errors.Is(err, errDeaf) {
		t.Errorf("got %v", err)
	}
}

var errDeaf = errors.New("deaf")

func (deafRevocations) Evidence(context.Context, *x509.Certificate, *x509.Certificate) (revocation.Evidence, error) {
	return revocation.Evidence{}, errDeaf
}

// A signatory's or the seal's own certificate is judged alike: here by a list that another file of the same root could hold.
func TestASealWhoseCertificateWasRevokedBeforeDoesNotHold(t *testing.T) {
	a := newArchive(t)
	with := a.with()
	with.CRLs = [][]byte{a.root.revoking(t, a.leaf.cert, noon.AddDate(0, 0, -1))}
	out, err := pades.Preserve(t.Context(), a.file, with)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.report(out).Sealed("Seal"); !errors.Is(err, pades.ErrNotSealed) || !strings.Contains(err.Error(), "revoked") {
		t.Errorf("sealed: %v", err)
	}
	if !bytes.HasPrefix(out, a.file) {
		t.Error("the file does not begin with the one that was preserved")
	}
}
