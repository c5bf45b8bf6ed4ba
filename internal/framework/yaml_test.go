package framework

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"testamur/internal/fault"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const shippedFile = "../../templates/frameworks/social-learning-leadership-1.yaml"

func parsed(t testing.TB, name string) Content {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheShippedEditionHasTheFourGroupsAndTwelveDisciplinesOfTheSeedAndIsReady(t *testing.T) {
	c := parsed(t, shippedFile)
	want := map[string]string{
		"Meaning": "Relevance, Accountability, Value creation", "Participation": "Voices, Power, Leadership",
		"Modes": "Engagement, Imagination, Alignment", "Time/space": "Continuity, Boundaries, Scale",
	}
	got := map[string]string{}
	for _, g := range c.Groups {
		var names []string
		for _, d := range g.Disciplines {
			names = append(names, d.Name)
		}
		got[g.Name] = strings.Join(names, ", ")
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if v := c.Unready(nil); v != nil {
		t.Errorf("not ready: %v", v)
	}
}

func TestImportingWhatWasExportedChangesNothing(t *testing.T) {
	for _, name := range []string{shippedFile, "../../templates/demo/social-learning-leadership-2.yaml"} {
		sameAgain(t, parsed(t, name))
	}
	rapid.Check(t, func(t *rapid.T) { sameAgain(t, content(t)) })
}

type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

func sameAgain(t tester, c Content) {
	t.Helper()
	first, err := Encode(c)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	again, err := Parse(first)
	if err != nil {
		t.Fatalf("parse: %v\n%s", err, first)
	}
	if d := cmp.Diff(c, again); d != "" {
		t.Fatalf("parse(encode) differs: %s\n%s", d, first)
	}
	second, err := Encode(again)
	if err != nil || !bytes.Equal(first, second) {
		t.Fatalf("encoding again gives other bytes (%v)", err)
	}
}

const small = `framework:
  code: F
  name: Few
  language: en
  edition: 1
  title: A few
groups:
  - code: G
    name: Group
    disciplines:
      - code: A
        name: First
        question: Why?
        see_also:
          - code: A
`

func TestWhatIsWrongWithAFileIsToldWithItsLine(t *testing.T) {
	cases := map[string]struct{ old, new, pointer, reason, line string }{
		"a field that is not known":        {"title: A few", "titel: A few", "/framework/titel", "unknown_field", "Line 6:"},
		"a field that is there twice":      {"title: A few", "title: A few\n  title: Again", "/framework/title", "duplicate", "Line 7:"},
		"a number that is none":            {"edition: 1", "edition: one", "/framework/edition", "type", "Line 5:"},
		"an edition out of range":          {"edition: 1", "edition: 0", "/framework/edition", "range", "Line 5:"},
		"a code in small letters":          {"code: G", "code: g", "/groups/0/code", "pattern", "Line 8:"},
		"an alias":                         {"name: Group", "name: &x Group", "/groups/0/name", "alias", "Line 9:"},
		"a tag":                            {"name: Group", "name: !!binary R3JvdXA=", "/groups/0/name", "alias", "Line 9:"},
		"a list where a value belongs":     {"question: Why?", "question: [Why]", "/groups/0/disciplines/0/question", "type", "Line 13:"},
		"a value where a list belongs":     {"question: Why?", "methods: none", "/groups/0/disciplines/0/methods", "type", "Line 13:"},
		"what is missing":                  {"        name: First\n", "", "/groups/0/disciplines/0/name", "required", "Line 11:"},
		"a discipline that names itself":   {"question: Why?", "question: Why not?", "/groups/0/disciplines/0/see_also/0/code", "duplicate", "Line 15:"},
		"a discipline that does not exist": {"          - code: A", "          - code: B", "/groups/0/disciplines/0/see_also/0/code", "unknown_discipline", "Line 15:"},
		"an invisible character":           {"name: Few", "name: \"F\\u202Eew\"", "/framework/name", "hidden_character", "Line 3:"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(strings.Replace(small, c.old, c.new, 1)))
			refused, ok := errors.AsType[*fault.Error](err)
			if !ok {
				t.Fatalf("not refused: %v", err)
			}
			for _, v := range refused.Violations {
				if v.Pointer == c.pointer && v.Reason == c.reason && strings.HasPrefix(v.Message, c.line) {
					return
				}
			}
			t.Errorf("got %v", err)
		})
	}
}

func TestWhatIsNoDocumentIsRefused(t *testing.T) {
	for name, file := range map[string]string{
		"nothing": "", "a comment": "# only", "no YAML": "a: [", "two documents": small + "---\n" + small, "a list": "- a", "a word": "word", "a tab": "\ta: b",
	} {
		if _, err := Parse([]byte(file)); err == nil || fault.CodeOf(err) == fault.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Parse(make([]byte, MaxFile+1)); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("too large: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("framework: {code: F}\ngroups: [{disciplines: [~]}]"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, err := Parse(file)
		if err != nil {
			if fault.CodeOf(err) == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		sameAgain(t, c)
	})
}
