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
	ground [][]part // what lies behind each page's text: a frame, the word that marks a preview; its places are the page's
}

// compose sets the certificate and breaks it into pages.
func (t *Typesetter) compose(l *Layout, cert *Certificate) (*book, error) {
	c, err := t.newComposer(l, cert)
	if err != nil {
		return nil, err
	}
	defer t.shapers.Put(c.shaper)
	sheets, err := c.sheets()
	if err != nil {
		return nil, err
	}
	b := &book{spec: &l.spec, cert: cert, words: c.words, root: c.root, sheets: sheets}
	for i, s := range sheets {
		b.ground = append(b.ground, c.ground(s))
		b.feet = append(b.feet, c.foot(i+1, len(sheets), s.measure()))
	}
	return b, nil
}

// each visits every part in the order of reading, with its page (1-based) and its place.
func (b *book) each(visit func(page int, part part, x, y float64)) {
	for i, s := range b.sheets {
		left := float64(s.margins.Left)
		block := func(parts []part, y float64) {
			for _, part := range parts {
				visit(i+1, part, left+part.x, y+part.y)
			}
		}
		for _, part := range b.ground[i] {
			visit(i+1, part, part.x, part.y)
		}
		y := float64(s.margins.Top)
		for _, piece := range s.pieces {
			y += piece.above
			block(piece.parts, y)
			y += piece.height
		}
		block(b.feet[i], s.height-float64(b.spec.Foot.Height))
	}
}

// info is what the file says of itself.
func (b *book) info() pdf.Info {
	c := b.cert
	info := pdf.Info{
		Title: clean(c.Title + ", " + c.Name), Author: clean(c.Institution), Subject: clean(c.Programme),
		Language: c.Language, Created: c.Created, ID: c.ID,
	}
	if c.Preview {
		info.Title = b.words.Preview + ": " + info.Title
		return info
	}
	info.Properties = []pdf.Property{
		{Name: "TestamurCode", Value: c.Code},
		{Name: "TestamurSerial", Value: c.Serial},
		{Name: "TestamurURL", Value: c.VerifyURL},
	}
	return info
}

// fields gives each signatory a signature field in the place of their signature, and the institution one that is not seen, where the
// page says how to check the certificate. Sealing locks them all, those that stay empty too. A preview has none.
func (b *book) fields(places []Place) []pdf.Field {
	if b.cert.Preview {
		return nil
	}
	var fields []pdf.Field
	for i, place := range places {
		fields = append(fields, pdf.Field{
			Name: place.Field, Tooltip: b.words.signature(b.cert.Signatories[i].Name), Page: place.Page, Rect: place.Rect,
		})
	}
	page := len(b.sheets)
	for !b.sheets[page-1].checks {
		page--
	}
	return append(fields, pdf.Field{Name: SealField, Tooltip: b.words.seal(b.cert.Institution), Page: page, LockAll: true})
}

// areas lists the pages' shapes.
func (b *book) areas() []area {
	areas := make([]area, len(b.sheets))
	for i, s := range b.sheets {
		areas[i] = s.area
	}
	return areas
}
