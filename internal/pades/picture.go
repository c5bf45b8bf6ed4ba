package pades

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
)

const maxPixels = 4 << 20

// readPicture reads a PNG and lays it on white.
func readPicture(data []byte) (*image.RGBA, error) {
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	if size.Width*size.Height > maxPixels {
		return nil, fmt.Errorf("%d by %d pixels are more than %d", size.Width, size.Height, maxPixels)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	flat := image.NewRGBA(image.Rect(0, 0, size.Width, size.Height))
	draw.Draw(flat, flat.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, flat.Rect, picture, picture.Bounds().Min, draw.Over)
	return flat, nil
}

// fit is the largest size with the picture's proportions within width and height.
func fit(picture image.Rectangle, width, height float64) (w, h float64) {
	scale := min(width/float64(picture.Dx()), height/float64(picture.Dy()))
	return scale * float64(picture.Dx()), scale * float64(picture.Dy())
}

// rgb is the picture as an image of 8 bits and three colours has it, row by row.
func rgb(picture *image.RGBA) []byte {
	pixels := make([]byte, 0, len(picture.Pix)/4*3)
	for p := range slices.Chunk(picture.Pix, 4) {
		pixels = append(pixels, p[:3]...)
	}
	return pixels
}

func deflate(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
