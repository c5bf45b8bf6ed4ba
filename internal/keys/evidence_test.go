package keys_test

import (
	"crypto/x509"
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/keys"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// evidence checks the lists and gives the names of the issuers.
func evidence(t *testing.T, r *keys.Ring, of ...*x509.Certificate) (issuers, lists []string) {
	t.Helper()
	e, err := r.Evidence(t.Context(), of, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range e.Certificates {
		issuers = append(issuers, c.Subject.CommonName)
	}
	for _, der := range e.CRLs {
		list, err := x509.ParseRevocationList(der)
		if err != nil {
			t.Fatal(err)
		}
		by := slices.IndexFunc(e.Certificates, func(c *x509.Certificate) bool { return list.CheckSignatureFrom(c) == nil })
		if by < 0 || !list.ThisUpdate.Equal(noon) || !list.NextUpdate.After(noon) || len(list.RevokedCertificateEntries) > 0 || list.Number.Sign() <= 0 {
			t.Fatalf("list of %s: %+v", list.Issuer, list)
		}
		lists = append(lists, e.Certificates[by].Subject.CommonName)
	}
	return issuers, lists
}

func TestEvidenceIsOfTheIssuersUpToTheRoot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		r := prepared(t, db, "Institute")
		signatory := certified(t, r, "Karl").Certificate
		seal := sealing(t, r).Certificate
		if err := r.Rotate(t.Context(), access.System("test")); err != nil {
			t.Fatal(err)
		}
		certified(t, r, "Olga") // by an authority that certified nobody else
		for name, c := range map[string]struct{ of, want []string }{
			"seal":      {[]string{"seal"}, []string{"Institute root"}},
			"signatory": {[]string{"signatory"}, []string{"Institute signatories", "Institute root"}},
			"both":      {[]string{"seal", "signatory"}, []string{"Institute signatories", "Institute root"}},
			"nobody":    {nil, nil},
		} {
			var of []*x509.Certificate
			for _, x := range c.of {
				of = append(of, map[string]*x509.Certificate{"seal": seal, "signatory": signatory}[x])
			}
			if issuers, lists := evidence(t, r, of...); !slices.Equal(issuers, c.want) || !slices.Equal(lists, c.want) {
				t.Errorf("%s: certificates of %q, lists of %q", name, issuers, lists)
			}
		}
	})
}

func TestARootWhoseKeyIsElsewhereGivesNoList(t *testing.T) {
	r := prepared(t, storetest.Open(t), "Institute")
	imported, _ := given(t)
	if err := r.Import(t.Context(), access.System("test"), imported); err != nil {
		t.Fatal(err)
	}
	issuers, lists := evidence(t, r, imported.Pair.Path()...)
	if !slices.Contains(issuers, imported.Root.Subject.CommonName) || len(lists) > 0 {
		t.Errorf("certificates of %q, lists of %q", issuers, lists)
	}
}
