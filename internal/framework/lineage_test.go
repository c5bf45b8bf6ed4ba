package framework

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func lineage(editions ...string) Lineage {
	var l Lineage
	for i, s := range editions {
		o := edition(s).Outline()
		o.Edition = i + 1
		l = append(l, o)
	}
	return l
}

func TestACodeMeansWhatItLedTo(t *testing.T) {
	l := lineage("G: A B C D", "G: A2<A B1<B B2<B C", "G: A2 B1 E<B2,C D")
	for edition, want := range map[int]map[string]Codes{
		1: {"A": "A", "B": "B", "C": "C", "D": "D"},
		2: {"A": "A2", "A2": "A2", "B": "B1 B2", "B1": "B1", "B2": "B2", "C": "C", "D": ""},
		3: {"A": "A2", "A2": "A2", "B": "B1 E", "B1": "B1", "B2": "E", "C": "E", "D": "D", "E": "E"},
	} {
		if d := cmp.Diff(want, l.Meanings(edition)); d != "" {
			t.Errorf("in edition %d: %s", edition, d)
		}
	}
}

func TestASetOfCodesIsTheSameInWhateverOrder(t *testing.T) {
	set := CodesOf("B", "A", "B")
	if set != CodesOf("A", "B") || !set.Has("A") || set.Has("C") || cmp.Diff([]string{"A", "B"}, set.List()) != "" {
		t.Errorf("got %q", set)
	}
	if got := set.With("C A"); got != "A B C" {
		t.Errorf("both: %q", got)
	}
	if got := CodesOf("A", "X").Missing(set); cmp.Diff([]string{"X"}, got) != "" {
		t.Errorf("missing: %q", got)
	}
	if CodesOf() != "" || len(Codes("").List()) != 0 {
		t.Error("the empty set is not empty")
	}
}

func TestADifferenceOverSeveralEditionsTellsAllThatHappened(t *testing.T) {
	editions := []string{"G: A B C", "G: A2=A<A B1<B B2<B C", "G: A2=A B1 E<B2,C"}
	last := edition(editions[2])
	last.Framework.Edition = 3
	got := sentences(Compare(edition(editions[0]), lineage(editions...).Since(1, last)))
	if want := "A now has the code A2 instead of A. B was split into B1 and E. B and C were merged into E."; got != want {
		t.Errorf("got %q", got)
	}
}

func TestADisciplineThatKeepsItsCodeCanBeSplit(t *testing.T) {
	editions := []string{"G: A B", "G: A B C<B", "G: A B C D<C"}
	for number, want := range map[int]string{2: "B was split into B and C.", 3: "B was split into B, C and D."} {
		last := edition(editions[number-1])
		last.Framework.Edition = number
		if got := sentences(Compare(edition(editions[0]), lineage(editions[:number]...).Since(1, last))); got != want {
			t.Errorf("edition %d: %q", number, got)
		}
	}
}

func TestThemesLearnWhatBecomesOfTheirDisciplines(t *testing.T) {
	l := lineage("G: A=Old B C D E F", "G: A=New B1<B B2<B CD<C,D F")
	want := []Fate{
		{Named{"A", "Old"}, Renamed, []Named{{"A", "New"}}},
		{Named{"B", "B"}, Split, []Named{{"B1", "B1"}, {"B2", "B2"}}},
		{Named{"C", "C"}, Merged, []Named{{"CD", "CD"}}},
		{Named{"E", "E"}, Retired, nil},
	}
	if d := cmp.Diff(want, l.Fates("A B C E F", 1, 2)); d != "" {
		t.Error(d)
	}
	back := []Fate{{Named{"B1", "B1"}, Retired, nil}}
	if d := cmp.Diff(back, l.Fates("B1 F", 2, 1)); d != "" {
		t.Errorf("back: %s", d)
	}
	if got := l.Fates("F", 0, 2); got != nil {
		t.Errorf("from no edition: %v", got)
	}
}
