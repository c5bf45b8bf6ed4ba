package press_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/pades"
	"testamur/internal/press"
	"testamur/internal/typeset"
	"testamur/templates"
)

func newPress(t testing.TB) *press.Press {
	t.Helper()
	typesetter, err := typeset.NewTypesetter(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	specimen, err := press.NewSpecimen(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	return &press.Press{Typesetter: typesetter, Specimen: specimen}
}

func TestLayoutsAreListedWithTheirDigestAndWords(t *testing.T) {
	var names []string
	for _, l := range newPress(t).Layouts() {
		names = append(names, l.Name)
		if l.Version != 1 || len(l.Digest) != 64 || l.Description == "" {
			t.Errorf("%+v", l)
		}
	}
	if got := strings.Join(names, " "); got != "classic diploma letterhead" {
		t.Error(got)
	}
}

func TestASampleIsAPreviewThatNobodyTakesForACertificate(t *testing.T) {
	p := newPress(t)
	for _, l := range p.Layouts() {
		file, err := p.Sample(t.Context(), l.Name, time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		if press.CodeIn(file) != "" || bytes.Contains(file, []byte("/FT /Sig")) {
			t.Errorf("%s: the sample has a code or a place for a seal", l.Name)
		}
		report, err := pades.Verifier{}.Verify(file)
		if err == nil {
			err = report.Sealed(typeset.SealField)
		}
		if !errors.Is(err, pades.ErrNotSealed) {
			t.Errorf("%s: verified: %v", l.Name, err)
		}
	}
}

func TestASampleOfALayoutThatThereIsNotIsNotFound(t *testing.T) {
	if _, err := newPress(t).Sample(t.Context(), "baroque", time.Time{}); fault.CodeOf(err) != fault.NotFound {
		t.Error(err)
	}
}

// What is still to be written may be missing from a preview, as after somebody was erased.
func TestAnEmptyCompositionHasAPreview(t *testing.T) {
	p := newPress(t)
	for _, l := range p.Layouts() {
		sheet := certificate.Sheet{Layout: l.Name, Content: certificate.Content{Language: "da"}, Preview: true}
		if _, _, err := p.Typeset(context.Background(), sheet); err != nil {
			t.Errorf("%s: %v", l.Name, err)
		}
	}
}
