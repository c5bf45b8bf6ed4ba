package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"unicode/utf8"

	"testamur/internal/fault"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Hand sets names as if they were written by hand.
type Hand struct{ faces []*opentype.Font }

// NewHand takes fonts, the best first: a name is set in the first that has all of its letters.
func NewHand(fonts ...[]byte) (*Hand, error) {
	h := &Hand{}
	for i, b := range fonts {
		face, err := opentype.Parse(b)
		if err != nil {
			return nil, fmt.Errorf("font %d of the hand: %w", i, err)
		}
		h.faces = append(h.faces, face)
	}
	return h, nil
}

// Sizes in pixels of what is written, before it is printed smaller.
const (
	handSize   = 160
	handWidest = 3_600
	handMargin = 40
	maxWritten = 100 // letters
)

// ink is the blue of a pen.
var ink = image.NewUniform(color.NRGBA{R: 0x16, G: 0x26, B: 0x4f, A: 0xff})

// Write gives a name as a PNG, dark on white. Fails as Invalid when there is none, it is too long, or no font has its letters.
func (h *Hand) Write(name string) ([]byte, error) {
	name = strings.Join(strings.Fields(name), " ")
	switch {
	case name == "":
		return nil, refuse("required", "Type your name as you sign.")
	case utf8.RuneCountInString(name) > maxWritten:
		return nil, refuse("too_long", "Type at most %d letters.", maxWritten)
	}
	for _, f := range h.faces {
		if covers(f, name) {
			return write(f, name)
		}
	}
	return nil, refuse("uncovered_characters", "These letters cannot be set here like handwriting. Draw your signature, or upload a picture of it.")
}

func covers(f *opentype.Font, name string) bool {
	var buffer sfnt.Buffer
	for _, r := range name {
		if i, err := f.GlyphIndex(&buffer, r); err != nil || i == 0 {
			return false
		}
	}
	return true
}

func write(f *opentype.Font, name string) ([]byte, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: handSize, DPI: 72})
	if err != nil {
		return nil, unwritten(err)
	}
	if width := font.MeasureString(face, name).Ceil(); width > handWidest {
		face, err = opentype.NewFace(f, &opentype.FaceOptions{Size: handSize * handWidest / float64(width), DPI: 72})
		if err != nil {
			return nil, unwritten(err)
		}
	}
	bounds, _ := font.BoundString(face, name)
	width, height := (bounds.Max.X-bounds.Min.X).Ceil()+2*handMargin, (bounds.Max.Y-bounds.Min.Y).Ceil()+2*handMargin
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	pen := font.Drawer{Dst: img, Src: ink, Face: face, Dot: fixed.Point26_6{X: fixed.I(handMargin) - bounds.Min.X, Y: fixed.I(handMargin) - bounds.Min.Y}}
	pen.DrawString(name)
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, unwritten(err)
	}
	return out.Bytes(), nil
}

func unwritten(err error) error {
	return fault.New(fault.Internal, "", "The name could not be set.").Because(err)
}
