package api

import (
	"strings"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/record"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func TestACursorLeadsBackToWhereThePageEnded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		_, next := listed(record.List[uuid.UUID]{Items: []uuid.UUID{id}, More: true}, same, same)
		p, err := page(0, next)
		if err != nil || p.After != id || p.Limit != defaultLimit {
			t.Fatalf("%v %v", p, err)
		}
		n := rapid.Int64Min(0).Draw(t, "sequence")
		if got, err := readSequenceCursor(sequenceCursor(n)); err != nil || got != n {
			t.Fatalf("%d: %d %v", n, got, err)
		}
	})
}

func TestTheLastPageHasNoCursor(t *testing.T) {
	items, next := listed(record.List[uuid.UUID]{}, same, same)
	if items == nil || next != "" {
		t.Errorf("%v %q", items, next)
	}
}

func TestAnETagMatchesItsRevisionAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		revision := rapid.Int64Range(1, 1<<53).Draw(t, "revision")
		if m := matching(etag(revision)); m != record.Match(revision) {
			t.Fatalf("%d: %d", revision, m)
		}
	})
	if matching("") != record.Any {
		t.Error("no ETag matches everything")
	}
	if m := matching(`"nonsense"`); m.Check(1) == nil {
		t.Error("nonsense matches something")
	}
}

func TestADayComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := civil.Of(time.Unix(rapid.Int64Range(-2_208_988_800, 253_402_300_799).Draw(t, "second"), 0).UTC())
		if got := day(dateOf(d)); got != d {
			t.Fatalf("%v became %v", d, got)
		}
	})
	if !dateOf(civil.Date{}).IsZero() || !day(Date{}).IsZero() {
		t.Error("no day became a day")
	}
}

func TestMarksBecomeSpansAndOthersStayText(t *testing.T) {
	for s, want := range map[string]string{
		"plain":                 "[ plain]",
		"a `b` c":               "[ a ][code b][  c]",
		"**A.** Send `X: y`":    "[strong A.][  Send ][code X: y]",
		"half a ` mark":         "[ half a ` mark]",
		"`a` **b":               "[code a][  **b]",
		"":                      "",
		"2 * 3 ** is no `code`": "[ 2 * 3 ** is no `code`]",
	} {
		var got strings.Builder
		for _, p := range spans(s) {
			got.WriteString("[" + p.Kind + " " + p.Text + "]")
		}
		if got.String() != want {
			t.Errorf("%q: %s, not %s", s, got.String(), want)
		}
	}
}

func TestARequestToSignTellsWhatOthersHaveAnsweredAndNotWhy(t *testing.T) {
	other := uuid.Must(uuid.NewV7())
	w := wireSigningRequest(certificate.SigningRequest{Others: []certificate.GivenAnswer{{SignatoryID: other, Decision: certificate.Declined, At: time.Unix(0, 0)}}})
	if want := (GivenAnswer{SignatoryID: other, Decision: DecisionDeclined, At: time.Unix(0, 0)}); len(w.Others) != 1 || w.Others[0] != want {
		t.Errorf("%+v", w.Others)
	}
}
