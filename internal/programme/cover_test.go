package programme

import (
	"testing"

	"testamur/internal/framework"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// TestEveryTextIsCountedWhereItBelongsAndOnceInAll holds the count against asking of every discipline, text by text, whether it
// is touched.
func TestEveryTextIsCountedWhereItBelongsAndOnceInAll(t *testing.T) {
	codes := []string{"A", "B", "C", "OLD", "SPLIT", "GONE"}
	meanings := map[string]framework.Codes{"A": "A", "B": "B", "C": "C", "OLD": "A", "SPLIT": "B C", "GONE": ""}
	var edition framework.Edition
	edition.Groups = []framework.Group{{Name: "G", Disciplines: []framework.Discipline{{Code: "A"}, {Code: "B"}, {Code: "C"}}}}
	people := []uuid.UUID{{1}, {2}, {3}}
	rapid.Check(t, func(t *rapid.T) {
		var evidence []Evidence
		for range rapid.IntRange(0, 12).Draw(t, "texts") {
			named := rapid.SliceOfN(rapid.SampledFrom(codes), 0, 4).Draw(t, "codes")
			evidence = append(evidence, Evidence{
				Kind: rapid.SampledFrom([]EvidenceKind{EvidenceLog, EvidenceFeedback}).Draw(t, "kind"), Enrolment: rapid.SampledFrom(people).Draw(t, "whose"),
				Disciplines: framework.CodesOf(named...), Count: rapid.IntRange(1, 3).Draw(t, "count"),
			})
		}
		var c Coverage
		c.cover(evidence, edition, meanings)
		if want := amount(evidence, func(Evidence) bool { return true }); c.All != want {
			t.Fatalf("in all %+v, not %+v", c.All, want)
		}
		if want := amount(evidence, func(e Evidence) bool { return e.Disciplines != "" }); c.Naming != want {
			t.Fatalf("naming any %+v, not %+v", c.Naming, want)
		}
		touches := map[string]framework.Codes{"A": "A OLD", "B": "B", "C": "C"}
		for _, d := range c.Disciplines {
			want := amount(evidence, func(e Evidence) bool { return len(e.Disciplines.Missing(touches[d.Code])) < len(e.Disciplines.List()) })
			if d.Amount != want {
				t.Fatalf("%s: %+v, not %+v", d.Code, d.Amount, want)
			}
		}
		for _, u := range c.Unplaced {
			if want := amount(evidence, func(e Evidence) bool { return e.Disciplines.Has(u.Code) }); u.Amount != want || u.Amount == (Amount{}) {
				t.Fatalf("%s: %+v, not %+v", u.Code, u.Amount, want)
			}
			if u.Code != "SPLIT" && u.Code != "GONE" {
				t.Fatalf("%s has a place", u.Code)
			}
		}
	})
}

func amount(evidence []Evidence, counts func(Evidence) bool) Amount {
	var a Amount
	whose := map[uuid.UUID]bool{}
	for _, e := range evidence {
		if !counts(e) {
			continue
		}
		whose[e.Enrolment] = true
		if e.Kind == EvidenceLog {
			a.LogEntries += e.Count
		} else {
			a.Feedback += e.Count
		}
	}
	a.Participants = len(whose)
	return a
}
