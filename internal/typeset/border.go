package typeset

// border is an empty rectangle; its line lies within.
type border struct {
	width, height, thickness float64
	colour                   rgb
}

func (b border) draw(p *painter, x, y float64) {
	p.begin("")
	p.useFill(b.colour)
	for _, side := range [][4]float64{
		{x, y, b.width, b.thickness}, {x, y + b.height - b.thickness, b.width, b.thickness},
		{x, y + b.thickness, b.thickness, b.height - 2*b.thickness}, {x + b.width - b.thickness, y + b.thickness, b.thickness, b.height - 2*b.thickness},
	} {
		p.doc.Rect(side[0], side[1], side[2], side[3], "F")
	}
}
