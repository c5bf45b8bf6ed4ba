package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"testamur/internal/fault"
	"testamur/internal/picture"
)

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// stroke is a transparent picture with one black bar.
func stroke(width, height int, bar image.Rectangle) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := bar.Min.Y; y < bar.Max.Y; y++ {
		for x := bar.Min.X; x < bar.Max.X; x++ {
			img.SetNRGBA(x, y, color.NRGBA{A: 255})
		}
	}
	return img
}

func TestATransparentSignatureIsFlattenedAndCropped(t *testing.T) {
	flat, err := picture.Flatten(encoded(t, stroke(400, 300, image.Rect(100, 120, 300, 180))), 900, 300, true)
	if err != nil {
		t.Fatal(err)
	}
	if flat.Width != 200 || flat.Height != 60 {
		t.Errorf("%d x %d, want the ink alone: 200 x 60", flat.Width, flat.Height)
	}
	img, err := png.Decode(bytes.NewReader(flat.PNG))
	if err != nil {
		t.Fatal(err)
	}
	if opaque, ok := img.(interface{ Opaque() bool }); !ok || !opaque.Opaque() {
		t.Error("something shows through")
	}
}

func TestALargePictureIsScaledToFit(t *testing.T) {
	flat, err := picture.Flatten(encoded(t, stroke(2000, 1000, image.Rect(0, 0, 2000, 1000))), 900, 300, false)
	if err != nil || flat.Width != 600 || flat.Height != 300 {
		t.Fatalf("%d x %d, %v; want 600 x 300", flat.Width, flat.Height, err)
	}
}

func TestAJPEGIsTaken(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, stroke(100, 100, image.Rect(10, 10, 90, 90)), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := picture.Flatten(b.Bytes(), 900, 300, true); err != nil {
		t.Fatal(err)
	}
}

// bomb is a few bytes that claim to be 60,000 x 60,000 pixels: 14 GB when decoded.
func bomb() []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	head := make([]byte, 13)
	binary.BigEndian.PutUint32(head[0:], 60_000)
	binary.BigEndian.PutUint32(head[4:], 60_000)
	head[8], head[9] = 8, 6
	chunk := append([]byte("IHDR"), head...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(head)))
	b = append(b, chunk...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
}

func TestWhatCannotBePrintedIsRefusedWithItsReason(t *testing.T) {
	whole := encoded(t, stroke(100, 100, image.Rect(10, 10, 90, 90)))
	for name, c := range map[string]struct {
		b      []byte
		reason string
	}{
		"bomb": {bomb(), "too_many_pixels"}, "nothing": {nil, "not_a_picture"}, "text": {[]byte("GIF89a"), "not_a_picture"},
		"cut off": {whole[:len(whole)/2], "damaged"}, "blank": {encoded(t, stroke(50, 50, image.Rectangle{})), "blank"},
		"a dot": {encoded(t, stroke(2, 2, image.Rect(0, 0, 2, 2))), "too_few_pixels"},
	} {
		_, err := picture.Flatten(c.b, 900, 300, true)
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || len(e.Violations) != 1 || e.Violations[0].Reason != c.reason {
			t.Errorf("%s: %v, want %s", name, err, c.reason)
		}
	}
	if _, err := picture.Flatten(make([]byte, picture.MaxBytes+1), 900, 300, true); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("too large: %v", err)
	}
}

func FuzzFlatten(f *testing.F) {
	f.Add(encoded(f, stroke(20, 20, image.Rect(5, 5, 15, 15))))
	f.Add(bomb())
	f.Fuzz(func(t *testing.T, b []byte) {
		flat, err := picture.Flatten(b, 90, 30, true)
		if err == nil && (flat.Width > 90 || flat.Height > 30 || flat.Width < 1 || flat.Height < 1) {
			t.Fatalf("%d x %d", flat.Width, flat.Height)
		}
	})
}
