package typeset

import (
	"testing"

	"pgregory.net/rapid"
	"rsc.io/qr"
)

func TestRectanglesCoverExactlyTheBlackModules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 200, 400).Draw(t, "text")
		code, err := qr.Encode(text, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		painted := map[[2]int]int{}
		for _, b := range cover(code) {
			for y := b.y; y < b.y+b.height; y++ {
				for x := b.x; x < b.x+b.width; x++ {
					painted[[2]int{x, y}]++
				}
			}
		}
		for y := range code.Size {
			for x := range code.Size {
				want := 0
				if code.Black(x, y) {
					want = 1
				}
				if painted[[2]int{x, y}] != want {
					t.Fatalf("module %d,%d is painted %d times", x, y, painted[[2]int{x, y}])
				}
			}
		}
	})
}

func TestCodesAreWrittenInGroups(t *testing.T) {
	for code, want := range map[string]string{
		"7KQ2M9XW4TVB": "7KQ2 M9XW 4TVB", "7KQ2M9": "7KQ2 M9", "7KQ-2M9XW4": "7KQ-2M9XW4", "ABCDE": "ABCDE", "": "",
	} {
		if got := grouped(code); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}
