package typeset

import "math"

// measured is what breaking a paragraph into lines needs to know of a word.
type measured struct {
	width float64
	space bool // white space follows, as opposed to a place where the word may be broken
}

// spacing is the white space between words: its natural width and how far it stretches and shrinks in a good line.
type spacing struct {
	natural, stretch, shrink float64
	short                    float64 // what a last line costs that is shorter than a tenth of the measure
}

// Demerits, in the manner of Knuth and Plass, "Breaking paragraphs into lines" (Software: Practice and Experience 11,
// 1981): a line costs (lineCost + badness)², and a break within a word more.
const (
	lineCost       = 10.0
	brokenWordCost = 2500.0
	mostBadness    = 1e5
	overfull       = 1e12 // only where a single word is wider than the line
)

// breakLines finds the breaks with the least demerits over the whole paragraph and returns the index after the last word
// of each line. With justified, white space may stretch beyond its limit (at a cost that grows with the cube) but never
// shrinks beyond it; otherwise lines are filled as evenly as the least number of lines allows.
func breakLines(words []measured, measure float64, gap spacing, justified bool) []int {
	n := len(words)
	best := make([]float64, n+1) // least demerits of a paragraph that ends before word i
	from := make([]int, n+1)     // the first word of its last line
	for end := 1; end <= n; end++ {
		best[end] = math.Inf(1)
		width, spaces := 0.0, 0
		for start := end - 1; start >= 0; start-- {
			width += words[start].width
			if start < end-1 && words[start].space {
				width += gap.natural
				spaces++
			}
			tooWide := width-float64(spaces)*gap.shrink > measure+1e-6
			if tooWide && start < end-1 {
				break
			}
			d := best[start]
			switch {
			case tooWide:
				d += overfull
			case justified:
				d += justifiedDemerits(measure-width, measure, spaces, gap, end == n)
			default:
				d += raggedDemerits(measure-width, measure)
			}
			if end < n && !words[end-1].space {
				d += brokenWordCost
			}
			if d < best[end] {
				best[end], from[end] = d, start
			}
		}
	}
	return trace(from, n)
}

// trace follows the best breaks back from the end.
func trace(from []int, n int) []int {
	count := 0
	for i := n; i > 0; i = from[i] {
		count++
	}
	ends := make([]int, count)
	for i := n; i > 0; i = from[i] {
		count--
		ends[count] = i
	}
	return ends
}

func justifiedDemerits(left, measure float64, spaces int, gap spacing, last bool) float64 {
	cost := lineCost
	switch {
	case last && left >= 0:
		if left > 0.9*measure {
			return lineCost*lineCost + gap.short
		}
	case left < 0:
		cost += badness(-left / (float64(spaces) * gap.shrink))
	case left > 0:
		cost += badness(left / (float64(spaces) * gap.stretch))
	}
	return cost * cost
}

// badness is TeX's measure: 100 for a line that is stretched or shrunk just to its limit.
func badness(ratio float64) float64 {
	return min(100*ratio*ratio*ratio, mostBadness) // a line without spaces has an infinite ratio
}

// raggedDemerits prefers fewer lines, then lines of even length.
func raggedDemerits(left, measure float64) float64 {
	share := max(left, 0) / measure
	return 1000*lineCost*lineCost + 1000*share*share
}
