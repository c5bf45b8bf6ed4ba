// Package picture reads uploaded pictures: PNG or JPEG, checked before a pixel is decoded, flattened onto white and written
// again as plain PNG. What comes out has no transparency, no metadata and no surprise.
package picture

import (
	"bytes"
	"image"
	"image/color"
	_ "image/jpeg" // registers the format
	"image/png"

	"testamur/internal/fault"

	"golang.org/x/image/draw"
)

// Limits of an upload. A picture of 4,000 x 4,000 pixels takes 64 MB while it is read; more is a bomb or a mistake.
const (
	MaxBytes  = 5 << 20
	MaxPixels = 16_000_000
	MaxSide   = 8_000
)

// Flat is a picture that is safe to print.
type Flat struct {
	PNG           []byte
	Width, Height int
}

// Flatten reads b, lays it on white, crops white margins if crop, and scales it down to fit width x height pixels. It
// fails as Invalid with what is wrong.
func Flatten(b []byte, width, height int, crop bool) (Flat, error) {
	img, err := decode(b)
	if err != nil {
		return Flat{}, err
	}
	flat := onWhite(img)
	bounds := flat.Bounds()
	if crop {
		if bounds = inked(flat); bounds.Empty() {
			return Flat{}, refuse("blank", "The picture is blank.")
		}
	}
	flat = scaled(flat, bounds, width, height)
	var out bytes.Buffer
	if err := png.Encode(&out, flat); err != nil {
		return Flat{}, fault.New(fault.Internal, "", "The picture could not be written.").Because(err)
	}
	return Flat{PNG: out.Bytes(), Width: flat.Bounds().Dx(), Height: flat.Bounds().Dy()}, nil
}

func refuse(reason, format string, args ...any) error {
	return fault.At("", reason, format, args...)
}

func decode(b []byte) (image.Image, error) {
	if len(b) > MaxBytes {
		return nil, fault.New(fault.TooLarge, "", "The picture has more than %d MB.", MaxBytes>>20)
	}
	head, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || (format != "png" && format != "jpeg") {
		return nil, refuse("not_a_picture", "Upload a PNG or a JPEG.")
	}
	if head.Width > MaxSide || head.Height > MaxSide || head.Width*head.Height > MaxPixels {
		return nil, refuse("too_many_pixels", "The picture has %d x %d pixels. Make it smaller: at most %d on a side, %d million in all.", head.Width, head.Height, MaxSide, MaxPixels/1_000_000)
	}
	if head.Width < 8 || head.Height < 8 {
		return nil, refuse("too_few_pixels", "The picture is only %d x %d pixels.", head.Width, head.Height)
	}
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, refuse("damaged", "The picture is damaged and cannot be read to its end.")
	}
	return img, nil
}

// onWhite draws img over white, so that nothing shows through.
func onWhite(img image.Image) *image.NRGBA {
	flat := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), img, img.Bounds().Min, draw.Over)
	return flat
}

// inked is the smallest rectangle that holds everything darker than paper.
func inked(img *image.NRGBA) image.Rectangle {
	var box image.Rectangle
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if color.GrayModel.Convert(img.NRGBAAt(x, y)).(color.Gray).Y < 245 { //nolint:forcetypeassert // GrayModel gives Gray
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// scaled gives the part of img, no larger than width x height.
func scaled(img *image.NRGBA, part image.Rectangle, width, height int) *image.NRGBA {
	factor := min(1, float64(width)/float64(part.Dx()), float64(height)/float64(part.Dy()))
	size := image.Rect(0, 0, max(1, int(float64(part.Dx())*factor)), max(1, int(float64(part.Dy())*factor)))
	out := image.NewNRGBA(size)
	draw.CatmullRom.Scale(out, size, img, part, draw.Src, nil)
	return out
}
