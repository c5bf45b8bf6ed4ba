package pdf

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestQpdfFindsNoFault(t *testing.T) {
	if out := judge(t, mustFinish(t, model(t)), "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Error(out)
	}
}

func TestGhostscriptDrawsWithoutComplaint(t *testing.T) {
	if out := judge(t, mustFinish(t, model(t)), "gs", "-q", "-dSAFER", "-sDEVICE=nullpage", "-dPDFSTOPONWARNING", "-o", "-", "FILE"); out != "" {
		t.Error(out)
	}
}

func TestEveryFontIsAnEmbeddedSubsetWithItsText(t *testing.T) {
	out := judge(t, mustFinish(t, model(t)), "pdffonts", "FILE")
	for _, name := range fontNames {
		if !regexp.MustCompile(`(?m)^[A-Z]{6}\+` + name + ` +CID TrueType +Identity-H +yes yes yes`).MatchString(out) {
			t.Errorf("%s is not:\n%s", name, out)
		}
	}
}

// The document is set with ligatures and kerning, and its words come out whole all the same.
func TestExtractedTextIsExact(t *testing.T) {
	file := mustFinish(t, model(t))
	for program, out := range map[string]string{
		"pdftotext": judge(t, file, "pdftotext", "FILE", "-"),
		"mutool":    judge(t, file, "mutool", "draw", "-q", "-N", "-F", "text", "-o", "-", "FILE"),
	} {
		lines := strings.Split(out, "\n")
		for i := range lines {
			lines[i] = strings.TrimSpace(lines[i])
		}
		text := strings.Join(lines, "\n")
		if n := strings.Count(text, strings.TrimSpace(prose)); n != 28 {
			t.Errorf("%s finds the prose %d times, want 28, in\n%s", program, n, text)
		}
		for _, line := range []string{"Certificate of Łucja Ôn", "Signed, first of all", "verify"} {
			if !strings.Contains("\n"+text, "\n"+line+"\n") {
				t.Errorf("%s does not find %q", program, line)
			}
		}
	}
}

func TestAGlyphMayStandForAnyText(t *testing.T) {
	for _, text := range []string{"ffi", "𝒜", "x𝒜y", "\u0301", "ש"} {
		s := newSheet(t)
		s.tag("P", "", func() { s.line("EBGaramond-Regular", 12, 72, 400, "aXb") })
		code := s.shape("EBGaramond-Regular", "X")[0].code
		s.glyphs["EBGaramond-Regular"][code-1].Text = text
		out := judge(t, mustFinish(t, s.draft()), "pdftotext", "-raw", "FILE", "-")
		if !strings.Contains(out, text) {
			t.Errorf("%q is extracted as %q", text, out)
		}
	}
}

func TestScreenReadersFindTheStructure(t *testing.T) {
	out := judge(t, mustFinish(t, model(t)), "pdfinfo", "-struct-text", "FILE")
	for _, want := range []string{
		"Document\n  H1 (block)\n    \"Certificate of Łucja Ôn \"\n  P (block)\n    \"The office",
		"\n  Figure\n", "  Link (inline)\n    \"verify \"\n    Object", "  Form\n    Object",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

func TestMetadataCanBeRead(t *testing.T) {
	out := judge(t, mustFinish(t, model(t)), "pdfinfo", "-isodates", "FILE")
	out += judge(t, mustFinish(t, model(t)), "pdfinfo", "-custom", "FILE")
	for key, value := range map[string]string{
		"Title": "Certificate of Łucja Ôn", "Author": `Scool \(Example\)`, "Subject": "A & B", "CreationDate": "2026-03-04T05:06:07Z",
		"ModDate": "2026-03-04T05:06:07Z", "Tagged": "yes", "PDF version": "1.7", "Form": "AcroForm", "JavaScript": "no",
		"TestamurSerial": "TC-2026-00017", "TestamurHolder": "Łucja <Ôn>",
	} {
		if !regexp.MustCompile(`(?m)^` + key + `: +` + value + `$`).MatchString(out) {
			t.Errorf("%s is not %q in\n%s", key, value, out)
		}
	}
}

// packet is what the tests look for in XMP.
type packet struct {
	Description struct {
		Title    string `xml:"title>Alt>li"`
		Creator  string `xml:"creator>Seq>li"`
		Language string `xml:"language>Bag>li"`
		Created  string `xml:"http://ns.adobe.com/xap/1.0/ CreateDate"`
		Serial   string `xml:"https://testamur.org/ns/certificate/1/ TestamurSerial"`
		Holder   string `xml:"https://testamur.org/ns/certificate/1/ TestamurHolder"`
	} `xml:"RDF>Description"`
}

func TestXMPSaysTheSame(t *testing.T) {
	out := judge(t, mustFinish(t, model(t)), "pdfinfo", "-meta", "FILE")
	var have packet
	if err := xml.NewDecoder(strings.NewReader(out)).Decode(&have); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	i, d := modelInfo(), have.Description
	if d.Title != i.Title || d.Creator != i.Author || d.Language != i.Language || d.Created != "2026-03-04T05:06:07Z" ||
		d.Serial != i.Properties[0].Value || d.Holder != i.Properties[1].Value {
		t.Errorf("%+v", d)
	}
}

func TestOthersFindTheSignatureFields(t *testing.T) {
	out := judge(t, mustFinish(t, model(t)), "qpdf", "--json", "--json-key=acroform", "FILE")
	var have struct {
		AcroForm struct {
			Fields []struct {
				FullName        string
				AlternativeName string
				FieldType       string
				PageFrom        int `json:"pageposfrom1"`
				Annotation      struct{ AnnotationFlags int }
			}
			HasAcroForm bool
		}
	}
	if err := json.Unmarshal([]byte(out), &have); err != nil {
		t.Fatal(err)
	}
	want := model(t).Fields
	if !have.AcroForm.HasAcroForm || len(have.AcroForm.Fields) != len(want) {
		t.Fatalf("%+v", have)
	}
	const printed = 4
	for _, f := range have.AcroForm.Fields {
		i := slices.IndexFunc(want, func(w Field) bool { return w.Name == f.FullName })
		if i < 0 || f.AlternativeName != want[i].Tooltip || f.FieldType != "/Sig" || f.PageFrom != want[i].Page ||
			f.Annotation.AnnotationFlags != printed {
			t.Errorf("%+v is not one of %+v", f, want)
		}
	}
}
