package typeset

import (
	"fmt"
	"math"
	"strconv"
)

const (
	blankSerial   = "–"
	blankCode     = "·····-·····-·····-·····-·····" // as wide as a code, so that a preview breaks its lines alike
	blankCodeRule = 0.5                             // points, around the place of the QR code
)

// validatePreview sees to it that a preview has nothing that verifies.
func (c *Certificate) validatePreview() error {
	if c.Preview && (c.Serial != "" || c.Code != "") {
		return fmt.Errorf("%w: a preview has neither serial number nor code", ErrContent)
	}
	return nil
}

// undated says whether the award date is still to be set, which only a preview may leave.
func (c *Certificate) undated() bool { return c.Preview && c.AwardDate == (Date{}) }

// unaddressed says whether the address is unknown, which only a preview may leave.
func (c *Certificate) unaddressed() bool { return c.Preview && c.VerifyURL == "" }

func (c *composer) awarded() string {
	if c.cert.undated() {
		return blankSerial
	}
	return c.words.spell(c.cert.AwardDate)
}

func (c *composer) serial() string {
	if c.cert.Preview {
		return blankSerial
	}
	return c.cert.Serial
}

func (c *composer) printedCode() string {
	if c.cert.Preview {
		return blankCode
	}
	return grouped(c.cert.Code)
}

// ground is what lies behind a page's text.
func (c *composer) ground(s sheet) []part {
	var parts []part
	if s.checks && c.layout.Front != nil {
		parts = c.layout.Front.Frame.frame(s.area)
	}
	if c.cert.Preview {
		parts = append(parts, part{mark: c.previewWord(s.area)})
	}
	return parts
}

// previewWord is the word that marks a preview, along the diagonal of a page and 0.7 of its length.
func (c *composer) previewWord(a area) slanted {
	diagonal := math.Hypot(a.width, a.height)
	spec := c.layout.Styles.Check
	spec.Size, spec.Leading, spec.Align, spec.Case, spec.Tracking, spec.Shrink = 1, 1, alignLeft, caseTyped, 80, 0
	spec.Colour.rgb = rgb{230, 230, 233}
	st := *c.style(&c.layout.Styles.Check)
	st.styleSpec = &spec
	line := c.plain(c.words.Preview, &st, diagonal)[0]
	spec.Size = fontSize(math.Floor(100*0.7*diagonal/line.width) / 100)
	spec.Leading = leading(spec.Size)
	line = c.plain(c.words.Preview, &st, diagonal)[0]
	return slanted{line, a, math.Atan2(a.height, a.width)}
}

// slanted is a line across the middle of a page.
type slanted struct {
	line  *textLine
	page  area
	angle float64 // anticlockwise
}

// draw turns the system of coordinates about the middle of the page. What gofpdf and the painter believe to be set inside it is
// not set any more behind it.
func (s slanted) draw(p *painter, _, _ float64) {
	p.note(s.line)
	p.begin("")
	sin, cos := math.Sincos(s.angle)
	p.doc.RawWriteStr("q " + matrixOperator(cos, sin, -sin, cos, s.page.width/2, s.page.height/2) + matrixOperator(1, 0, 0, 1, 0, -p.height))
	s.line.write(p, -s.line.width/2, 0.35*s.line.size-s.line.baseline(), false)
	p.doc.RawWriteStr("Q")
	p.face, p.filled = nil, false
}

// matrixOperator changes the system of coordinates (ISO 32000-1, 8.4.4).
func matrixOperator(values ...float64) string {
	var out []byte
	for _, v := range values {
		out = append(strconv.AppendFloat(out, v, 'f', 4, 64), ' ')
	}
	return string(out) + "cm\n"
}
