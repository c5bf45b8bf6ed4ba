package certificate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// frozen is a version of which the sections hold the given passages.
func frozen(t interface{ Fatal(...any) }, sections []Section) Version {
	c := Certificate{Sections: sections}
	content, digest, err := record.Canonical(c.freeze("en", [16]byte{}))
	if err != nil {
		t.Fatal(err)
	}
	from, err := json.Marshal(c.provenance(digest))
	if err != nil {
		t.Fatal(err)
	}
	return Version{ID: uuid.New(), Content: content, Provenance: from}
}

func section(texts ...string) Section {
	s := Section{ID: uuid.New(), Heading: "Section"}
	for _, x := range texts {
		s.Passages = append(s.Passages, Passage{Text: x})
	}
	return s
}

func TestWhatALinkIsMadeWith(t *testing.T) {
	first, second := section("One."), section("Two.")
	v := frozen(t, []Section{first, second})
	year := noon.AddDate(1, 0, 0)
	for name, c := range map[string]struct {
		fields  ShareFields
		pointer string // what is refused; empty: nothing
		reason  string
	}{
		"the whole text":        {ShareFields{}, "", ""},
		"with the PDF":          {ShareFields{WithFile: true}, "", ""},
		"a section":             {ShareFields{Sections: []uuid.UUID{second.ID}}, "", ""},
		"no section":            {ShareFields{Sections: []uuid.UUID{}}, "/sections", "required"},
		"a section of another":  {ShareFields{Sections: []uuid.UUID{first.ID, uuid.New()}}, "/sections/1", "unknown"},
		"a section twice":       {ShareFields{Sections: []uuid.UUID{first.ID, first.ID}}, "/sections/1", "duplicate"},
		"a section and the PDF": {ShareFields{Sections: []uuid.UUID{first.ID}, WithFile: true}, "/with_file", "not_allowed"},
		"all and the PDF":       {ShareFields{Sections: []uuid.UUID{first.ID, second.ID}, WithFile: true}, "/with_file", "not_allowed"},
		"for a moment":          {ShareFields{ExpiresAt: noon.Add(time.Microsecond)}, "", ""},
		"until now":             {ShareFields{ExpiresAt: noon}, "/expires_at", "past"},
		"for a year":            {ShareFields{ExpiresAt: year}, "", ""},
		"for longer":            {ShareFields{ExpiresAt: year.Add(time.Microsecond)}, "/expires_at", "too_late"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.fields.checked(noon, v)
			if c.pointer == "" {
				if err != nil || (c.fields.ExpiresAt.IsZero() && !got.ExpiresAt.Equal(noon.Add(30*24*time.Hour))) {
					t.Errorf("until %s, %v", got.ExpiresAt, err)
				}
				return
			}
			want := []fault.Violation{{Pointer: c.pointer, Reason: c.reason}}
			f, ok := err.(*fault.Error) //nolint:errorlint // it is not wrapped
			if !ok || cmp.Diff(want, f.Violations, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Message" }, cmp.Ignore())) != "" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAnOpeningCountsOnceAMinute(t *testing.T) {
	for after, want := range map[time.Duration]bool{0: false, 59 * time.Second: false, time.Minute: true, time.Hour: true} {
		if got := (ShareLink{OpenedAt: noon}).counts(noon.Add(after)); got != want {
			t.Errorf("after %s: %v", after, got)
		}
	}
	if !(ShareLink{}).counts(noon) {
		t.Error("the first one does not count")
	}
}

func TestSectionsAfterACorrection(t *testing.T) {
	a, b, c := section("Alpha."), section("Beta.", "Common."), section("Gamma.", "Common.")
	reworded, moved, joined := a, a, c
	reworded.Heading, reworded.Passages = "New heading", []Passage{{Text: "New alpha."}}
	moved.Passages = append(slices.Clone(a.Passages), b.Passages[0])
	joined.Passages = []Passage{c.Passages[0], {Text: "Beta.", RunsOn: true}}
	for name, x := range map[string]struct {
		after []Section
		want  []string
	}{
		"as it was":                             {[]Section{a, b, c}, []string{"Alpha.", "Gamma.", "Common."}},
		"reworded and moved":                    {[]Section{c, b, reworded}, []string{"Gamma.", "Common.", "New alpha."}},
		"one gone":                              {[]Section{b, c}, []string{"Gamma.", "Common."}},
		"all gone":                              {[]Section{b, section("Alpha.")}, nil},
		"words of another came in":              {[]Section{moved, c}, []string{"Gamma.", "Common."}},
		"words of another run on in a sentence": {[]Section{a, joined}, []string{"Alpha."}},
		"one was added":                         {[]Section{a, b, c, section("Delta.")}, []string{"Alpha.", "Gamma.", "Common."}},
	} {
		l := ShareLink{ShareFields: ShareFields{Sections: []uuid.UUID{a.ID, c.ID}}}
		got, err := l.shown(frozen(t, []Section{a, b, c}), frozen(t, x.after))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(x.want, words(got)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// TestNoCorrectionShowsWhatWasNotChosen moves paragraphs about between sections, joins them, drops sections and adds others.
func TestNoCorrectionShowsWhatWasNotChosen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var before []Section
		var paragraphs []string
		l := ShareLink{ShareFields: ShareFields{Sections: []uuid.UUID{}}}
		hidden := map[string]bool{}
		for i := range rapid.IntRange(1, 5).Draw(t, "sections") {
			chosen := rapid.Bool().Draw(t, "chosen")
			s := section()
			for j := range rapid.IntRange(1, 3).Draw(t, "paragraphs") {
				p := fmt.Sprintf("Paragraph %d of %d.", j, i)
				s.Passages = append(s.Passages, Passage{Text: p})
				paragraphs, hidden[p] = append(paragraphs, p), !chosen
			}
			if before = append(before, s); chosen {
				l.Sections = append(l.Sections, s.ID)
			}
		}
		var after []Section
		for _, s := range append(slices.Clone(before), section()) {
			if s.Passages = nil; rapid.Bool().Draw(t, "dropped") {
				continue
			}
			for _, p := range rapid.SliceOfN(rapid.SampledFrom(paragraphs), 1, 4).Draw(t, "after") {
				s.Passages = append(s.Passages, Passage{Text: p, RunsOn: rapid.Bool().Draw(t, "runs on")})
			}
			after = append(after, s)
		}
		got, err := l.shown(frozen(t, before), frozen(t, after))
		if err != nil {
			t.Fatal(err)
		}
		for p := range hidden {
			if hidden[p] && strings.Contains(strings.Join(words(got), "\n"), p) {
				t.Fatalf("%q is shown", p)
			}
		}
	})
}
