package difference

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func without(op Op, runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Op != op {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

// anyText has few words, so that some stay.
func anyText(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"she", "found", " ", "a", "way", "道", "\u00a0", "on."})).Draw(t, name), " ")
}

func TestApplyingADifferenceToTheOldGivesTheNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := anyText(t, "before"), anyText(t, "after")
		runs := Words(before, after)
		if got := without(Inserted, runs); got != before {
			t.Fatalf("before is %q, not %q", got, before)
		}
		if got := without(Deleted, runs); got != after {
			t.Fatalf("after is %q, not %q", got, after)
		}
	})
}

func TestParagraphsOfADifferenceAreThoseOfTheTexts(t *testing.T) {
	some := rapid.SliceOf(rapid.Custom(func(t *rapid.T) string { return anyText(t, "paragraph") }))
	rapid.Check(t, func(t *rapid.T) {
		before, after := some.Draw(t, "before"), some.Draw(t, "after")
		var old, now []string
		for _, p := range Paragraphs(before, after) {
			if p.Op != Inserted {
				old = append(old, without(Inserted, p.Runs))
			}
			if p.Op != Deleted {
				now = append(now, without(Deleted, p.Runs))
			}
		}
		if !slices.Equal(old, before) || !slices.Equal(now, after) {
			t.Fatalf("%q became %q, told as %q became %q", before, after, old, now)
		}
	})
}

// lcs is the length of a longest common subsequence by the textbook's table.
func lcs(a, b string) int {
	row := make([]int, len(b)+1)
	for i := range a {
		before := 0
		for j := range b {
			above := row[j+1]
			row[j+1] = max(row[j+1], row[j])
			if a[i] == b[j] {
				row[j+1] = before + 1
			}
			before = above
		}
	}
	return row[len(b)]
}

func TestAsMuchStaysAsCan(t *testing.T) {
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("abc")), 0, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		if got, want := len(matches([]byte(a), []byte(b))), lcs(a, b); got != want {
			t.Fatalf("%d of %q and %q stayed, %d could", got, a, b, want)
		}
	})
}

func TestWordsAreToldAsPeopleWouldTellThem(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          []Run
	}{
		{"She found a way on.", "She found a way on.", []Run{{Same, "She found a way on."}}},
		{"She found a way on.", "She found another way on.", []Run{{Same, "She found"}, {Deleted, " a"}, {Inserted, " another"}, {Same, " way on."}}},
		{"", "New.", []Run{{Inserted, "New."}}},
		{"道可道", "道常道", []Run{{Same, "道"}, {Deleted, "可"}, {Inserted, "常"}, {Same, "道"}}},
	} {
		if got := Words(c.before, c.after); !slices.Equal(got, c.want) {
			t.Errorf("%q became %q: %v", c.before, c.after, got)
		}
	}
}

func TestTextsOfAnyLengthAreCompared(t *testing.T) {
	before, after := strings.Repeat("one two ", 50_000), strings.Repeat("three four ", 50_000)
	runs := Words(before, after)
	if without(Inserted, runs) != before || without(Deleted, runs) != after {
		t.Error("something of a long text is lost")
	}
}
