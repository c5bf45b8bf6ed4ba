package typeset

// A handbook is printed on A5 (ISO 216), two pages of which stand on a sheet of any office printer. The measure of 103 mm
// holds about 66 letters of the text.
const (
	bookWidth, bookHeight = 419.53, 595.28

	bookInner = 20 * pointsPerMillimetre
	bookOuter = 25 * pointsPerMillimetre
	bookTop   = 22 * pointsPerMillimetre
	bookFoot  = 25 * pointsPerMillimetre

	bookHeadLine  = 12 * pointsPerMillimetre // of the running head, from the upper edge
	bookFolioLine = 13 * pointsPerMillimetre // of the folio, from the lower edge
)

// White space of a handbook.
const (
	bookParagraph = 4.5  // between paragraphs
	bookLead      = 14.0 // below the title or the question of a chapter
	bookEntry     = 7.0  // above an entry
	bookHeading   = 5.0  // between the heading of a section and its first entry
	bookSection   = 15.0
	bookIndent    = 15.0 // of lists and quotations
)

// The colours of the certificates.
var (
	bookInk    = colour{rgb: rgb{0x1b, 0x1b, 0x1d}}
	bookSoft   = colour{rgb: rgb{0x55, 0x55, 0x5a}}
	bookAccent = colour{rgb: rgb{0x7b, 0x23, 0x31}}
)

// bookSpecs are the styles of a handbook. Resolving them finds their faces.
type bookSpecs[S any] struct {
	CoverTitle, CoverSubtitle, CoverLine, CoverEdition S
	Imprint                                            S
	PartTitle, PartText                                S
	Kicker, Title, Question                            S
	Heading, EntryName, Text, Ragged, Number           S
	Quote                                              S
	Listed, ListedPart, Gloss, Folio, Running          S
}

const (
	garamond       = "EBGaramond-Regular"
	garamondItalic = "EBGaramond-Italic"
	garamondStrong = "EBGaramond-SemiBold"
	sans           = "SourceSans3-Regular"
	sansStrong     = "SourceSans3-SemiBold"
)

// bookDesign is how a handbook looks: the text in EB Garamond, headings in Source Sans 3, as on the certificates.
var bookDesign = bookSpecs[styleSpec]{
	CoverTitle:    serif(garamond, 31, 36, bookAccent),
	CoverSubtitle: serif(garamondItalic, 16, 21, bookInk).spaced(12, 0),
	CoverLine:     grotesque(sansStrong, 8, 12, bookAccent).capitals(),
	CoverEdition:  serif(garamond, 11, 15, bookSoft),
	Imprint:       serif(garamond, 9.4, 12.6, bookSoft).emphasising(garamondItalic),
	PartTitle:     serif(garamond, 30, 35, bookAccent).spaced(0, 16),
	PartText:      serif(garamond, 10.5, 14, bookInk).emphasising(garamondItalic).justified(),
	Kicker:        grotesque(sansStrong, 7.4, 11, bookSoft).capitals().spaced(0, 6),
	Title:         serif(garamond, 25, 30, bookAccent).spaced(0, 6),
	Question:      serif(garamondItalic, 14, 18.5, bookInk).spaced(0, 12),
	Heading:       grotesque(sansStrong, 7.8, 12, bookAccent).capitals().spaced(0, 4),
	EntryName:     serif(garamondStrong, 10.5, 14, bookInk),
	Text:          serif(garamond, 10.5, 14, bookInk).emphasising(garamondItalic).justified(),
	Ragged:        serif(garamond, 10.5, 14, bookInk).emphasising(garamondItalic),
	Number:        grotesque(sans, 7.8, 14, bookSoft),
	Quote:         serif(garamondItalic, 10.5, 14, bookInk).emphasising(garamond).justified(),
	Listed:        serif(garamond, 11, 15, bookInk),
	ListedPart:    grotesque(sansStrong, 7.8, 13, bookAccent).capitals().spaced(13, 2),
	Gloss:         serif(garamondItalic, 9.8, 12.8, bookSoft),
	Folio:         serif(garamond, 10.5, 14, bookInk),
	Running:       serif(garamondItalic, 9.4, 12, bookSoft),
}

// serif is a style with figures that fit small letters.
func serif(face string, size fontSize, lead leading, c colour) styleSpec {
	return styleSpec{Face: face, Size: size, Leading: lead, Colour: c, Align: alignLeft, Features: []feature{"onum", "pnum"}}
}

func grotesque(face string, size fontSize, lead leading, c colour) styleSpec {
	return styleSpec{Face: face, Size: size, Leading: lead, Colour: c, Align: alignLeft, Features: []feature{"lnum"}}
}

func (s styleSpec) emphasising(face string) styleSpec {
	s.Emphasis = face
	return s
}

func (s styleSpec) justified() styleSpec {
	s.Align, s.tight = alignJustify, true
	return s
}

func (s styleSpec) capitals() styleSpec {
	s.Case, s.Tracking, s.Features = caseUpper, 85, append(s.Features, "case")
	return s
}

func (s styleSpec) spaced(before, after space) styleSpec {
	s.Before, s.After = before, after
	return s
}

// bookStyles finds the faces of the design.
func (t *Typesetter) bookStyles() (*bookSpecs[*style], error) {
	d, s := bookDesign, &bookSpecs[*style]{}
	for _, pair := range []struct {
		spec  *styleSpec
		style **style
	}{
		{&d.CoverTitle, &s.CoverTitle}, {&d.CoverSubtitle, &s.CoverSubtitle}, {&d.CoverLine, &s.CoverLine}, {&d.CoverEdition, &s.CoverEdition},
		{&d.Imprint, &s.Imprint}, {&d.PartTitle, &s.PartTitle}, {&d.PartText, &s.PartText}, {&d.Kicker, &s.Kicker}, {&d.Title, &s.Title},
		{&d.Question, &s.Question}, {&d.Heading, &s.Heading}, {&d.EntryName, &s.EntryName}, {&d.Text, &s.Text}, {&d.Ragged, &s.Ragged}, {&d.Number, &s.Number},
		{&d.Quote, &s.Quote}, {&d.Listed, &s.Listed}, {&d.ListedPart, &s.ListedPart}, {&d.Gloss, &s.Gloss}, {&d.Folio, &s.Folio},
		{&d.Running, &s.Running},
	} {
		var err error
		if *pair.style, err = t.resolveStyle(pair.spec); err != nil {
			return nil, err
		}
	}
	return s, nil
}
