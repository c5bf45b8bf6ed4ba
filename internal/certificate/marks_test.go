package certificate

import (
	"testing"

	"testamur/internal/programme"

	"github.com/google/go-cmp/cmp"
)

func TestMarksBecomeRunsAndLists(t *testing.T) {
	got := blocks([]Passage{{Text: "She *never* gives up:\n- at *work*\n- at home"}, {Text: "Or elsewhere.\n\nEnd.", RunsOn: true}})
	want := []Block{
		{Kind: "paragraph", Items: [][]Run{{{Text: "She "}, {Text: "never", Emphasis: true}, {Text: " gives up:"}}}},
		{Kind: "list", Items: [][]Run{{{Text: "at "}, {Text: "work", Emphasis: true}}, {{Text: "at home Or elsewhere."}}}},
		{Kind: "paragraph", Items: [][]Run{{{Text: "End."}}}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestWhatIsVerbatimIsComparedWithoutMarks(t *testing.T) {
	w := programme.Writing{Text: "She *never* gives up:\n- at work\n- at home"}
	for passage, want := range map[string]Relation{
		"She never gives up": Verbatim, "She never *gives up*:": Verbatim, "gives up:\n\nat work\nat home": Verbatim, "- at home": Verbatim,
		"She *often* gives up": Condensed, "at - home": Condensed,
	} {
		if got := relate(passage, w); got != want {
			t.Errorf("%q is %s, not %s", passage, got, want)
		}
	}
}
