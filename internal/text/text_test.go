package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"testamur/internal/fault"
	"testamur/internal/text"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestLineRefusesWhatCouldDeceive(t *testing.T) {
	for name, c := range map[string]struct{ in, reason string }{
		"override":        {"Olga\u202eanihsurotV", "hidden_character"},
		"isolate":         {"Olga\u2066x", "hidden_character"},
		"zero width":      {"Ol\u200bga", "hidden_character"},
		"tag characters":  {"Olga\U000E0041", "hidden_character"},
		"private use":     {"Olga\ue000", "hidden_character"},
		"null":            {"Olga\x00", "control_character"},
		"escape":          {"\x1b[2J", "control_character"},
		"line break":      {"Olga\nVtorushina", "line_break"},
		"line separator":  {"Olga\u2028Vtorushina", "line_break"},
		"broken encoding": {"Olga\xff", "invalid_utf8"},
		"replacement":     {"Olga\ufffd", "control_character"},
		"noncharacter":    {"Olga\ufdd0", "control_character"},
	} {
		t.Run(name, func(t *testing.T) {
			got, problem := text.Line(c.in)
			if problem == nil || problem.Reason != c.reason {
				t.Fatalf("Line(%q) = %q, %v; want reason %s", c.in, got, problem, c.reason)
			}
		})
	}
}

func TestLineKeepsNamesAsTheyAre(t *testing.T) {
	for in, want := range map[string]string{
		"  Olga \t Vtorushina ":  "Olga Vtorushina",
		"Ольга Вторушина":        "Ольга Вторушина",
		"Łukasz Żółć":            "Łukasz Żółć",
		"Nguye\u0302\u0303n Thị": "Nguyễn Thị", // composed
		"D’Arcy O'Neill":         "D’Arcy O'Neill",
		"\u00a0\u202f\u200d":     "", // nothing to see
		"Dr.\u00a0Ana":           "Dr.\u00a0Ana",
		"می\u200cخواهم":          "می\u200cخواهم", // a joiner is a letter's business
	} {
		if got, problem := text.Line(in); problem != nil || got != want {
			t.Errorf("Line(%q) = %q, %v; want %q", in, got, problem, want)
		}
	}
}

func TestProseKeepsParagraphsAndNothingElse(t *testing.T) {
	got, problem := text.Prose("\r\n\r\nOne  \r\nstill\u2028one\r\n \r\n\r\n\r\nTwo\n")
	if problem != nil || got != "One\nstill\none\n\nTwo" {
		t.Fatalf("got %q, %v", got, problem)
	}
}

func TestNormalisingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.String().Draw(t, "text")
		for name, parse := range map[string]func(string) (string, *text.Problem){"Line": text.Line, "Prose": text.Prose} {
			once, problem := parse(in)
			if problem != nil {
				continue
			}
			twice, problem := parse(once)
			if problem != nil || twice != once {
				t.Fatalf("%s(%q) = %q, then %q, %v", name, in, once, twice, problem)
			}
			if !norm.NFC.IsNormalString(once) || !utf8.ValidString(once) {
				t.Fatalf("%s(%q) = %q is not NFC", name, in, once)
			}
		}
	})
}

func TestFormNamesEveryFieldOnce(t *testing.T) {
	var f text.Form
	f.Line("/name", " ", 10)
	f.Line("/title", "a\x00", 10)
	f.Line("/long", strings.Repeat("ä", 11), 10)
	f.Email("/email", "nobody")
	f.Language("/language", "!!")
	f.TimeZone("/time_zone", "Mars/Olympus")
	err := f.Err()
	if fault.CodeOf(err) != fault.Invalid {
		t.Fatalf("code %q", fault.CodeOf(err))
	}
	want := map[string]string{
		"/name": "required", "/title": "control_character", "/long": "too_long", "/email": "email", "/language": "language", "/time_zone": "time_zone",
	}
	for _, v := range violations(t, err) {
		if want[v.Pointer] != v.Reason {
			t.Errorf("%s: %s", v.Pointer, v.Reason)
		}
		delete(want, v.Pointer)
	}
	if len(want) > 0 {
		t.Errorf("not reported: %v", want)
	}
}

func TestEmailTakesAnAddressAndNothingMore(t *testing.T) {
	for in, ok := range map[string]bool{
		"ana@example.org": true, "ana.b+c@sub.example.org": true, "": true,
		"Ana <ana@example.org>": false, "ana@localhost": false, "a@b.c, d@e.f": false, "ana@example.org\nBcc: x@y.z": false,
		strings.Repeat("a", 250) + "@b.org": false,
	} {
		var f text.Form
		f.Email("/email", in)
		if (f.Err() == nil) != ok {
			t.Errorf("Email(%q): %v", in, f.Err())
		}
	}
}
