package typeset

import (
	"bytes"
	"fmt"
	"image/png"
)

// logoAspect returns width by height of a PNG and refuses one that would be slow or impossible to draw: gofpdf takes 8 bits
// and no interlace, and splits alpha off pixel by pixel, so a picture is to be flattened when it is uploaded.
func logoAspect(data []byte) (float64, error) {
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, fmt.Errorf("%w: logo: %w", ErrContent, err)
	}
	if !bytes.HasSuffix(data, []byte("IEND\xae\x42\x60\x82")) {
		return 0, fmt.Errorf("%w: logo: the PNG is cut short", ErrContent)
	}
	const bitDepth, colourType, interlace = 24, 25, 28 // bytes of the header chunk (PNG, 11.2.2)
	if data[bitDepth] > 8 || data[colourType]&4 != 0 || data[interlace] != 0 {
		return 0, fmt.Errorf("%w: logo: not a PNG of 8 bits without alpha and interlace", ErrContent)
	}
	return float64(size.Width) / float64(size.Height), nil
}
