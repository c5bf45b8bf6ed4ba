// Package typeset turns the content of a certificate and a layout into pages. A layout says how things look (layout.go),
// the fixed words say what the page itself says, such as "Page 1 of 2" (words.go); text is shaped (shape.go), broken into
// lines (paragraph.go, breaklines.go), stacked into pieces (compose.go and its neighbours), broken into pages (paginate.go)
// and drawn (painter.go, textwriter.go) through gofpdf, whose output package pdf finishes.
//
// What does not live here: which texts a certificate has and who may see them, subsetting of fonts and the objects of the
// file (package pdf), signatures (package pades).
//
// Lengths are points (1/72 inch) and grow downwards from the top of the page, unless a comment says otherwise.
package typeset
