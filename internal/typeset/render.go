package typeset

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"

	"github.com/go-text/typesetting/language"
	"golang.org/x/text/cases"
	xlanguage "golang.org/x/text/language"

	"testamur/internal/pdf"
)

// ErrRender says that drawing failed in a way that no check foresaw.
var ErrRender = errors.New("typeset: rendering failed")

// SealField is the name of the invisible signature field that the institution's seal goes into.
const SealField = "Seal"

// Render sets a certificate. The same content and layout give the same bytes. It fails with an *UncoveredError when no font
// has a character, with ErrContent when something is missing or does not fit, with ErrLayout when the layout names a font
// that there is not.
func (t *Typesetter) Render(l *Layout, c Certificate) (r Rendered, err error) {
	defer func() {
		if p := recover(); p != nil { // gofpdf panics on some input rather than returning errors
			r, err = Rendered{}, fmt.Errorf("%w: %v", ErrRender, p)
		}
	}()
	if err := c.validate(); err != nil {
		return Rendered{}, err
	}
	if missing := t.Uncovered(l, c.texts()...); len(missing) > 0 {
		return Rendered{}, &UncoveredError{missing}
	}
	book, err := t.compose(l, &c)
	if err != nil {
		return Rendered{}, err
	}
	return t.paint(book)
}

// book is a certificate, set and broken into pages.
type book struct {
	spec    *layoutSpec
	cert    *Certificate
	words   *words
	root    *pdf.Element
	sheets  []sheet
	closing piece
	feet    [][]part
}

// compose sets the certificate and breaks it into pages.
func (t *Typesetter) compose(l *Layout, cert *Certificate) (*book, error) {
	c, err := t.newComposer(l, cert)
	if err != nil {
		return nil, err
	}
	defer t.shapers.Put(c.shaper)
	body := c.body()
	closing, err := c.closing()
	if err != nil {
		return nil, err
	}
	_, height := l.spec.Page.Size.size()
	height -= float64(l.spec.Page.Margins.Top + l.spec.Page.Margins.Bottom)
	sheets, err := paginate(body, height, closing.above+closing.height)
	if err != nil {
		return nil, err
	}
	b := &book{spec: &l.spec, cert: cert, words: c.words, root: c.root, sheets: sheets, closing: closing}
	for i := range sheets {
		b.sheets[i].justify()
		b.feet = append(b.feet, c.foot(i+1, len(sheets)))
	}
	return b, nil
}

func (t *Typesetter) newComposer(l *Layout, cert *Certificate) (*composer, error) {
	tag, err := xlanguage.Parse(cert.Language)
	if err != nil {
		return nil, fmt.Errorf("%w: language %q: %w", ErrContent, cert.Language, err)
	}
	resolved, err := t.resolve(l)
	if err != nil {
		return nil, err
	}
	c := &composer{
		layout: &l.spec, styles: resolved, words: t.words.lookup(cert.Language), cert: cert,
		root: &pdf.Element{Role: "Document"}, measure: l.spec.measure(),
	}
	c.foreign = c.words.foreign(cert.Language)
	if len(cert.Logo) > 0 {
		size, err := png.DecodeConfig(bytes.NewReader(cert.Logo))
		if err != nil {
			return nil, fmt.Errorf("%w: logo: %w", ErrContent, err)
		}
		c.aspect = float64(size.Width) / float64(size.Height)
	}
	c.setter = &setter{shaper: t.shapers.Get().(*shaper), language: language.NewLanguage(cert.Language), upper: cases.Upper(tag)}
	return c, nil
}

// paint draws the pages and has package pdf finish the file.
func (t *Typesetter) paint(b *book) (Rendered, error) {
	p := newPainter(b.spec.Page.Size, b.cert.Created, len(t.faces), len(b.cert.Signatories))
	b.draw(p)
	raw, faces, err := p.finish(t.faces)
	if err != nil {
		return Rendered{}, err
	}
	file, err := pdf.Finish(pdf.Draft{
		Raw: raw, Faces: faces, Structure: b.root, Info: b.info(),
		Fields: []pdf.Field{{Name: SealField, Tooltip: b.words.seal(b.cert.Institution), Page: len(b.sheets), LockAll: true}},
	})
	if err != nil {
		return Rendered{}, fmt.Errorf("finish certificate: %w", err)
	}
	return Rendered{PDF: file, Pages: len(b.sheets), Places: p.places}, nil
}

// draw puts every page's pieces, the closing block and the running foot in their places.
func (b *book) draw(p *painter) {
	m := b.spec.Page.Margins
	for i, s := range b.sheets {
		p.addPage()
		y := float64(m.Top)
		for _, piece := range s.pieces {
			y += piece.above
			piece.draw(p, float64(m.Left), y)
			y += piece.height
		}
		if i == len(b.sheets)-1 {
			b.closing.draw(p, float64(m.Left), p.height-float64(m.Bottom)-b.closing.height)
		}
		piece{parts: b.feet[i]}.draw(p, float64(m.Left), p.height-float64(b.spec.Foot.Height))
	}
}

func (pc piece) draw(p *painter, x, y float64) {
	for _, part := range pc.parts {
		p.paint(part, x+part.x, y+part.y)
	}
}

// info is what the file says of itself.
func (b *book) info() pdf.Info {
	c := b.cert
	return pdf.Info{
		Title: clean(c.Title + ", " + c.Name), Author: clean(c.Institution), Subject: clean(c.Programme),
		Language: c.Language, Created: c.Created, ID: c.ID,
		Properties: []pdf.Property{
			{Name: "TestamurCode", Value: c.Code},
			{Name: "TestamurSerial", Value: c.Serial},
			{Name: "TestamurURL", Value: c.VerifyURL},
		},
	}
}
