package pades_test

import (
	"testing"

	"pgregory.net/rapid"

	"testamur/internal/pades"
)

func TestTheReportSaysWhatTheFileSaysOfItself(t *testing.T) {
	w := newWorld(t)
	file := sign(t, base{pages: 3, fields: []string{"Chair", "Seal"}, info: "/Custom (7)"}.build(t), w.signing("Seal"))
	r := verify(t, file, w.root.pool())
	if r.Pages != 3 || r.Revisions != 2 || r.Trailing != 0 || len(r.Signatures) != 1 {
		t.Errorf("pages %d, revisions %d, trailing %d, signatures %d", r.Pages, r.Revisions, r.Trailing, len(r.Signatures))
	}
	if p := r.Properties; p["Title"] != "Test (base)" || p["Producer"] != "é" || p["Custom"] != "7" {
		t.Errorf("properties %v", p)
	}
	s := r.Signatures[0]
	if s.Field != "Seal" || s.Signer != "Test Seal" || s.Level != "B-B" || !s.Time.Equal(noon) || s.TimestampTime != nil || s.Revision != 2 {
		t.Errorf("signature %+v", s)
	}
	if s.Certificate == nil || !s.Certificate.Equal(w.leaf.cert) {
		t.Error("the certificate is another")
	}
}

func TestEveryTextComesBackAsItWasGiven(t *testing.T) {
	w := newWorld(t)
	file, roots := base{fields: []string{"Seal"}}.build(t), w.root.pool()
	rapid.Check(t, func(t *rapid.T) {
		s := w.signing("Seal")
		s.Name, s.Reason = rapid.String().Draw(t, "name"), rapid.String().Draw(t, "reason")
		s.Location, s.Contact = rapid.String().Draw(t, "location"), rapid.String().Draw(t, "contact")
		signed, err := pades.Sign(t.Context(), file, s)
		if err != nil {
			t.Fatal(err)
		}
		r, err := pades.Verify(signed, roots)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Sealed("Seal"); err != nil {
			t.Fatal(err)
		}
		if got := r.Signatures[0]; got.Name != s.Name || got.Reason != s.Reason || got.Location != s.Location || got.Contact != s.Contact {
			t.Fatalf("%q %q %q %q", got.Name, got.Reason, got.Location, got.Contact)
		}
	})
}
