package certificate_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/record"
	"testamur/internal/store/storetest"
)

func TestACorrectionSupersedesAndTheOldCodeNeverTellsTheOldName(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	first, err := w.issue(w.signed())
	w.must(err)
	old := w.pdf(first)
	c, err := w.Correct(t.Context(), office, first.ID, record.Match(first.Revision), certificate.ReasonNameChange)
	w.must(err)
	if got := w.verdict(old); got != certificate.Genuine {
		t.Errorf("while it is being corrected the old one is %s", got)
	}
	c, err = w.Change(t.Context(), office, c.ID, record.Match(c.Revision), func(f *certificate.Fields) { f.Name = "Olga Andersen" })
	w.must(err)
	c, err = w.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	c, err = w.issue(w.approved(c))
	w.must(err)
	if c.Serial != first.Serial || w.version(c).Number != 2 || w.version(c).Code == w.version(first).Code {
		t.Errorf("serial %s, number %d", c.Serial, w.version(c).Number)
	}
	v, err := w.VerifyFile(t.Context(), old)
	w.must(err)
	if v.Verdict != certificate.Superseded || v.Reason != certificate.ReasonNameChange || v.Facts.Name != "" {
		t.Errorf("%s, %s, name %q", v.Verdict, v.Reason, v.Facts.Name)
	}
	if got := w.verdict(w.pdf(c)); got != certificate.Genuine {
		t.Errorf("the new one is %s", got)
	}
	tellsNot := func(when string) {
		v, err := w.Verify(t.Context(), string(w.version(first).Code))
		w.must(err)
		if said := fmt.Sprintf("%+v %+v %s", v, *v.Facts, v.Sentence()); strings.Contains(said, first.Name) {
			t.Errorf("%s the old code tells the old name: %s", when, said)
		}
	}
	tellsNot("superseded,")
	_, err = w.Revoke(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonError, "")
	w.must(err)
	tellsNot("when its successor is revoked,")
	if d, err := w.Document(t.Context(), office, first.IssuedID); err != nil || !bytes.Equal(d.PDF, old) {
		t.Errorf("the old file is lost or changed: %v", err)
	}
}
