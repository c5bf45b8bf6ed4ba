package typeset

import (
	"fmt"
	"slices"

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
	var above, row []int // the boxes that end in the row above, and in this one
	for y := range code.Size {
		row = row[:0]
		for x := 0; x < code.Size; x++ {
			run := box{x: x, y: y, height: 1}
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if run.width = x - run.x; run.width == 0 {
				continue
			}
			i := slices.IndexFunc(above, func(i int) bool { return boxes[i].x == run.x && boxes[i].width == run.width })
			if i >= 0 {
				i = above[i]
				boxes[i].height++
			} else {
				i = len(boxes)
				boxes = append(boxes, run)
			}
			row = append(row, i)
		}
		above, row = row, above
	}
	return boxes
}
