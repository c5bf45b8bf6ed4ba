package typeset

import "testamur/internal/pdf"

// piece is what pages are filled with: something of a fixed height that is never split, such as a line of text or a row of
// signatories.
type piece struct {
	above     float64 // white space above it; none at the head of a page
	stretch   float64 // how much more it may become when the page has room left
	height    float64
	keep      bool    // with the next piece on one page
	split     float64 // what it costs to begin a page with it
	continues bool    // the paragraph of the piece before
	parts     []part
}

// part is a mark with its place, relative to the upper left corner of its piece.
type part struct {
	x, y float64
	mark mark
	tag  *pdf.Element // nil for an artifact: what carries no meaning, such as a rule
}

// stack turns lines into pieces of which neither the first nor the last may stand alone on a page.
func stack(lines []*textLine, x float64, tag *pdf.Element) []piece {
	pieces := make([]piece, len(lines))
	for i, l := range lines {
		pieces[i] = piece{
			height: l.height(),
			keep:   i < len(lines)-1 && (i == 0 || i == len(lines)-2),
			parts:  []part{{x: x, mark: l, tag: tag}},
		}
		if i > 0 {
			pieces[i].split, pieces[i].continues = paragraphCost, true
		}
	}
	return pieces
}

// keepTogether forbids a page break within the pieces.
func keepTogether(pieces []piece) {
	for i := range len(pieces) - 1 {
		pieces[i].keep = true
	}
}

// column puts lines below each other as parts and returns their height.
func column(parts []part, lines []*textLine, x, y float64, tag *pdf.Element) ([]part, float64) {
	height := 0.0
	for _, l := range lines {
		parts = append(parts, part{x: x, y: y + height, mark: l, tag: tag})
		height += l.height()
	}
	return parts, height
}

// element adds a new element below another in the structure.
func element(parent *pdf.Element, role string) *pdf.Element {
	e := &pdf.Element{Role: role}
	parent.Kids = append(parent.Kids, pdf.Kid{Element: e})
	return e
}

// figure is an element for a picture with its alternative text.
func figure(parent *pdf.Element, alt, lang string) *pdf.Element {
	e := element(parent, "Figure")
	e.Alt, e.Lang = alt, lang
	return e
}
