package press_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/pades"
	"testamur/internal/pades/reader"
	"testamur/internal/press"
	"testamur/internal/typeset"
	"testamur/templates"
)

// printed is a certificate with a valid code, as it is before the seal.
func printed(t *testing.T) (file string, code certificate.Code) {
	t.Helper()
	r, code := rendered(t)
	return string(r.PDF), code
}

func rendered(t *testing.T) (typeset.Rendered, certificate.Code) {
	t.Helper()
	code, err := certificate.NewCode(strings.NewReader(strings.Repeat("x", 64)))
	if err != nil {
		t.Fatal(err)
	}
	typesetter, err := typeset.NewTypesetter(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	layout, err := typesetter.Layout("classic")
	if err != nil {
		t.Fatal(err)
	}
	r, err := typesetter.Render(layout, typeset.Certificate{
		Language: "en", Title: "Certificate", Name: "Ana Żółć", AwardDate: typeset.Date{Year: 2026, Month: 6, Day: 1},
		Sections:    []typeset.Section{{Heading: "Persistence", Blocks: []typeset.Block{{Items: []typeset.Item{{{Text: "She does not give up."}}}}}}},
		Signatories: []typeset.Signatory{{Name: "Karl"}}, Serial: "SLL-2026-0001", Code: code.String(),
		VerifyURL: "https://example.org/v/" + code.String(), Created: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, code
}

// Programs that write a file anew put the information dictionary into compressed objects and leave XMP as it is.
func TestTheCodeIsFoundInAFileWrittenAnew(t *testing.T) {
	file, code := printed(t)
	info, metadata := "/TestamurCode", "testamur:TestamurCode"
	for name, c := range map[string]struct {
		file string
		want certificate.Code
	}{
		"whole":                       {file, code},
		"information dictionary gone": {strings.ReplaceAll(file, info, "/X"), code},
		"metadata gone":               {strings.ReplaceAll(file, metadata, "x:X"), code},
		"both gone":                   {strings.ReplaceAll(strings.ReplaceAll(file, info, "/X"), metadata, "x:X"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := press.CodeIn([]byte(c.file)); got != c.want {
				t.Errorf("found %q, not %q", got, c.want)
			}
		})
	}
}

// dictionary follows a reference, or takes what is there.
func dictionary(t *testing.T, doc *reader.Document, o reader.Object) reader.Dict {
	t.Helper()
	d, err := doc.Dict(o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func items(t *testing.T, doc *reader.Document, o reader.Object) reader.Array {
	t.Helper()
	a, err := doc.Array(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A screen reader comes to a drawn signature through the structure, and from the signature to its element.
func TestDrawnSignaturesAreInTheStructure(t *testing.T) {
	r, _ := rendered(t)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 30, 10))); err != nil {
		t.Fatal(err)
	}
	key, chain := signer(t)
	place := r.Places[0]
	file, err := pades.Sign(t.Context(), r.PDF, pades.Signing{
		Field: typeset.SealField, Time: time.Now(), Key: key, Chain: chain,
		Stamps: []pades.Stamp{
			{Page: place.Page, Rect: place.Rect, PNG: picture.Bytes(), Alt: "Signature of Karl"},
			{Page: place.Page, Rect: place.Rect, PNG: picture.Bytes(), Alt: "Signature of Łukasz"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := reader.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	_, catalog, err := doc.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	tree := dictionary(t, doc, catalog.Get("StructTreeRoot"))
	parents := items(t, doc, dictionary(t, doc, tree.Get("ParentTree")).Get("Nums"))
	kids := items(t, doc, dictionary(t, doc, tree.Get("K")).Get("K"))
	for i, alt := range []string{"Signature of Karl", "Signature of Łukasz"} {
		ref := kids[len(kids)-2+i]
		element := dictionary(t, doc, ref)
		if element.Get("S") != reader.Name("Annot") || element.Text("Alt") != alt || element.Get("P") != tree.Get("K") {
			t.Fatalf("element %v", element)
		}
		stamp := dictionary(t, doc, dictionary(t, doc, items(t, doc, element.Get("K"))[0]).Get("Obj"))
		key, ok := stamp.Get("StructParent").(int)
		if !ok || stamp.Get("Subtype") != reader.Name("Stamp") || stamp.Text("Contents") != alt {
			t.Fatalf("stamp %v", stamp)
		}
		at := len(parents) - 4 + 2*i
		if parents[at] != key || parents[at+1] != ref {
			t.Errorf("the parent tree ends in %v", parents[at:])
		}
		if next, ok := tree.Get("ParentTreeNextKey").(int); !ok || next <= key {
			t.Errorf("the next key %v is taken", next)
		}
	}
}
