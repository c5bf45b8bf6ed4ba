package typeset

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// unsent is the model before it has a serial number and a code.
func unsent() Certificate {
	c := modelCertificate()
	c.Preview, c.Serial, c.Code, c.VerifyURL = true, "", "", "https://certificates.example.org/v/"
	return c
}

func TestAPreviewSaysSoOnEachPageAndHasNothingThatVerifies(t *testing.T) {
	ts, _ := newTypesetter(t)
	for name, l := range shippedLayouts(ts) {
		for tag, w := range ts.words {
			c := unsent()
			c.Language = tag
			r, err := ts.Render(l, c)
			if err != nil {
				t.Fatal(err)
			}
			for _, leak := range []string{"TestamurCode", "TestamurSerial", "/FT /Sig", "/URI"} {
				if bytes.Contains(r.PDF, []byte(leak)) {
					t.Errorf("%s in %s: the preview has %s", name, tag, leak)
				}
			}
			pages := strings.Split(strings.TrimRight(pdftotext(t, r.PDF, "-raw"), "\f"), "\f")
			if len(pages) != r.Pages {
				t.Fatalf("%d pages were read, %d set", len(pages), r.Pages)
			}
			for i, page := range pages {
				if !strings.Contains(strings.Join(strings.Fields(page), ""), strings.Join(strings.Fields(w.Preview), "")) {
					t.Errorf("%s in %s: page %d does not say %q", name, tag, i+1, w.Preview)
				}
			}
		}
	}
}

// What stands on the pages of a preview stands there in the certificate, too.
func TestAPreviewHasThePagesOfTheCertificate(t *testing.T) {
	ts, _ := newTypesetter(t)
	for name, l := range shippedLayouts(ts) {
		sent, preview := modelCertificate(), unsent()
		sent.Code = "7KQ2M-9XW4T-VB3HN-P6RDC-8ABCD"
		sent.VerifyURL = "https://certificates.example.org/v/" + sent.Code
		want, err := ts.compose(l, &sent)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ts.compose(l, &preview)
		if err != nil {
			t.Fatal(err)
		}
		checkMargins(t, got)
		checkOverlaps(t, got)
		a, b := drawnLines(want), drawnLines(got)
		if len(a) != len(b) {
			t.Fatalf("%s: %d lines, not %d", name, len(b), len(a))
		}
		for i := range a {
			if a[i].page != b[i].page || a[i].y != b[i].y {
				t.Errorf("%s: %q stands at %d, %v, not at %d, %v", name, b[i].line.typed(), b[i].page, b[i].y, a[i].page, a[i].y)
			}
		}
	}
}

func TestAPreviewNeedsNeitherSignatoriesNorADateNorAnAddress(t *testing.T) {
	ts, _ := newTypesetter(t)
	for name, l := range shippedLayouts(ts) {
		c := unsent()
		c.Signatories, c.AwardDate, c.Sections, c.VerifyURL = nil, Date{}, nil, ""
		if _, err := ts.Render(l, c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPreviewWithACodeOrASerialNumberIsRefused(t *testing.T) {
	ts, l := newTypesetter(t)
	for _, change := range []func(*Certificate){
		func(c *Certificate) { c.Serial = "SLL-2015-0007" },
		func(c *Certificate) { c.Code = "7KQ2M9XW4TVB3HNP6RDC8" },
	} {
		c := unsent()
		change(&c)
		if _, err := ts.Render(l, c); !errors.Is(err, ErrContent) {
			t.Errorf("got %v", err)
		}
	}
}
