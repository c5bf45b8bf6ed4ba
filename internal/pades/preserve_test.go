package pades_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"testamur/internal/pades"
	"testamur/internal/pades/judges"
)

// archive is a sealed file with a timestamp, and what preserves it.
type archive struct {
	world
	t         *testing.T
	authority *judges.Authority
	file      []byte
}

func newArchive(t *testing.T) archive {
	t.Helper()
	w, authority, file := stampedWorld(t)
	return archive{w, t, authority, file}
}

func (a archive) with() pades.Preservation {
	return pades.Preservation{
		Certificates: []*x509.Certificate{a.root.cert},
		Authority:    pades.NewHTTPAuthority(a.authority.URL, a.authority.Client, poolOf(a.authority.Root), rand.Reader),
	}
}

func (a archive) preserve(file []byte) []byte {
	a.t.Helper()
	out, err := pades.Preserve(a.t.Context(), file, a.with())
	if err != nil {
		a.t.Fatal(err)
	}
	if !bytes.HasPrefix(out, file) {
		a.t.Fatal("the file does not begin with the one that was preserved")
	}
	return out
}

func (a archive) report(file []byte) pades.Report {
	a.t.Helper()
	r, err := pades.Verifier{Roots: a.root.pool(), TimestampRoots: poolOf(a.authority.Root)}.Verify(file)
	if err != nil {
		a.t.Fatal(err)
	}
	return r
}

func TestAPreservedFileIsSoundToEveryJudge(t *testing.T) {
	a := newArchive(t)
	once := a.preserve(a.file)
	a.authority.Certify(t, time.Now().AddDate(5, 0, 0))
	for n, file := range [][]byte{once, a.preserve(once)} {
		want := judges.Wanted{RootPEM: a.root.pem(), Signatures: 1, Timestamps: n + 1, TimesPEM: a.authority.RootPEM()}
		r := a.report(file)
		if err := r.Sealed("Seal"); err != nil || len(r.Timestamps) != n+1 || r.Revisions != n+3 {
			t.Errorf("sealed: %v; %d timestamps, %d revisions", err, len(r.Timestamps), r.Revisions)
		}
		broken := bytes.Clone(file)
		broken[bytes.Index(broken, []byte("0.9 g"))] = '1'
		for _, j := range judges.All {
			t.Run(fmt.Sprint(n, j.Name), func(t *testing.T) {
				j.AcceptsPreserved(t, file, want)
				if j.Signature {
					j.RefusesPreserved(t, broken, want)
				}
			})
		}
	}
}

func TestATimestampSaysWhoMadeItWhenAndHowLongItIsWorth(t *testing.T) {
	a := newArchive(t)
	until := time.Now().AddDate(5, 0, 0).UTC().Truncate(time.Second)
	a.authority.Certify(t, until)
	got := a.report(a.preserve(a.file)).Timestamps[0]
	if got.Field != "Timestamp1" || got.Authority != "Timestamp Authority" || !got.Until.Equal(until) || !got.Trusted || got.Revision != 3 ||
		time.Since(got.Time) > time.Hour || len(got.Problems) > 0 {
		t.Errorf("%+v", got)
	}
}

// Somebody else's timestamp proves nothing, but it does not make the file worth less either.
func TestATimestampOfAnUnknownAuthorityBreaksNothing(t *testing.T) {
	a := newArchive(t)
	r, err := pades.Verifier{Roots: a.root.pool()}.Verify(a.preserve(a.file))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Sealed("Seal"); err != nil || r.Timestamps[0].Trusted {
		t.Errorf("sealed: %v, trusted: %t", err, r.Timestamps[0].Trusted)
	}
}

// With the first timestamp the certificates of all signatures are kept, with each later one those of the timestamp before it.
func TestTheStoreKeepsEachCertificateOnce(t *testing.T) {
	a := newArchive(t)
	once := a.preserve(a.file)
	again := a.with()
	again.Certificates = nil
	twice, err := pades.Preserve(t.Context(), once, again)
	if err != nil {
		t.Fatal(err)
	}
	a.authority.Certify(t, time.Now().AddDate(5, 0, 0))
	thrice, err := pades.Preserve(t.Context(), a.preserve(once), again)
	if err != nil {
		t.Fatal(err)
	}
	const first = 4 // the sealing certificate, the time authority's, and the root of each
	for name, n := range map[string]struct {
		file  []byte
		count int
	}{
		"once": {once, first}, "by the same authority's certificate again": {twice, first},
		"by another certificate, which is kept with the third": {thrice, first + 1},
	} {
		arrays := regexp.MustCompile(`/Certs \[([^]]*)\]`).FindAllSubmatch(n.file, -1)
		if got := strings.Count(string(arrays[len(arrays)-1][1]), "R"); got != n.count {
			t.Errorf("%s: %d certificates", name, got)
		}
	}
	for _, c := range []*x509.Certificate{a.leaf.cert, a.root.cert, a.authority.Root} {
		if !bytes.Contains(once, c.Raw) {
			t.Errorf("%s is missing", c.Subject)
		}
	}
}

func TestPreserveWorksOnEveryShapeOfForm(t *testing.T) {
	for name, b := range map[string]base{
		"direct":   {fields: []string{"Seal"}},
		"indirect": {fields: []string{"Seal"}, indirect: true, pages: 3, signFlags: true},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			file := a.preserve(a.preserve(sign(t, b.build(t), a.signing("Seal"))))
			if err := a.report(file).Sealed("Seal"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPreserveSaysWhyItCannot(t *testing.T) {
	a := newArchive(t)
	deaf := a.with()
	deaf.Authority = forger{[]byte("no token")}
	for name, c := range map[string]struct {
		file []byte
		with pades.Preservation
		want error
	}{
		"no PDF":                  {[]byte("text"), a.with(), pades.ErrNotPDF},
		"bytes after the end":     {append(bytes.Clone(a.file), "\n\n"...), a.with(), pades.ErrMalformed},
		"an authority that lies":  {a.file, deaf, pades.ErrTimestamp},
		"a signature of nonsense": {bytes.Replace(a.file, []byte("/Contents<30"), []byte("/Contents<31"), 1), a.with(), pades.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := pades.Preserve(t.Context(), c.file, c.with); !errors.Is(err, c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
