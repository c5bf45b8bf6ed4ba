package typeset

import (
	"errors"
	"fmt"

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
	if missing := t.Uncovered(l, c.texts(&l.spec)...); len(missing) > 0 {
		return Rendered{}, &UncoveredError{missing}
	}
	book, err := t.compose(l, &c)
	if err != nil {
		return Rendered{}, err
	}
	return t.paint(book)
}

// paint draws the pages and has package pdf finish the file.
func (t *Typesetter) paint(b *book) (Rendered, error) {
	p := newPainter(b.areas(), b.cert.Created, len(t.faces), len(b.cert.Signatories))
	b.each(p.paint)
	raw, faces, err := p.finish(t.faces)
	if err != nil {
		return Rendered{}, err
	}
	file, err := pdf.Finish(pdf.Draft{
		Raw: raw, Faces: faces, Structure: b.root, Info: b.info(),
		Fields: b.fields(p.places),
	})
	if err != nil {
		return Rendered{}, fmt.Errorf("finish certificate: %w", err)
	}
	return Rendered{PDF: file, Pages: len(b.sheets), Places: p.places}, nil
}

func (t *Typesetter) newComposer(l *Layout, cert *Certificate) (*composer, error) {
	tag, err := xlanguage.Parse(cert.Language)
	if err != nil {
		return nil, fmt.Errorf("%w: language %q: %w", ErrContent, cert.Language, err)
	}
	resolved, err := t.resolve(&l.spec)
	if err != nil {
		return nil, err
	}
	c := &composer{
		layout: &l.spec, styles: resolved, words: t.words.lookup(cert.Language), cert: cert,
		root: &pdf.Element{Role: "Document"}, resolve: t.resolve,
	}
	c.foreign = c.words.foreign(cert.Language)
	if len(cert.Logo) > 0 {
		if c.aspect, err = logoAspect(cert.Logo); err != nil {
			return nil, err
		}
	}
	c.setter = &setter{shaper: t.shapers.Get().(*shaper), language: language.NewLanguage(cert.Language), upper: cases.Upper(tag)}
	return c, nil
}
