package typeset

import (
	"bytes"
	"fmt"
	"image/png"
)

// maxLogoBytes is ample for 18 mm at 600 dots an inch.
const maxLogoBytes = 1 << 20

// logoAspect returns width by height of a PNG and refuses one that would be slow or impossible to draw: gofpdf takes 8 bits
// and no interlace, and splits alpha off pixel by pixel, so a picture is to be flattened when it is uploaded.
func logoAspect(data []byte) (float64, error) {
	if len(data) > maxLogoBytes {
		return 0, fmt.Errorf("%w: logo: more than %d bytes", ErrContent, maxLogoBytes)
	}
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, fmt.Errorf("%w: logo: %w", ErrContent, err)
	}
	if !bytes.HasSuffix(data, []byte("IEND\xae\x42\x60\x82")) {
		return 0, fmt.Errorf("%w: logo: the PNG is cut short", ErrContent)
	}
	const bitDepth, colourType, interlace = 24, 25, 28 // bytes of the header chunk (PNG, 11.2.2)
	if data[bitDepth] > 8 || data[colourType]&4 != 0 || data[interlace] != 0 {
		return 0, fmt.Errorf("%w: logo: not a PNG of 8 bits without alpha and interlace", ErrContent)
	}
	return float64(size.Width) / float64(size.Height), nil
}

// logo places the picture in the middle.
func (c *composer) logo() {
	if len(c.cert.Logo) == 0 {
		return
	}
	p := c.logoPart(0, c.measure/2)
	i := p.mark.(picture)
	p.x = (c.measure - i.width) / 2
	c.add([]piece{{height: i.height, keep: true, parts: []part{p}}}, 0, 0)
	c.due = float64(c.layout.Logo.After)
}

// logoPart is the picture at the layout's height, or lower where it would be wider than a width.
func (c *composer) logoPart(x, width float64) part {
	i := picture{png: c.cert.Logo, height: float64(c.layout.Logo.Height)}
	i.width = i.height * c.aspect
	if i.width > width {
		i.width, i.height = width, width/c.aspect
	}
	return part{x: x, mark: i, tag: figure(c.root, c.words.logo(c.cert.Institution), c.foreign)}
}
