package press_test

import (
	"strings"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/press"
	"testamur/internal/typeset"
	"testamur/templates"
)

// printed is a certificate with a valid code, as it is before the seal.
func printed(t *testing.T) (file string, code certificate.Code) {
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
	return string(r.PDF), code
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
