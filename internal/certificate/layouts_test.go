package certificate_test

import (
	"bytes"
	"encoding/pem"
	"errors"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/pades/judges"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// laidOut gives the programme a layout.
func (w *world) laidOut(layout string) {
	w.t.Helper()
	var err error
	w.programme, err = w.programmes.ChangeProgramme(w.t.Context(), office, w.programme.ID, record.Any, func(f *programme.Fields) { f.Layout = layout })
	w.must(err)
}

func TestACertificateIsIssuedInEveryLayout(t *testing.T) {
	for _, layout := range layoutNames(t) {
		t.Run(layout, func(t *testing.T) {
			w := newWorld(t, storetest.Open(t))
			w.laidOut(layout)
			c, err := w.issue(w.signed())
			w.must(err)
			if v := w.version(c); v.Base.Layout != layout || len(v.Base.LayoutHash) != 64 {
				t.Errorf("the version says %q, %q", v.Base.Layout, v.Base.LayoutHash)
			}
			file := w.pdf(c)
			if got := w.verdict(file); got != certificate.Genuine {
				t.Errorf("verdict %s", got)
			}
			root, err := w.press.Keys.Root(t.Context())
			w.must(err)
			text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw})
			for _, judge := range judges.All {
				t.Run(judge.Name, func(t *testing.T) { judge.Accepts(t, file, text, 1) })
			}
		})
	}
}

func layoutNames(t *testing.T) []string {
	t.Helper()
	setter, err := typesetter()
	if err != nil {
		t.Fatal(err)
	}
	return setter.Layouts()
}

// A preview shows any certificate in any layout, verifies as nothing, and leaves nothing behind.
func TestAnyCertificateHasAPreviewInAnyLayout(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		previewed := func(c certificate.Certificate) certificate.Certificate {
			for _, layout := range append(layoutNames(t), "") {
				d, err := w.Preview(t.Context(), office, c.ID, layout)
				w.must(err)
				if !bytes.HasPrefix(d.PDF, []byte("%PDF-1.7")) || bytes.Contains(d.PDF, []byte("TestamurCode")) {
					t.Errorf("%s in %q: the preview is no PDF, or has a code", c.State, layout)
				}
				if got := w.verdict(d.PDF); got == certificate.Genuine {
					t.Errorf("%s in %q: the preview verifies", c.State, layout)
				}
			}
			if again := w.again(c); again.Revision != c.Revision || again.Serial != c.Serial {
				t.Errorf("%s: the preview changed the certificate", c.State)
			}
			return c
		}
		c := previewed(w.approved(previewed(w.send(previewed(w.proposed())))))
		c, err := w.issue(c)
		w.must(err)
		previewed(c)
	})
}

func TestAPreviewSaysWhatItCannotPrint(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.proposed()
	c, err := w.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), []certificate.Section{
		{Heading: "Persistence", Passages: []certificate.Passage{{Text: "She does not give up. ☃"}}},
	})
	w.must(err)
	_, err = w.Preview(t.Context(), office, c.ID, "diploma")
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Violations) != 1 || f.Violations[0].Pointer != "/sections/0/passages/0/text" {
		t.Errorf("got %v", err)
	}
	if _, err := w.Preview(t.Context(), office, c.ID, "baroque"); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("a layout that there is not: %v", err)
	}
}

// Who still writes sees the whole page: nobody has to be named or dated first.
func TestAPreviewIsThereBeforeAllIsWritten(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	w.PublicURL = ""
	c := w.proposed()
	c, err := w.PutSignatories(t.Context(), office, c.ID, record.Match(c.Revision), nil)
	w.must(err)
	c, err = w.Change(t.Context(), office, c.ID, record.Match(c.Revision), func(f *certificate.Fields) { f.AwardDate = civil.Date{} })
	w.must(err)
	_, err = w.Preview(t.Context(), office, c.ID, "")
	w.must(err)
}
