package typeset

import (
	"bytes"
	"fmt"
	"image"
	"os/exec"
	"strconv"
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

// A code that another program paints from the file is the code of the address, module by module.
func TestQRCodeOnThePageIsTheCodeOfTheAddress(t *testing.T) {
	ts, l := newTypesetter(t)
	c := modelCertificate()
	r, err := ts.Render(l, c)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ts.compose(l, &c)
	if err != nil {
		t.Fatal(err)
	}
	const scale = 4 // pixels a point
	page := pixels(t, r.PDF, r.Pages, scale*72)
	code, err := qr.Encode(c.VerifyURL, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	b.each(func(_ int, p part, left, top float64) {
		m, ok := p.mark.(matrix)
		if !ok {
			return
		}
		for y := -4; y < code.Size+4; y++ { // with the quiet zone (ISO/IEC 18004, 6.3.8)
			for x := -4; x < code.Size+4; x++ {
				at := page.GrayAt(int(scale*(left+(float64(x)+0.5)*m.module)), int(scale*(top+(float64(y)+0.5)*m.module)))
				if black := at.Y < 128; black != code.Black(x, y) {
					t.Fatalf("module %d,%d is %d", x, y, at.Y)
				}
			}
		}
	})
}

// pixels has pdftoppm paint a page.
func pixels(t *testing.T, file []byte, page, resolution int) *image.Gray {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm (poppler-utils) is not installed")
	}
	cmd := exec.Command("pdftoppm", "-gray", "-r", strconv.Itoa(resolution), "-f", strconv.Itoa(page), "-l", strconv.Itoa(page))
	cmd.Stdin = bytes.NewReader(file)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var width, height, most int
	if _, err := fmt.Sscanf(string(out[:40]), "P5\n%d %d\n%d", &width, &height, &most); err != nil || len(out) < width*height {
		t.Fatalf("not a picture of 8 bits: %v", err)
	}
	return &image.Gray{Pix: out[len(out)-width*height:], Stride: width, Rect: image.Rect(0, 0, width, height)}
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
