package keys_test

import (
	"crypto/x509"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"testamur/internal/keys"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func certified(t *testing.T, r *keys.Ring, name string) keys.Pair {
	t.Helper()
	authority, err := r.Authority(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := authority.Certify(name, noon)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestASignatorysCertificateNamesThemAndSaysWhatItIsFor(t *testing.T) {
	r := prepared(t, storetest.Open(t), "Institute")
	for name, want := range map[string]string{
		"Ольга Вторушина": "Ольга Вторушина", "Nguyễn Thị Ánh": "Nguyễn Thị Ánh", strings.Repeat("é", 65): strings.Repeat("é", 64),
	} {
		p := certified(t, r, name)
		if err := chains(t, r, p); err != nil {
			t.Error(err)
		}
		c := p.Certificate
		if c.Subject.CommonName != want || len(c.Subject.Organization) != 0 {
			t.Errorf("%q became %v", name, c.Subject)
		}
		if c.KeyUsage != x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment || c.IsCA || len(c.ExtKeyUsage) != 0 {
			t.Errorf("usage %v, %v", c.KeyUsage, c.ExtKeyUsage)
		}
		if len(c.UnknownExtKeyUsage) != 1 || c.UnknownExtKeyUsage[0].String() != "1.3.6.1.5.5.7.3.36" {
			t.Errorf("extended usage %v", c.UnknownExtKeyUsage)
		}
		if !keys.ForSignatory(c) || len(c.Policies) != 1 {
			t.Errorf("policies %v", c.Policies)
		}
	}
	if keys.ForSignatory(sealing(t, r).Certificate) {
		t.Error("the sealing certificate counts as a signatory's")
	}
}

func TestASignatorysKeyIsUsedOnceAndNotKept(t *testing.T) {
	db := storetest.Open(t)
	r := prepared(t, db, "Institute")
	one, two := certified(t, r, "Karl"), certified(t, r, "Karl")
	if one.Certificate.Equal(two.Certificate) || one.Certificate.SerialNumber.Cmp(two.Certificate.SerialNumber) == 0 {
		t.Error("two signatures share a certificate")
	}
	stored, err := db.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var kinds []keys.Kind
	for _, k := range stored {
		kinds = append(kinds, k.Kind)
		if len(k.Wrapped) == 0 {
			t.Errorf("%s has no private key", k.Kind)
		}
	}
	if !slices.Equal(kinds, []keys.Kind{keys.Root, keys.Sealing, keys.Signatories}) {
		t.Errorf("stored are %v", kinds)
	}
}

func TestServersThatNeedAnAuthorityAtOnceMakeOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := wrappingKey(t)
		if err := newRing(db, w, "Institute").Prepare(t.Context()); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 6 {
			r := newRing(db, w, "Institute")
			wg.Go(func() {
				if _, err := r.Authority(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n, err := db.CountKeys(t.Context(), keys.Signatories); err != nil || n != 1 {
			t.Errorf("%d authorities, %v", n, err)
		}
	})
}

func TestRotatingMakesANewAuthorityAndOldSignaturesStayGood(t *testing.T) {
	r := prepared(t, storetest.Open(t), "Institute")
	old := certified(t, r, "Karl")
	if err := r.Rotate(t.Context(), admin); err != nil {
		t.Fatal(err)
	}
	current := certified(t, r, "Karl")
	if current.Chain[0].Equal(old.Chain[0]) {
		t.Error("the authority stayed")
	}
	for _, p := range []keys.Pair{old, current} {
		if err := chains(t, r, p); err != nil {
			t.Error(err)
		}
	}
}

func TestARootWhoseKeyIsElsewhereCertifiesNobody(t *testing.T) {
	r := prepared(t, storetest.Open(t), "Institute")
	old := certified(t, r, "Karl")
	g, _ := given(t)
	if err := r.Import(t.Context(), admin, g); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Authority(t.Context()); !errors.Is(err, keys.ErrRootElsewhere) {
		t.Errorf("got %v", err)
	}
	if err := chains(t, r, old); err != nil {
		t.Errorf("what was certified before: %v", err)
	}
}
