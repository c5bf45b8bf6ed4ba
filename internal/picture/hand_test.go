package picture_test

import (
	"bytes"
	"errors"
	"image/png"
	"io/fs"
	"strings"
	"testing"

	"testamur/internal/fault"
	"testamur/internal/picture"
	"testamur/templates"

	"pgregory.net/rapid"
)

func hand(t testing.TB) *picture.Hand {
	t.Helper()
	var fonts [][]byte
	for _, name := range []string{"DancingScript-Regular.otf", "EBGaramond-Italic.ttf"} {
		b, err := fs.ReadFile(templates.Files, "fonts/"+name)
		if err != nil {
			t.Fatal(err)
		}
		fonts = append(fonts, b)
	}
	h, err := picture.NewHand(fonts...)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// What is written can be uploaded like a picture that somebody chose.
func TestANameIsWrittenSoThatItCanBePrinted(t *testing.T) {
	h := hand(t)
	for _, name := range []string{"Ana Reis", "I", "Kęstutis Žukauskas", "Ольга Вторушина", "  two   spaces ", strings.Repeat("W", 100)} {
		b, err := h.Write(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := picture.Flatten(b, 900, 300, true); err != nil {
			t.Errorf("%s cannot be printed: %v", name, err)
		}
	}
}

func TestANameThatCannotBeWrittenIsRefusedWithItsReason(t *testing.T) {
	h := hand(t)
	for name, reason := range map[string]string{"": "required", "山田": "uncovered_characters", strings.Repeat("a", 101): "too_long"} {
		if _, err := h.Write(name); fault.CodeOf(err) != fault.Invalid || violation(err) != reason {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestWhateverIsTypedIsWrittenOrRefused(t *testing.T) {
	h := hand(t)
	rapid.Check(t, func(t *rapid.T) {
		b, err := h.Write(rapid.StringN(0, 20, -1).Draw(t, "name"))
		if err != nil {
			if fault.CodeOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		if _, err := png.Decode(bytes.NewReader(b)); err != nil {
			t.Fatal(err)
		}
	})
}

// violation gives the reason of the first field that is refused.
func violation(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && len(e.Violations) > 0 {
		return e.Violations[0].Reason
	}
	return ""
}
