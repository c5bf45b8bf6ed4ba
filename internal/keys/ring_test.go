package keys_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/keys"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
	"software.sslmate.com/src/go-pkcs12"
)

var (
	noon  = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	admin = access.System("test")
)

func clock() time.Time { return noon }

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func wrappingKey(t *testing.T) *keys.WrappingKey {
	t.Helper()
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		t.Fatal(err)
	}
	w, err := keys.NewWrappingKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func newRing(db *store.Store, w *keys.WrappingKey, institution string) *keys.Ring {
	journal := access.Journal{Store: db, Now: clock, NewID: newID}
	return &keys.Ring{Store: db, Wrapping: w, Journal: journal, Institution: institution, Now: clock, NewID: newID}
}

func prepared(t *testing.T, db *store.Store, institution string) *keys.Ring {
	t.Helper()
	r := newRing(db, wrappingKey(t), institution)
	if err := r.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r
}

func sealing(t *testing.T, r *keys.Ring) keys.Pair {
	t.Helper()
	p, err := r.Sealing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// chains says whether the sealing certificate leads to the ring's roots.
func chains(t *testing.T, r *keys.Ring, p keys.Pair) error {
	t.Helper()
	roots, err := r.Roots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	between := x509.NewCertPool()
	for _, c := range p.Chain {
		between.AddCert(c)
	}
	_, err = p.Certificate.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: noon, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	return err
}

func TestTheFirstStartMakesARootAndASealUnderIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		r := prepared(t, db, "Institute of Example")
		p := sealing(t, r)
		if err := chains(t, r, p); err != nil {
			t.Error(err)
		}
		if p.Certificate.IsCA || p.Certificate.Subject.Organization[0] != "Institute of Example" {
			t.Errorf("%v", p.Certificate.Subject)
		}
		if err := r.Prepare(t.Context()); err != nil {
			t.Fatal(err)
		}
		if again := sealing(t, r); !again.Certificate.Equal(p.Certificate) {
			t.Error("the second start made another key")
		}
	})
}

func TestRotatingKeepsTheRootAndWhatWasSealedBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		r := prepared(t, db, "Institute")
		old := sealing(t, r)
		if err := r.Rotate(t.Context(), admin); err != nil {
			t.Fatal(err)
		}
		current := sealing(t, r)
		if current.Certificate.Equal(old.Certificate) {
			t.Fatal("nothing was rotated")
		}
		for _, p := range []keys.Pair{old, current} {
			if err := chains(t, r, p); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestPrivateKeysAreNotInTheDatabase(t *testing.T) {
	db := storetest.Open(t)
	r := prepared(t, db, "Institute")
	private, err := x509.MarshalPKCS8PrivateKey(sealing(t, r).Private)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := db.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range stored {
		if bytes.Contains(k.Wrapped, private) || len(k.Wrapped) == 0 {
			t.Errorf("%s: stored as it is, or not at all", k.Kind)
		}
	}
}

func TestAnotherWrappingKeyOpensNothing(t *testing.T) {
	db := storetest.Open(t)
	prepared(t, db, "Institute")
	if err := newRing(db, wrappingKey(t), "Institute").Prepare(t.Context()); !errors.Is(err, keys.ErrWrongWrappingKey) {
		t.Fatalf("got %v", err)
	}
}

// given makes what an institution brings from its own authority.
func given(t *testing.T) (keys.Given, []byte) {
	t.Helper()
	own := prepared(t, storetest.Open(t), "Authority")
	p := sealing(t, own)
	root, err := own.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(p.Private)
	if err != nil {
		t.Fatal(err)
	}
	var text []byte
	for _, block := range []*pem.Block{{Type: "CERTIFICATE", Bytes: root.Raw}, {Type: "PRIVATE KEY", Bytes: private}, {Type: "CERTIFICATE", Bytes: p.Certificate.Raw}} {
		text = append(text, pem.EncodeToMemory(block)...)
	}
	return keys.Given{Pair: p, Root: root}, text
}

func TestAnImportedKeySealsAndOldRootsStayTrusted(t *testing.T) {
	g, text := given(t)
	archive, err := pkcs12.Modern.Encode(g.Pair.Private, g.Pair.Certificate, []*x509.Certificate{g.Root}, "secret")
	if err != nil {
		t.Fatal(err)
	}
	fromPEM, err := keys.ParsePEM(text)
	if err != nil {
		t.Fatal(err)
	}
	fromArchive, err := keys.ParsePKCS12(archive, "secret")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keys.ParsePKCS12(archive, "wrong"); err == nil {
		t.Error("a wrong password opens it")
	}
	for name, g := range map[string]keys.Given{"PEM": fromPEM, "PKCS#12": fromArchive} {
		t.Run(name, func(t *testing.T) {
			r := prepared(t, storetest.Open(t), "Institute")
			old := sealing(t, r)
			if err := r.Import(t.Context(), admin, g); err != nil {
				t.Fatal(err)
			}
			if !sealing(t, r).Certificate.Equal(g.Pair.Certificate) {
				t.Error("the imported key is not in use")
			}
			for _, p := range []keys.Pair{old, sealing(t, r)} {
				if err := chains(t, r, p); err != nil {
					t.Error(err)
				}
			}
			if err := r.Rotate(t.Context(), admin); err == nil {
				t.Error("a key was made under a root whose key is elsewhere")
			}
		})
	}
}

func TestAnIncompleteImportIsRefused(t *testing.T) {
	_, text := given(t)
	first, rest := pem.Decode(text)
	for name, b := range map[string][]byte{
		"nothing": nil, "without the root": rest, "without the key": pem.EncodeToMemory(first), "no PEM": []byte("hello"),
		"a broken certificate": []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
	} {
		if _, err := keys.ParsePEM(b); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestAWrappingKeyThatOthersCanReadIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wrapping.key")
	if _, err := keys.MakeWrappingKey(path); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.MakeWrappingKey(path); err != nil {
		t.Fatalf("reading what was made: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.ReadWrappingKey(path); err == nil {
		t.Error("it was taken")
	}
}
