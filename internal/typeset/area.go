package typeset

import "github.com/jung-kurt/gofpdf"

// area is a page and the part of it where text stands.
type area struct {
	width, height float64 // of the page
	margins       margins
}

// measure is the width of the text in points.
func (a area) measure() float64 { return a.width - float64(a.margins.Left+a.margins.Right) }

// textHeight is the height of the text in points.
func (a area) textHeight() float64 { return a.height - float64(a.margins.Top+a.margins.Bottom) }

// size is the page as gofpdf takes it: upright even when it is wider than high, for gofpdf would exchange the two.
func (a area) size() gofpdf.SizeType { return gofpdf.SizeType{Wd: a.width, Ht: a.height} }

// area is the page that the text flows over.
func (s *layoutSpec) area() area {
	width, height := s.Page.Size.size()
	return area{width, height, s.Page.Margins}
}

// frontArea is the first page where a layout has one of its own: the same paper on its side.
func (s *layoutSpec) frontArea() area {
	width, height := s.Page.Size.size()
	return area{height, width, s.Front.Margins}
}

// areaOf is the page that an element stands on.
func (s *layoutSpec) areaOf(e elementKind) area {
	if s.Front.has(e) {
		return s.frontArea()
	}
	return s.area()
}
