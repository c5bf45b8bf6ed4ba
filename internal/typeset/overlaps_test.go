package typeset

// extent is how wide and high a part is, and where it begins.
func extent(b *book, p part, x float64) (left, w, h float64) {
	switch mark := p.mark.(type) {
	case *textLine:
		return x + mark.x, mark.width, mark.height()
	case rule:
		return x, mark.width, mark.thickness
	case slot:
		return x, mark.width, mark.height
	case picture:
		return x, mark.width, mark.height
	case matrix:
		return x, float64(b.spec.Closing.Code), float64(b.spec.Closing.Code)
	case border:
		return x, mark.width, mark.height
	}
	return x, 0, 0
}

// checkOverlaps fails when two things that are read or signed stand on each other.
func checkOverlaps(t interface {
	Helper()
	Errorf(string, ...any)
}, b *book) {
	t.Helper()
	type box struct {
		page                     int
		left, top, right, bottom float64
		mark                     mark
	}
	var boxes []box
	b.each(func(page int, p part, x, y float64) {
		switch p.mark.(type) {
		case *textLine, slot, picture, matrix:
		default:
			return
		}
		const slack = 0.01
		x, w, h := extent(b, p, x)
		next := box{page, x + slack, y + slack, x + w - slack, y + h - slack, p.mark}
		for _, o := range boxes {
			if o.page == page && next.left < o.right && o.left < next.right && next.top < o.bottom && o.top < next.bottom {
				t.Errorf("page %d: %T at %.1f %.1f stands on %T at %.1f %.1f", page, p.mark, x, y, o.mark, o.left, o.top)
			}
		}
		boxes = append(boxes, next)
	})
}
