package typeset

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func drawPieces(t *rapid.T) []piece {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) piece {
		return piece{
			above:   float64(rapid.IntRange(0, 30).Draw(t, "above")),
			stretch: float64(rapid.IntRange(0, 20).Draw(t, "stretch")),
			height:  float64(rapid.IntRange(1, 80).Draw(t, "height")),
			keep:    rapid.Bool().Draw(t, "keep"),
		}
	}), 1, 60).Draw(t, "pieces")
}

func TestPagesHoldEveryPieceInOrderWithinTheirHeight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := drawPieces(t)
		for i := range pieces {
			pieces[i].parts = []part{{x: float64(i)}}
		}
		const height = 300
		sheets, err := paginate(pieces, height)
		if err != nil {
			t.Fatal(err)
		}
		next := 0
		for i, s := range sheets {
			s.justify()
			used := 0.0
			for _, p := range s.pieces {
				if p.parts[0].x != float64(next) {
					t.Fatalf("page %d has piece %v, not %d", i, p.parts[0].x, next)
				}
				next++
				used += p.above + p.height
			}
			if used > height+1e-6 {
				t.Fatalf("page %d holds %v", i, used)
			}
		}
		if next != len(pieces) {
			t.Fatalf("%d of %d pieces", next, len(pieces))
		}
	})
}

func TestPiecesThatBelongTogetherAreNotPartedWhenTheyFitAPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := drawPieces(t)
		const height = 300
		run := 0.0 // height of the pieces that are chained so far
		for i := range pieces {
			run += pieces[i].above + pieces[i].height
			if run > height/2 {
				pieces[max(i-1, 0)].keep = false
				run = pieces[i].above + pieces[i].height
			}
			if !pieces[i].keep {
				run = 0
			}
		}
		sheets, err := paginate(pieces, height)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range sheets[:len(sheets)-1] {
			if s.pieces[len(s.pieces)-1].keep {
				t.Fatalf("page %d ends between pieces that belong together", i)
			}
		}
	})
}

func TestAPieceHigherThanThePageIsRefused(t *testing.T) {
	if _, err := paginate([]piece{{height: 10}, {height: 301}}, 300); !errors.Is(err, ErrContent) {
		t.Error(err)
	}
}
