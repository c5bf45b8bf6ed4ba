package typeset

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"testamur/templates"
)

func classic(t testing.TB) string {
	t.Helper()
	return shipped(t, "classic")
}

// shipped is a layout's file.
func shipped(t testing.TB, name string) string {
	t.Helper()
	data, err := fs.ReadFile(templates.Files, "layouts/"+name+".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestLayoutIsIdentifiedByNameAndDigestOfItsBytes(t *testing.T) {
	data := classic(t)
	l, err := ParseLayout([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(data))
	if l.Name != "classic" || l.Hash() != hex.EncodeToString(sum[:]) {
		t.Errorf("name %q, hash %s", l.Name, l.Hash())
	}
}

func TestLayoutsAreRefusedWithTheReason(t *testing.T) {
	for _, c := range []struct{ why, old, new, want string }{
		{"unknown field", "  drop:", "  drip:", "field drip not found"},
		{"unknown field in a style", "shrink: 0.72", "shrinks: 0.72", "field shrinks not found"},
		{"length without a unit", "drop: 13mm", "drop: 13", `"13" is not a length`},
		{"unit that is not one of ours", "drop: 13mm", "drop: 13px", `"13px" is not a length`},
		{"length that is a list", "drop: 13mm", "drop: [13mm]", "is not a length"},
		{"negative length", "drop: 13mm", "drop: -1mm", "-1mm is outside"},
		{"length that is no number", "drop: 13mm", "drop: NaNmm", `"NaNmm" is not a length`},
		{"absurd margin", "top: 24mm", "top: 240mm", "240mm is outside"},
		{"absurd size", "size: 36pt", "size: 360pt", "360pt is outside"},
		{"size of nothing", "size: 36pt", "size: 0pt", "0pt is outside"},
		{"missing size", "size: 36pt, ", "", "styles: name: size or leading is missing"},
		{"missing face", "face: SourceSans3-SemiBold, size: 8.8pt", "size: 8.8pt", "styles: heading: face is missing"},
		{"missing style", "  date:\n", "  # date:\n", "line"},
		{"leading below the size", "leading: 42pt", "leading: 20pt", "styles: name: leading is below"},
		{"no room for text", "left: 31mm", "left: 149mm", "less than 90mm"},
		{"no height for text", "top: 24mm", "top: 145mm", "less than 150mm"},
		{"unknown paper", "size: A4", "size: A3", `page size "A3" is none of`},
		{"unknown colour", "colour: soft}\n\n# code", "colour: pink}\n\n# code", `no colour is called "pink"`},
		{"missing colour", "rule: 0.5pt, colour: soft", "rule: 0.5pt", "lack a colour"},
		{"colour that is none", `"#7b2331"`, `"red"`, `"red" is not a colour`},
		{"colour that is too short", `"#7b2331"`, `"#7b2"`, `"#7b2" is not a colour`},
		{"unknown element", "ornament, date", "ornament, photo, date", `element "photo" is none of`},
		{"element left out", "ornament, date, ", "ornament, ", "order: date appears 0 times"},
		{"element twice", "ornament, date, ", "ornament, date, date, ", "order: date appears 2 times"},
		{"alignment that is none", "align: justify", "align: full", `alignment "full" is none of`},
		{"feature that is none", "[smcp, onum, pnum], tracking: 75", "[small-caps]", `"small-caps" is not the tag`},
		{"tracking with a unit", "tracking: 75", "tracking: 75pt", `tracking "75pt" is not`},
		{"case that is none", "case: upper", "case: lower", `case "lower" is none of`},
		{"too many columns", "columns: 2", "columns: 7", `"7" columns`},
		{"narrow columns", "columns: 2, gutter: 14mm", "columns: 3, gutter: 30mm", "narrower than 35mm"},
		{"code too small to read", "code: 20mm", "code: 5mm", "code must be from 15mm to 40mm"},
		{"foot above the margin", "foot: {height: 13mm}", "foot: {height: 60mm}", "within the lower margin"},
		{"name with a slash", "name: classic", "name: ../classic", "lower-case letters"},
		{"second document", "name: classic", "name: a\n---\nname: classic", "a second document"},
		{"no YAML", "name: classic", "name: [", "line"},
	} {
		t.Run(c.why, func(t *testing.T) {
			changed := strings.Replace(classic(t), c.old, c.new, 1)
			if changed == classic(t) {
				t.Fatalf("%q is not in the layout", c.old)
			}
			_, err := ParseLayout([]byte(changed))
			if !errors.Is(err, ErrLayout) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestRefusalOfAValueNamesItsLine(t *testing.T) {
	data := classic(t)
	line := "line " + strconv.Itoa(1+strings.Count(data[:strings.Index(data, "drop: 13mm")], "\n"))
	for _, wrong := range []string{"drop: 13", "drop: 999mm", "drip: 13mm"} {
		_, err := ParseLayout([]byte(strings.Replace(data, "drop: 13mm", wrong, 1)))
		if err == nil || !strings.Contains(err.Error(), line+":") {
			t.Errorf("%s: %v does not name %s", wrong, err, line)
		}
	}
}

func TestLayoutOfTooManyBytesIsRefused(t *testing.T) {
	if _, err := ParseLayout(make([]byte, maxLayoutBytes+1)); !errors.Is(err, ErrLayout) {
		t.Error(err)
	}
}

func TestFontThatThereIsNotIsALayoutError(t *testing.T) {
	ts, _ := newTypesetter(t)
	l, err := ParseLayout([]byte(strings.ReplaceAll(classic(t), "EBGaramond-SemiBold", "Bembo")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ts.Render(l, modelCertificate()); !errors.Is(err, ErrLayout) || !strings.Contains(err.Error(), "Bembo") {
		t.Error(err)
	}
}

func TestUnknownLayoutIsAnError(t *testing.T) {
	ts, _ := newTypesetter(t)
	if _, err := ts.Layout("baroque"); !errors.Is(err, ErrUnknownLayout) {
		t.Error(err)
	}
	if got := ts.Layouts(); !slices.Equal(got, []string{"classic", "diploma", "letterhead"}) {
		t.Error(got)
	}
}

// FuzzParseLayout: whatever is read is refused with ErrLayout or can be used: it sets a certificate inside its margins, or
// says why it cannot.
func FuzzParseLayout(f *testing.F) {
	data := classic(f)
	ts, _ := newTypesetter(f)
	f.Add([]byte(data))
	f.Add([]byte(strings.Replace(data, "A4", "Letter", 1)))
	for _, name := range []string{"letterhead", "diploma"} {
		f.Add([]byte(shipped(f, name)))
	}
	f.Add([]byte("name: x"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := ParseLayout(data)
		if err != nil {
			if !errors.Is(err, ErrLayout) {
				t.Fatal(err)
			}
			return
		}
		c := modelCertificate()
		b, err := ts.compose(l, &c)
		if err != nil {
			if !errors.Is(err, ErrLayout) && !errors.Is(err, ErrContent) {
				t.Fatal(err)
			}
			return
		}
		checkMargins(t, b)
		if _, err := ts.paint(b); err != nil {
			t.Fatal(err)
		}
	})
}
