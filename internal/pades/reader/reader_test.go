package reader

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// file writes objects, numbered from 1, with a table and a trailer that has the extra entries.
func file(trailer string, objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "%strailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n", table, len(objects)+1, trailer, at)
	return []byte(b.String())
}

func open(t *testing.T, data []byte) *Document {
	t.Helper()
	d, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestObjectsAreReadAsTheStandardSays(t *testing.T) {
	for text, want := range map[string]Object{
		"null": nil, "true": true, "false": false,
		"12": 12, "-7": -7, "+3": 3, "007": 7, ".5": 0.5, "-1.25": -1.25, "4.": 4.0,
		"/Name": Name("Name"), "/A#20B": Name("A B"), "/": Name(""),
		"12 0 R":      Ref{12, 0},
		"[1 0 R 2 3]": Array{Ref{1, 0}, 2, 3},
		"[ ]":         Array{}, "% comment\n 5": 5,
	} {
		p := parser{data: []byte(text + " "), elements: maxElements}
		got, err := p.object(0)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestStringsAreReadAsTheStandardSays(t *testing.T) {
	for text, want := range map[string]string{
		"()": "", "<>": "", "(a(b)c)": "a(b)c", `(\(\)\\)`: `()\`, "<41 4>": "A@", "(a\\\nb\\\r\nc)": "abc", `(\q)`: "q",
		`(\n\r\t\b\f)`: "\n\r\t\b\f", `(\101\7x\0053)`: "A\ax\x053", `(\777)`: "\u00ff",
		"<FEFF00E9D83DDE00>": "\u00e9\U0001F600", "<EFBBBFC3A9>": "\u00e9", "(\x8a\xa0\x1a\xe9)": "\u2212\u20ac\u02c6\u00e9",
	} {
		if got, _, ok := ReadText([]byte(text)); !ok || got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestWhatIsNoObjectIsRefused(t *testing.T) {
	for _, text := range []string{
		"", "(", "(a", "<4", "<4g>", "<<", "<</A", "<</A 1", "<<1 2>>", "<</A 1/A 2>>", "<</A 1/#41 2>>", "[", "[1", "]", ">>", "{",
		"/A#", "/A#4", "/A#zz", "1e5", "0x10", "--1", "1.2.3", "NaN", "-Inf", "1_0", "nul", "R", "endobj",
		strings.Repeat("[", maxDepth+2) + strings.Repeat("]", maxDepth+2),
		"[" + strings.Repeat("1 ", maxElements+1) + "]",
	} {
		p := parser{data: []byte(text), elements: maxElements}
		if got, err := p.object(0); !errors.Is(err, ErrMalformed) {
			t.Errorf("%.40q: %v, error %v", text, got, err)
		}
	}
}

func TestAFileThatCannotBeReadIsRefusedWithTheReason(t *testing.T) {
	good := string(file("/Root 1 0 R", "<</Pages 2 0 R>>", "<</Kids[]>>"))
	at := strings.Index(good, "xref")
	replace := func(old, fresh string) string { return strings.Replace(good, old, fresh, 1) }
	for name, c := range map[string]struct {
		data string
		want error
	}{
		"nothing":                     {"", ErrNotPDF},
		"another format":              {"PK\x03\x04", ErrNotPDF},
		"something before the header": {" " + good, ErrNotPDF},
		"another version":             {replace("%PDF-1", "%PDF-9"), ErrNotPDF},
		"too large":                   {good + strings.Repeat(" ", MaxFile), ErrTooLarge},
		"header alone":                {"%PDF-1.7\n", ErrTruncated},
		"cut in the table":            {good[:at+10], ErrTruncated},
		"cut in the last line":        {good[:len(good)-3], ErrTruncated},
		"cut before the last line":    {good[:len(good)-6], ErrTruncated},
		"encrypted":                   {string(file("/Root 1 0 R/Encrypt 1 0 R", "<<>>")), ErrUnsupported},
		"hybrid":                      {string(file("/Root 1 0 R/XRefStm 9", "<<>>")), ErrUnsupported},
		"cross-reference stream":      {"%PDF-1.7\n1 0 obj <</Type/XRef>> stream\nendstream endobj\nstartxref\n9\n%%EOF", ErrUnsupported},
		"linearised":                  {string(file("/Root 1 0 R/Prev 9999", "<<>>")), ErrUnsupported},
		"Prev is no number":           {string(file("/Root 1 0 R/Prev true", "<<>>")), ErrMalformed},
		"Prev points at nothing":      {string(file("/Root 1 0 R/Prev 9", "<<>>")), ErrUnsupported},
		"Prev points into the header": {string(file("/Root 1 0 R/Prev 1", "<<>>")), ErrMalformed},
		"Size too small":              {replace("/Size 3", "/Size 2"), ErrMalformed},
		"Size missing":                {replace("/Size 3", "/Sise 3"), ErrMalformed},
		"startxref off by one":        {replace(fmt.Sprintf("startxref\n%d", at), fmt.Sprintf("startxref\n%d", at+1)), ErrMalformed},
		"startxref behind itself":     {replace(fmt.Sprintf("startxref\n%d", at), "startxref\n99999"), ErrMalformed},
		"entry in another form":       {replace("0000000009 00000 n \n", "0000000009 00000 n\n "), ErrMalformed},
		"entry outside the revision":  {replace("0000000009 00000 n", "0000009999 00000 n"), ErrMalformed},
		"more entries than there are": {replace("xref\n0 3", "xref\n0 9"), ErrMalformed},
		"more entries than can be":    {replace("xref\n0 3", "xref\n0 9999999999"), ErrMalformed},
		"an object twice in a table":  {replace("trailer", "1 1\n0000000009 00000 n \ntrailer"), ErrMalformed},
		"trailer is no dictionary":    {replace("trailer\n<<", "trailer\n[]<<"), ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Open([]byte(c.data)); !errors.Is(err, c.want) {
				t.Errorf("error %v, not %v", err, c.want)
			}
		})
	}
	open(t, []byte(good))
}

func TestTreesThatAreNoneAreRefused(t *testing.T) {
	for name, objects := range map[string][]string{
		"a page tree in a circle":  {"<</Pages 2 0 R>>", "<</Kids[2 0 R]>>"},
		"a page twice":             {"<</Pages 2 0 R>>", "<</Kids[3 0 R 3 0 R]>>", "<</Type/Page>>"},
		"a page that is none":      {"<</Pages 2 0 R>>", "<</Kids[3 0 R]>>", "7"},
		"a missing page":           {"<</Pages 2 0 R>>", "<</Kids[9 0 R]>>"},
		"no page tree":             {"<<>>"},
		"a catalogue that is none": {"[]"},
		"references in a circle":   {"<</Pages 2 0 R>>", "<</Kids 3 0 R>>", "4 0 R", "3 0 R"},
		"a comment for an object":  {"<</Pages 2 0 R>>", "% nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			if pages, err := open(t, file("/Root 1 0 R", objects...)).Pages(); !errors.Is(err, ErrMalformed) {
				t.Errorf("%v, error %v", pages, err)
			}
		})
	}
}

func TestAnObjectMustStandWhereTheTableSays(t *testing.T) {
	data := string(file("/Root 1 0 R", "<</Pages 2 0 R>>", "<</Kids[]>>"))
	wrong := strings.Replace(data, fmt.Sprintf("%010d", strings.Index(data, "2 0 obj")), "0000000009", 1)
	if _, err := open(t, []byte(wrong)).Pages(); !errors.Is(err, ErrMalformed) {
		t.Errorf("error %v", err)
	}
}

func TestSignatureFieldsAreFoundThroughTheForm(t *testing.T) {
	d := open(t, file("/Root 1 0 R",
		"<</AcroForm 2 0 R>>",
		"<</Fields[3 0 R 6 0 R 8 0 R]>>",
		"<</T(Board)/FT/Sig/Kids[4 0 R 5 0 R]>>", // the kids inherit the type
		"<</T(Chair)>>",
		"<</T(Dean)/V 9 0 R>>",
		"<</T(Seal)/FT/Sig/Kids[7 0 R]>>", // the kid is a widget
		"<</Subtype/Widget>>",
		"<</T(Text)/FT/Tx/V(x)>>",
		"<</Type/Sig>>",
		"<</T(Orphan)/FT/Sig>>",
	))
	fields, err := d.SignatureFields()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range fields {
		got = append(got, fmt.Sprintf("%s %v %v", f.Name, f.Ref.Number, f.Value))
	}
	if diff := cmp.Diff([]string{"Board.Chair 4 <nil>", "Board.Dean 5 {9 0}", "Seal 6 <nil>"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFormsThatAreNoTreesAreRefused(t *testing.T) {
	for name, objects := range map[string][]string{
		"a field in a circle": {"<</AcroForm<</Fields[2 0 R]>>>>", "<</T(a)/Kids[2 0 R]>>"},
		"a field twice":       {"<</AcroForm<</Fields[2 0 R 2 0 R]>>>>", "<</T(a)>>"},
		"a direct field":      {"<</AcroForm<</Fields[<</T(a)/FT/Sig>>]>>>>"},
		"fields are no array": {"<</AcroForm<</Fields 7>>>>"},
		"a name without end":  {"<</AcroForm<</Fields[2 0 R]>>>>", "<</T(" + strings.Repeat("a", 2000) + ")>>"},
	} {
		t.Run(name, func(t *testing.T) {
			if fields, err := open(t, file("/Root 1 0 R", objects...)).SignatureFields(); !errors.Is(err, ErrMalformed) {
				t.Errorf("%v, error %v", fields, err)
			}
		})
	}
}

// Objects inside each other's strings would make the time quadratic: each is read to the end of the file.
func TestObjectsThatOverlapAreRefusedSoon(t *testing.T) {
	const depth = 5000
	var b strings.Builder
	b.WriteString("%PDF-1.7\n1 0 obj <</Pages 2 0 R>> endobj\n")
	offsets := make([]int, depth)
	for i := range depth {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj <</Kids[%d 0 R] /X (", i+2, i+3)
	}
	b.WriteString(strings.Repeat(")>> endobj ", depth))
	at := b.Len()
	fmt.Fprintf(&b, "xref\n1 1\n0000000009 00000 n \n2 %d\n", depth)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF", depth+2, at)
	d := open(t, []byte(b.String()))
	if _, err := d.Pages(); !errors.Is(err, ErrMalformed) {
		t.Errorf("error %v", err)
	}
	if most := (maxRereading + 1) * len(d.Data); d.parsed > most {
		t.Errorf("%d bytes were parsed, more than %d", d.parsed, most)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(file("/Root 1 0 R/Info 1 0 R", "<</Pages 2 0 R/AcroForm<</Fields[3 0 R]>>/T(x)>>", "<</Kids[]>>", "<</T(a)/FT/Sig/V 3 0 R>>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Open(data)
		if err != nil {
			return
		}
		if end := d.Revisions[len(d.Revisions)-1].End; end > len(data) || d.Trailing() < 0 {
			t.Fatalf("the end %d is outside", end)
		}
		if pages, err := d.Pages(); len(pages) > len(d.entries) || err != nil && !errors.Is(err, ErrMalformed) {
			t.Fatalf("%d pages of %d objects, error %v", len(pages), len(d.entries), err)
		}
		if _, err := d.SignatureFields(); err != nil && !errors.Is(err, ErrMalformed) {
			t.Fatalf("an error without a kind: %v", err)
		}
		if _, err := d.Properties(); err != nil && !errors.Is(err, ErrMalformed) {
			t.Fatalf("an error without a kind: %v", err)
		}
	})
}

func TestAStreamIsGivenAsItIsOrNotAtAll(t *testing.T) {
	for name, c := range map[string]struct {
		object, contents string
		err              error
	}{
		"as it is":           {"<</Length 5>>\nstream\na\r\nb\n\nendstream", "a\r\nb\n", nil},
		"empty":              {"<</Length 0>>stream\r\n\r\nendstream", "", nil},
		"longer than it is":  {"<</Length 6>>\nstream\nabc\nendstream", "", ErrMalformed},
		"shorter than it is": {"<</Length 2>>\nstream\nabc\nendstream", "", ErrMalformed},
		"endless":            {"<</Length 9999999>>\nstream\nabc\nendstream", "", ErrMalformed},
		"of no length":       {"<<>>\nstream\nabc\nendstream", "", ErrMalformed},
		"less than nothing":  {"<</Length -1>>\nstream\nabc\nendstream", "", ErrMalformed},
		"packed":             {"<</Length 3/Filter/FlateDecode>>\nstream\nabc\nendstream", "", ErrUnsupported},
		"elsewhere":          {"<</Length 3/F(file)>>\nstream\nabc\nendstream", "", ErrUnsupported},
		"no stream":          {"<</Length 3>>", "", ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			doc := open(t, file("/Root 1 0 R", c.object))
			got, err := doc.Stream(Ref{Number: 1})
			if !errors.Is(err, c.err) || string(got) != c.contents {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}
