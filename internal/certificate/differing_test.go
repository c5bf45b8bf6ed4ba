package certificate

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func sections(names ...string) []ContentSection {
	var out []ContentSection
	for _, n := range names {
		out = append(out, ContentSection{Heading: n, Blocks: []Block{{Kind: "paragraph", Items: [][]Run{{{Text: "Words on " + n + "."}}}}}})
	}
	return out
}

func TestSectionsAreToldAsAddedRemovedMovedAndReworded(t *testing.T) {
	reworded := sections("B")
	reworded[0].Blocks[0].Items[0][0].Emphasis = true
	headed := sections("B")
	headed[0].Heading = "Another heading"
	for name, c := range map[string]struct {
		before, after []ContentSection
		want          []SectionChange
	}{
		"nothing":       {sections("A", "B"), sections("A", "B"), []SectionChange{SectionSame, SectionSame}},
		"one came":      {sections("A"), sections("A", "B"), []SectionChange{SectionSame, SectionAdded}},
		"one went":      {sections("A", "B", "C"), sections("A", "C"), []SectionChange{SectionSame, SectionRemoved, SectionSame}},
		"one moved":     {sections("A", "B", "C"), sections("C", "A", "B"), []SectionChange{SectionMoved, SectionSame, SectionSame}},
		"emphasis":      {sections("B"), reworded, []SectionChange{SectionReworded}},
		"a new heading": {sections("A", "B"), slices.Concat(sections("A"), headed), []SectionChange{SectionSame, SectionReworded}},
		"from nothing":  {nil, sections("A"), []SectionChange{SectionAdded}},
	} {
		var got []SectionChange
		for _, d := range sectionDifferences(c.before, c.after) {
			got = append(got, d.Change)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

func TestNoSectionIsLostOrToldTwice(t *testing.T) {
	names := rapid.SliceOfN(rapid.SampledFrom([]string{"A", "B", "C", "D", "E"}), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		before, after := sections(names.Draw(t, "before")...), sections(names.Draw(t, "after")...)
		removed, others := 0, 0
		for _, d := range sectionDifferences(before, after) {
			if d.Change == SectionRemoved {
				removed++
			} else {
				others++
			}
		}
		added := 0
		for _, j := range pairs(before, after) {
			if j < 0 {
				added++
			}
		}
		if others != len(after) || removed != len(before)-(len(after)-added) {
			t.Fatalf("%d removed and %d others of %d and %d", removed, others, len(before), len(after))
		}
	})
}

func TestASpellingIsTheSignatorysToGiveAndANameIsNot(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Karsten Ehms", "Karsten Ehms", true},
		{"Karsten Ehms", "KARSTEN EHMS", true},
		{"Zoe Odegard", "Zoë Ødegård", true},
		{"Jon Smyth", "John Smith", true},
		{"Ann Lee", "Ann-Lee", true},
		{"Ann Lee", "Ann Leigh", false},
		{"Karsten Ehms", "Karsten Ehms-Müller", false},
		{"Karsten Ehms", "Beverly Wenger", false},
		{"王", "李", false},
	} {
		if got := respelled(c.a, c.b); got != c.same {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}
