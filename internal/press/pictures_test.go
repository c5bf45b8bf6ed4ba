package press_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "draw the pictures of the layouts anew, to be looked at before they are committed")

// The README shows every layout. With -update the pictures are drawn anew, by pdftoppm.
func TestEveryLayoutHasItsPictureInTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	p := newPress(t)
	for _, l := range p.Layouts() {
		path := filepath.Join("testdata", l.Name+".png")
		if *update {
			layout, err := p.Typesetter.Layout(l.Name)
			if err != nil {
				t.Fatal(err)
			}
			r, err := p.Typesetter.Render(layout, modelCertificate(t))
			if err != nil {
				t.Fatal(err)
			}
			drawPages(t, r.PDF, path)
		}
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
		if !strings.Contains(string(readme), "internal/press/"+path) {
			t.Errorf("the README does not show %s", path)
		}
	}
}

// drawPages draws the pages, or some of them, side by side, each with a hairline around it.
func drawPages(t *testing.T, file []byte, path string, some ...int) {
	t.Helper()
	folder := t.TempDir()
	command := exec.CommandContext(t.Context(), "pdftoppm", "-png", "-r", "50", "-", filepath.Join(folder, "page"))
	command.Stdin = bytes.NewReader(file)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm (poppler-utils): %v: %s", err, out)
	}
	names, err := filepath.Glob(filepath.Join(folder, "page*.png"))
	if err != nil {
		t.Fatal(err)
	}
	var pages []image.Image
	const gap = 8
	width, height := gap, 0
	for i, name := range names {
		if len(some) > 0 && !slices.Contains(some, i+1) {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		page, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
		width, height = width+page.Bounds().Dx()+gap, max(height, page.Bounds().Dy()+2*gap)
	}
	all := image.NewPaletted(image.Rect(0, 0, width, height), shades())
	draw.Draw(all, all.Bounds(), image.NewUniform(color.Gray{0xd8}), image.Point{}, draw.Src)
	x := gap
	for _, page := range pages {
		at := page.Bounds().Add(image.Pt(x, (height-page.Bounds().Dy())/2))
		draw.Draw(all, at, page, image.Point{}, draw.Src)
		x += page.Bounds().Dx() + gap
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, all); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// shades are greys and the layouts' accents on white, which keep a picture small.
func shades() color.Palette {
	var shades color.Palette
	for _, ink := range []color.RGBA{{0x1b, 0x1b, 0x1d, 255}, {0x7b, 0x23, 0x31, 255}, {0x1f, 0x3d, 0x5c, 255}} {
		for i := range 32 {
			mix := func(c uint8) uint8 { return uint8((int(c)*(31-i) + 255*i) / 31) }
			shades = append(shades, color.RGBA{mix(ink.R), mix(ink.G), mix(ink.B), 255})
		}
	}
	return shades
}
