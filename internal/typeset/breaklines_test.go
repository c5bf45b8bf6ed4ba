package typeset

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var testGap = spacing{natural: 200, stretch: 100, shrink: 50, short: 1500}

func drawWords(t *rapid.T, most int) []measured {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) measured {
		return measured{float64(rapid.IntRange(0, 3000).Draw(t, "width")), rapid.IntRange(0, 9).Draw(t, "space") > 0}
	}), 1, most).Draw(t, "words")
}

// lineWidths returns the natural width of each line and how many spaces it has.
func lineWidths(words []measured, ends []int, gap spacing) (widths []float64, spaces []int) {
	start := 0
	for _, end := range ends {
		w, n := 0.0, 0
		for i := start; i < end; i++ {
			w += words[i].width
			if i < end-1 && words[i].space {
				w += gap.natural
				n++
			}
		}
		widths, spaces = append(widths, w), append(spaces, n)
		start = end
	}
	return widths, spaces
}

// demerits adds up what a way of breaking costs, and is infinite where a line is too wide.
func demerits(words []measured, ends []int, measure float64, justified bool) float64 {
	widths, spaces := lineWidths(words, ends, testGap)
	total := 0.0
	for i, end := range ends {
		if widths[i]-float64(spaces[i])*testGap.shrink > measure+1e-6 {
			return math.Inf(1)
		}
		if justified {
			total += justifiedDemerits(measure-widths[i], measure, spaces[i], testGap, end == len(words))
		} else {
			total += raggedDemerits(measure-widths[i], measure)
		}
		if end < len(words) && !words[end-1].space {
			total += brokenWordCost
		}
	}
	return total
}

func TestNoOtherWayOfBreakingAParagraphCostsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := drawWords(t, 9)
		measure := float64(rapid.IntRange(3000, 9000).Draw(t, "measure"))
		justified := rapid.Bool().Draw(t, "justified")
		got := demerits(words, breakLines(words, measure, testGap, justified), measure, justified)
		n := len(words)
		for mask := range 1 << (n - 1) {
			var ends []int
			for i := range n - 1 {
				if mask>>i&1 == 1 {
					ends = append(ends, i+1)
				}
			}
			if other := demerits(words, append(ends, n), measure, justified); other < got-1e-6 {
				t.Fatalf("%v costs %v, less than %v", append(ends, n), other, got)
			}
		}
	})
}

func TestNoLineIsWiderThanTheMeasure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := drawWords(t, 200)
		measure := float64(rapid.IntRange(3000, 30000).Draw(t, "measure"))
		ends := breakLines(words, measure, testGap, rapid.Bool().Draw(t, "justified"))
		if !slices.IsSorted(ends) || ends[len(ends)-1] != len(words) {
			t.Fatalf("ends %v of %d words", ends, len(words))
		}
		widths, spaces := lineWidths(words, ends, testGap)
		for i, w := range widths {
			if w-float64(spaces[i])*testGap.shrink > measure+1e-6 {
				t.Fatalf("line %d is %v wide, the measure is %v", i, w, measure)
			}
		}
	})
}

func TestCentredLinesAreFilledEvenly(t *testing.T) {
	words := []measured{}
	for range 8 {
		words = append(words, measured{1000, true})
	}
	if got := breakLines(words, 7500, spacing{natural: 200}, false); !slices.Equal(got, []int{4, 8}) {
		t.Errorf("eight equal words of which six fit a line break after %v", got)
	}
}

func TestAWordIsBrokenOnlyWhenTheLineWouldBeFarTooLoose(t *testing.T) {
	short := []measured{{9000, true}, {700, true}, {100, false}, {700, true}, {700, true}} // 9900 before the broken word
	if got := breakLines(short, 10000, testGap, true); got[0] != 2 {
		t.Errorf("a good line is there without breaking the word, but lines end after %v", got)
	}
	long := []measured{{4000, true}, {700, true}, {4800, false}, {4700, true}, {700, true}} // 4900 before it
	if got := breakLines(long, 10000, testGap, true); got[0] != 3 {
		t.Errorf("half the line would be white without breaking the word, but lines end after %v", got)
	}
}
