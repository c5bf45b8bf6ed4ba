package certificate_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"testamur/internal/certificate"
)

func newCode(t testing.TB) certificate.Code {
	t.Helper()
	code, err := certificate.NewCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	code := newCode(t)
	printed := code.String()
	if len(strings.Split(printed, "-")) != 5 || len(printed) != 29 {
		t.Fatalf("%q is not five groups of five", printed)
	}
	sloppy := strings.NewReplacer("0", "o", "1", "l", "-", " ").Replace(strings.ToLower(printed))
	for _, typed := range []string{printed, string(code), sloppy, strings.ReplaceAll(printed, "1", "I")} {
		if got, ok := certificate.ParseCode(typed); !ok || got != code {
			t.Errorf("ParseCode(%q) = %q, %v; want %q", typed, got, ok, code)
		}
	}
}

func TestEverySingleWrongCharacterIsNoticed(t *testing.T) {
	code := string(newCode(t))
	for i := range code {
		for _, c := range "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
			wrong := code[:i] + string(c) + code[i+1:]
			if _, ok := certificate.ParseCode(wrong); ok && wrong != code {
				t.Fatalf("%q passes, typed for %q", wrong, code)
			}
		}
	}
}

func TestCodesDoNotRepeat(t *testing.T) {
	seen := map[certificate.Code]bool{}
	for range 10_000 {
		code := newCode(t)
		if seen[code] {
			t.Fatalf("%s was drawn twice", code)
		}
		seen[code] = true
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add(newCode(f).String())
	f.Add("")
	f.Add("-----")
	f.Fuzz(func(t *testing.T, s string) {
		code, ok := certificate.ParseCode(s)
		if !ok {
			return
		}
		if again, ok := certificate.ParseCode(code.String()); !ok || again != code {
			t.Fatalf("%q gives %q, which is read as %q", s, code, again)
		}
	})
}
