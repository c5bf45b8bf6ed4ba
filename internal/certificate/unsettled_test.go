package certificate

import (
	"testing"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func TestAThemeIsUnsettledWhileTwoWroteAndOneIsUsed(t *testing.T) {
	theme, first, second := testID(1), testID(2), testID(3)
	writings := []programme.Writing{
		{ID: testID(4), Kind: programme.WritingFeedback, OwnerID: testID(5), AssessorID: first, ThemeID: theme, Number: 1},
		{ID: testID(6), Kind: programme.WritingFeedback, OwnerID: testID(7), AssessorID: second, ThemeID: theme, Number: 1},
	}
	c := Certificate{Sections: []Section{{}, {ThemeID: theme, Passages: []Passage{{Sources: []Source{{WritingID: testID(4)}}}}}}}
	if found := c.unsettled(writings); len(found) != 1 || found[0].Pointer != "/sections/1" || found[0].Theme != theme || found[0].Severity != SeverityWarning {
		t.Errorf("found %+v", found)
	}
	settled := c
	settled.Settlements = []Settlement{{ThemeID: theme, How: Chose, Writings: ids(writings)}}
	if found := settled.unsettled(writings); len(found) > 0 {
		t.Errorf("settled: found %+v", found)
	}
	if found := c.unsettled(writings[:1]); len(found) > 0 {
		t.Errorf("one voice: found %+v", found)
	}
	c.Sections[1].Passages = append(c.Sections[1].Passages, Passage{Sources: []Source{{WritingID: testID(6)}}})
	if found := c.unsettled(writings); len(found) > 0 {
		t.Errorf("both used: found %+v", found)
	}
}

func testID(n byte) uuid.UUID { return uuid.UUID{15: n} }

func ids(writings []programme.Writing) (out []uuid.UUID) {
	for _, w := range writings {
		out = append(out, w.ID)
	}
	return out
}
