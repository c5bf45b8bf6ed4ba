package typeset

import (
	"errors"
	"slices"
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
		sheets, err := paginate(pieces, area{height: height}, sheetCost)
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
		sheets, err := paginate(pieces, area{height: height}, sheetCost)
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
	if _, err := paginate([]piece{{height: 10}, {height: 301}}, area{height: 300}, sheetCost); !errors.Is(err, ErrContent) {
		t.Error(err)
	}
}

// Half a page of nothing in the middle of a paragraph would look like a mistake, even if all pages were filled alike.
func TestAParagraphIsPartedOnlyWhereThePageEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pieces []piece
		for range rapid.IntRange(1, 8).Draw(t, "paragraphs") {
			line := &textLine{style: &style{styleSpec: &styleSpec{Size: 8, Leading: 10}}, size: 8}
			lines := stack(slices.Repeat([]*textLine{line}, rapid.IntRange(1, 30).Draw(t, "lines")), 0, nil)
			lines[0].above, lines[0].stretch = 20, 20
			pieces = append(pieces, lines...)
		}
		const height, lines = 300, 4
		sheets, err := paginate(pieces, area{height: height}, sheetCost)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range sheets[:len(sheets)-1] {
			if s.justify(); sheets[i+1].pieces[0].continues && s.room > lines*10 {
				t.Fatalf("page %d of %d ends within a paragraph and %v too high", i+1, len(sheets), s.room)
			}
		}
	})
}
