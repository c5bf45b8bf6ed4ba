package pades_test

import (
	"bytes"
	"crypto/x509"
	"os"
	"testing"

	"testamur/internal/pades"
)

// longAgo is a sealed file whose keys are lost, and the root that it leads to.
func longAgo(t testing.TB) (file []byte, roots *x509.CertPool) {
	t.Helper()
	file, err := os.ReadFile("testdata/sealed.pdf")
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.ReadFile("testdata/root.pem")
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	if !roots.AppendCertsFromPEM(root) {
		t.Fatal("no root")
	}
	return file, roots
}

// What was sealed once must stay so, whatever changes in this package.
func TestAFileSealedLongAgoIsStillSealed(t *testing.T) {
	file, roots := longAgo(t)
	if err := sealed(file, roots); err != nil {
		t.Error(err)
	}
}

// Nobody knows the authority of its timestamp any more: that proves nothing and breaks nothing.
func TestAFilePreservedLongAgoIsStillSealed(t *testing.T) {
	file, roots := longAgo(t)
	preserved := preservedLongAgo(t)
	if err := sealed(preserved, roots); err != nil || !bytes.HasPrefix(preserved, file) {
		t.Error(err)
	}
}

func preservedLongAgo(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile("testdata/preserved.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// FuzzVerify looks for a file that counts as sealed and does not begin with the one that was, or has more to it than a
// timestamp accounts for.
func FuzzVerify(f *testing.F) {
	file, roots := longAgo(f) // the fuzzer's processes must agree on it
	f.Add(base{fields: []string{"Seal"}}.build(f))
	f.Add(file)
	f.Add(file[:len(file)-1])
	f.Add(append(bytes.Clone(file), '\n'))
	f.Add(preservedLongAgo(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := pades.Verify(data, roots)
		if err != nil || r.Sealed("Seal") != nil {
			return
		}
		if !bytes.HasPrefix(data, file) || !bytes.Equal(data, file) && len(r.Timestamps) != r.Revisions-2 {
			t.Error("another file counts as sealed")
		}
	})
}

// FuzzSign looks for a base that Sign takes and Verify then refuses.
func FuzzSign(f *testing.F) {
	w := newWorld(f)
	for _, b := range []base{
		{fields: []string{"Seal"}}, {fields: []string{"Seal"}, indirect: true, noEOL: true}, {fields: []string{"Chair", "Seal"}, pages: 2},
	} {
		f.Add(b.build(f))
	}
	s := w.signing("Seal")
	s.Stamps = []pades.Stamp{{Page: 1, Rect: [4]float64{0, 0, 10, 10}, PNG: picture(f, 2, 2)}}
	roots := w.root.pool()
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := pades.Sign(t.Context(), data, s)
		if err != nil {
			return
		}
		if !bytes.HasPrefix(file, data) {
			t.Error("the base was changed")
		}
		r, err := pades.Verify(file, roots)
		if err != nil {
			t.Fatalf("signed and not readable: %v", err)
		}
		if err := r.Sealed("Seal"); err != nil {
			t.Errorf("signed and not sealed: %v", err)
		}
	})
}

func FuzzProperties(f *testing.F) {
	f.Add(identified(f))
	f.Add([]byte("/A(x)/B<41>/C<</D(\\051)>>"))
	f.Add([]byte(packet))
	f.Fuzz(func(t *testing.T, data []byte) {
		for name, value := range pades.Properties(data) {
			if name == "" || len(value) > 4<<10 {
				t.Errorf("%q: %d bytes", name, len(value))
			}
		}
	})
}
