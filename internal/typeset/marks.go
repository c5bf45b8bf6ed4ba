package typeset

import (
	"bytes"
	"strconv"

	"github.com/jung-kurt/gofpdf"
)

// rule is a horizontal line, drawn as a filled rectangle below y.
type rule struct {
	width, thickness float64
	colour           rgb
}

func (r rule) draw(p *painter, x, y float64) {
	p.begin("")
	p.useFill(r.colour)
	p.doc.Rect(x, y, r.width, r.thickness, "F")
}

// bullet is the dot before an item of a list; x, y is where the letters' baseline meets its middle.
type bullet struct {
	colour rgb
	size   float64 // of the type beside it
}

func (b bullet) draw(p *painter, x, y float64) {
	p.begin("")
	p.useFill(b.colour)
	p.doc.Circle(x, y-0.22*b.size, 0.11*b.size, "F")
}

// slot is where a signature goes.
type slot struct {
	signatory     int
	width, height float64
}

func (s slot) draw(p *painter, x, y float64) {
	bottom := p.height - y - s.height
	p.places[s.signatory] = Place{
		Page: p.page, Rect: [4]float64{x, bottom, x + s.width, bottom + s.height}, Field: "Signatory" + strconv.Itoa(s.signatory+1),
	}
}

// picture is a PNG.
type picture struct {
	png           []byte
	width, height float64
}

func (i picture) draw(p *painter, x, y float64) {
	const name = "logo" // the only picture: gofpdf puts several of one width in random order
	p.begin("")
	options := gofpdf.ImageOptions{ImageType: "PNG"}
	p.doc.RegisterImageOptionsReader(name, options, bytes.NewReader(i.png))
	p.doc.ImageOptions(name, x, y, i.width, i.height, false, options, 0, "")
}

// box is a rectangle of a QR code, in modules.
type box struct{ x, y, width, height int }

// matrix is a QR code of rectangles.
type matrix struct {
	boxes  []box
	module float64 // points
}

// draw fills all rectangles as one path, so that no hairline shows between neighbours, in a coordinate system of modules that
// grows downwards.
func (m matrix) draw(p *painter, x, y float64) {
	p.begin("")
	p.useFill(rgb{})
	out := p.content[:0]
	out = append(out, "q "...)
	for _, v := range []float64{m.module, 0, 0, -m.module, x, p.height - y} {
		out = append(strconv.AppendFloat(out, v, 'f', 4, 64), ' ')
	}
	out = append(out, "cm\n"...)
	for _, b := range m.boxes {
		for _, v := range []int{b.x, b.y, b.width, b.height} {
			out = append(strconv.AppendInt(out, int64(v), 10), ' ')
		}
		out = append(out, "re\n"...)
	}
	out = append(out, "f Q"...)
	p.doc.RawWriteStr(string(out))
	p.content = out
}
