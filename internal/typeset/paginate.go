package typeset

import (
	"fmt"
	"math"
)

// sheet is one page's share of the pieces.
type sheet struct {
	area
	checks bool // it is of the pages that say how to check the certificate
	pieces []piece
	room   float64 // what the pieces leave of the page's height
}

// Costs of a page break. A page more always costs more than an ill-filled one, and parting what belongs together more than
// any number of pages that a certificate could have. Emptiness is a share of the page's height, squared.
const (
	pageCost      = 10.0
	emptyCost     = 1.0  // for what is left of a page when its white space takes up what it may
	stretchCost   = 0.25 // for the white space that does so
	paragraphCost = 0.02 // for a paragraph continued on the next page
	tornCost      = 3.0  // for what is left of a page above such a paragraph's end: not squared
	signersCost   = 0.3  // for signatories continued on the next page
	partingCost   = 1e4
)

// costOf says what a page costs whose pieces leave room, which their white space may take up as far as stretch goes.
type costOf func(room, stretch, height float64, last bool) float64

// paginate spreads the pieces over pages with the least cost. It fails when a single piece does not fit a page.
func paginate(pieces []piece, page area, cost costOf) ([]sheet, error) {
	height := page.textHeight()
	n := len(pieces)
	best := make([]float64, n+1)
	from := make([]int, n+1)
	for end := 1; end <= n; end++ {
		best[end] = math.Inf(1)
		room, stretch := height, 0.0
		for start := end - 1; start >= 0; start-- {
			room -= pieces[start].height
			if room < -1e-6 {
				break
			}
			top := 0.0
			if start == 0 {
				top = pieces[0].stretch
			}
			d := best[start] + cost(room, stretch+top, height, end == n) + breakCost(pieces, start)
			if end < n && pieces[end].continues {
				d += tornCost * max(room-pieces[end].height, 0) / height
			}
			if d < best[end] {
				best[end], from[end] = d, start
			}
			room -= pieces[start].above
			stretch += pieces[start].stretch
		}
	}
	if math.IsInf(best[n], 1) {
		return nil, fmt.Errorf("%w: a part is higher than a page", ErrContent)
	}
	return deal(pieces, trace(from, n), page), nil
}

// sheetCost is for a certificate, where the last page is as full as the others.
func sheetCost(room, stretch, height float64, _ bool) float64 {
	taken, left := min(room, stretch)/height, max(room-stretch, 0)/height
	return pageCost + stretchCost*taken*taken + emptyCost*left*left
}

// breakCost is what it costs to begin a page with a piece.
func breakCost(pieces []piece, start int) float64 {
	switch {
	case start == 0:
		return 0
	case pieces[start-1].keep:
		return partingCost
	}
	return pieces[start].split
}

// deal hands each page its pieces.
func deal(pieces []piece, ends []int, page area) []sheet {
	sheets := make([]sheet, len(ends))
	start := 0
	for i, end := range ends {
		own := pieces[start:end]
		if i > 0 {
			own[0].above, own[0].stretch = 0, 0
		}
		room := page.textHeight()
		for _, p := range own {
			room -= p.above + p.height
		}
		sheets[i] = sheet{area: page, pieces: own, room: room}
		start = end
	}
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

// sink moves the last piece to the foot of the page.
func (s *sheet) sink() {
	s.pieces[len(s.pieces)-1].above += s.room
	s.room = 0
}
