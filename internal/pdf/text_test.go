package pdf

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// decodeText reads a text string as ISO 32000-1, 7.9.2.2, says.
func decodeText(t *rapid.T, b []byte) string {
	if b[0] == '(' {
		return strings.NewReplacer(`\(`, "(", `\)`, ")", `\\`, `\`).Replace(string(b[1 : len(b)-1]))
	}
	raw, err := hex.DecodeString(string(b[1 : len(b)-1]))
	if err != nil || len(raw) < 2 || raw[0] != 0xFE || raw[1] != 0xFF {
		t.Fatalf("%s: no text string: %v", b, err)
	}
	var units []uint16
	for raw = raw[2:]; len(raw) > 0; raw = raw[2:] {
		units = append(units, be16(raw))
	}
	return string(utf16.Decode(units))
}

func TestTextComesBackFromATextString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]*`), rapid.StringMatching(`[()\\]*`)).Draw(t, "text")
		w := &writer{}
		w.add(text(want))
		if w.err != nil {
			t.Fatal(w.err)
		}
		l := lexer{data: w.buf}
		value, err := l.value()
		if err != nil || l.pos != len(w.buf) {
			t.Fatalf("%s is not one value: %v", w.buf, err)
		}
		if have := decodeText(t, value); have != want {
			t.Fatalf("%q came back as %q", want, have)
		}
	})
}

func TestADateIsWrittenInUTC(t *testing.T) {
	at := time.Date(2026, 3, 4, 0, 6, 7, 0, time.FixedZone("", 2*3600))
	if have := date(at); have != "(D:20260303220607+00'00')" {
		t.Errorf("%s", have)
	}
}

func TestNumbersHaveThreeDecimalsAtMost(t *testing.T) {
	for v, want := range map[float64]string{0: "0", -0.0001: "0", 1.5: "1.5", 595.2756: "595.276", -12: "-12", 100000: "100000"} {
		w := &writer{}
		if w.add(v); string(w.buf) != want || w.err != nil {
			t.Errorf("%v is written %s (%v), want %s", v, w.buf, w.err, want)
		}
	}
}
