package web

import (
	"net/url"
	"slices"
	"strconv"
)

// rowsOnBoard is how many participants one page of the board shows: enough for most cohorts, and light enough for a telephone.
const rowsOnBoard = 100

// leaf is a page of the board.
type leaf struct {
	First, Last int // of its rows, counted from 1
	Query       string
	Here        bool
}

// turn leaves the rows of the page that was asked for, those with late feedback before all others, and says where the rest is.
func (b *boardPage) turn(asked url.Values) {
	slices.SortStableFunc(b.Rows, func(x, y boardRow) int { return lateness(y) - lateness(x) })
	b.Of = len(b.Rows)
	if b.Of <= rowsOnBoard {
		return
	}
	chosen, err := strconv.Atoi(asked.Get("page"))
	if most := (b.Of-1)/rowsOnBoard + 1; err != nil || chosen < 1 || chosen > most {
		chosen = 1
	}
	for first := 1; first <= b.Of; first += rowsOnBoard {
		b.Leaves = append(b.Leaves, newLeaf(first, b.Of, asked))
	}
	here := &b.Leaves[chosen-1]
	here.Here = true
	b.Rows = b.Rows[here.First-1 : here.Last]
}

// lateness is 1 for a participant with late feedback, and 0 for any other.
func lateness(r boardRow) int { return min(1, len(r.LateWith)) }

func newLeaf(first, of int, asked url.Values) leaf {
	query := url.Values{"page": {strconv.Itoa(first/rowsOnBoard + 1)}}
	for _, name := range []string{"step", "late"} {
		if asked.Has(name) {
			query.Set(name, asked.Get(name))
		}
	}
	return leaf{First: first, Last: min(first+rowsOnBoard-1, of), Query: "?" + query.Encode()}
}
