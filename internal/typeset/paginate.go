package typeset

import (
	"fmt"
	"math"
)

// sheet is one page's share of the pieces.
type sheet struct {
	pieces []piece
	room   float64 // what the pieces leave of the page's height
}

// Costs of a page break. A page more always costs more than an ill-filled one, and parting what belongs together more than
// any number of pages that a certificate could have.
const (
	pageCost     = 10.0
	emptyCost    = 4.0 // for a page of which nothing is filled
	lastCost     = 1.0 // the same for the last page
	partingCost  = 1e4
	mostPageCost = 1e9
)

// paginate spreads the pieces over pages of a height with the least cost; reserved is kept free on the last one. It fails
// when a single piece does not fit a page.
func paginate(pieces []piece, height, reserved float64) ([]sheet, error) {
	n := len(pieces)
	best := make([]float64, n+1)
	from := make([]int, n+1)
	for end := 1; end <= n; end++ {
		best[end] = math.Inf(1)
		limit := height
		if end == n {
			limit -= reserved
		}
		filled := 0.0
		for start := end - 1; start >= 0; start-- {
			filled += pieces[start].height
			if filled > limit+1e-6 {
				break
			}
			d := best[start] + sheetCost((limit-filled)/height, end == n)
			if start > 0 && pieces[start-1].keep {
				d += partingCost
			}
			if d < best[end] {
				best[end], from[end] = d, start
			}
			filled += pieces[start].above
		}
	}
	if best[n] >= mostPageCost {
		return nil, fmt.Errorf("%w: a part is higher than a page", ErrContent)
	}
	return deal(pieces, trace(from, n), height, reserved), nil
}

func sheetCost(empty float64, last bool) float64 {
	if last {
		return pageCost + lastCost*empty*empty
	}
	return pageCost + emptyCost*empty*empty
}

// deal hands each page its pieces.
func deal(pieces []piece, ends []int, height, reserved float64) []sheet {
	sheets := make([]sheet, len(ends))
	start := 0
	for i, end := range ends {
		own := pieces[start:end]
		own[0].above, own[0].stretch = 0, 0
		room := height
		for _, p := range own {
			room -= p.above + p.height
		}
		sheets[i] = sheet{own, room}
		start = end
	}
	sheets[len(sheets)-1].room -= reserved
	return sheets
}

// justify lets the white space between the pieces take up what room it may, in proportion to what each allows.
func (s *sheet) justify() {
	total := 0.0
	for _, p := range s.pieces {
		total += p.stretch
	}
	if total == 0 {
		return
	}
	share := min(s.room/total, 1)
	for i := range s.pieces {
		s.pieces[i].above += share * s.pieces[i].stretch
	}
	s.room -= share * total
}
