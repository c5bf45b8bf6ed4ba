package typeset

import (
	"fmt"

	"rsc.io/qr"
)

// newMatrix encodes text as a QR code of level M (ISO/IEC 18004: 15 % of it may be damaged) of a width in points, without
// its quiet zone.
func newMatrix(text string, width float64) (matrix, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return matrix{}, fmt.Errorf("%w: QR code: %w", ErrContent, err)
	}
	return matrix{boxes: cover(code), module: width / float64(code.Size)}, nil
}

// cover merges the black modules into rectangles: runs of a row, continued downwards while the rows below have the same run.
func cover(code *qr.Code) []box {
	var boxes []box
	grown := map[[2]int]int{} // where a run starts and how wide it is -> the box that ends with it in the row above
	for y := range code.Size {
		next := map[[2]int]int{}
		for _, run := range runs(code, y) {
			i, ok := grown[run]
			if ok {
				boxes[i].height++
			} else {
				i = len(boxes)
				boxes = append(boxes, box{run[0], y, run[1], 1})
			}
			next[run] = i
		}
		grown = next
	}
	return boxes
}

// runs lists start and width of the black runs of a row.
func runs(code *qr.Code, y int) [][2]int {
	var out [][2]int
	for x := 0; x < code.Size; x++ {
		start := x
		for x < code.Size && code.Black(x, y) {
			x++
		}
		if x > start {
			out = append(out, [2]int{start, x - start})
		}
	}
	return out
}
