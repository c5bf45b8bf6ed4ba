package typeset

import "testamur/internal/pdf"

// book is a certificate, set and broken into pages.
type book struct {
	spec   *layoutSpec
	cert   *Certificate
	words  *words
	root   *pdf.Element // the document's structure; drawing adds the contents
	sheets []sheet
	feet   [][]part // the running foot of each page
}

// compose sets the certificate and breaks it into pages.
func (t *Typesetter) compose(l *Layout, cert *Certificate) (*book, error) {
	c, err := t.newComposer(l, cert)
	if err != nil {
		return nil, err
	}
	defer t.shapers.Put(c.shaper)
	pieces, err := c.document()
	if err != nil {
		return nil, err
	}
	sheets, err := paginate(pieces, l.spec.textHeight())
	if err != nil {
		return nil, err
	}
	b := &book{spec: &l.spec, cert: cert, words: c.words, root: c.root, sheets: sheets}
	for i := range sheets {
		b.sheets[i].justify()
		b.feet = append(b.feet, c.foot(i+1, len(sheets)))
	}
	b.sheets[len(sheets)-1].sink()
	return b, nil
}

// each visits every part in the order of reading, with its page (1-based) and its place.
func (b *book) each(visit func(page int, part part, x, y float64)) {
	_, height := b.spec.Page.Size.size()
	left := float64(b.spec.Page.Margins.Left)
	for i, s := range b.sheets {
		block := func(parts []part, y float64) {
			for _, part := range parts {
				visit(i+1, part, left+part.x, y+part.y)
			}
		}
		y := float64(b.spec.Page.Margins.Top)
		for _, piece := range s.pieces {
			y += piece.above
			block(piece.parts, y)
			y += piece.height
		}
		block(b.feet[i], height-float64(b.spec.Foot.Height))
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
