// Package pdf finishes the file that a page drawer wrote: it replaces the stand-in fonts by subsets of the real ones,
// adds the structure tree, the metadata, the document identifier and the empty signature fields, and compresses the
// streams. It knows fonts, objects and cross-reference tables; it knows nothing of certificates, of layout (package
// typeset) or of signatures (package pades).
package pdf

import (
	"errors"
	"time"
)

// ErrDraft says that a draft contradicts itself or its pages.
var ErrDraft = errors.New("pdf: bad draft")

// Draft is a document as gofpdf wrote it (uncompressed), with all that gofpdf has no words for.
type Draft struct {
	Raw       []byte   // gofpdf's output, SetCompression(false), unencrypted, one revision
	Faces     []Face   // every stand-in font in Raw; Finish fails when one is left over
	Structure *Element // the root element, normally a Document
	Info      Info
	Fields    []Field // signature fields to add, empty, in this order
}

// Face says which real font stands behind a stand-in and which of its glyphs the pages show. The content of the pages names
// a glyph by its place in Glyphs, counted from 1, as a code of two bytes: <0001> shows the first. So the embedded subset
// grows with what is used of a font and not with the ids that its maker chose.
type Face struct {
	StandIn string  // the BaseFont name that gofpdf wrote for the stand-in
	Font    *Font   // the parsed font program
	Glyphs  []Glyph // in the order of their codes, each glyph once
}

// Glyph is a glyph that the pages show.
type Glyph struct {
	ID   uint16 // in the font, never 0
	Text string // what it stands for ("fi" for a ligature, may be empty), for ToUnicode
}

// Element is a node of the structure tree (ISO 32000-1, 14.7). Role is a standard structure type: Document, Sect, H1,
// H2, P, L, LI, LBody, Span, Figure, Link, and the others of 14.8.4. An Element has one place in the tree.
type Element struct {
	Role string
	Alt  string // alternative text, required for a Figure; for a Link also the description of its annotations
	Lang string // BCP 47, only where it differs from the document's
	Kids []Kid
}

// Kid is either a nested element, or one marked-content sequence on a page, or one link annotation on a page. The MCIDs
// of a page run from 0 without a gap, each in its content once and in the structure once; every link of a page that
// gofpdf wrote is in the structure once, in an element of role Link.
type Kid struct {
	Element *Element
	Page    int // 1-based, when Element is nil
	MCID    int // written in the content as "/Role <</MCID 0>> BDC"
	Link    int // 1-based, in the order drawn on the page; when it is not 0, MCID means nothing
}

// Info is what the file says of itself, in the information dictionary and in XMP alike.
type Info struct {
	Title, Author, Subject string
	Language               string     // BCP 47, the catalogue's Lang
	Created                time.Time  // written as UTC
	ID                     [16]byte   // both halves of the trailer's ID
	Properties             []Property // custom entries, kept uncompressed so that they can be read from a damaged file
}

// Property is a custom entry of the information dictionary; Name must be an ASCII identifier.
type Property struct{ Name, Value string }

// Field is an empty signature field. A zero Rect makes it invisible, as ISO 32000-1, 12.7.4.5 provides.
type Field struct {
	Name    string
	Tooltip string     // read aloud by screen readers (TU)
	Page    int        // 1-based
	Rect    [4]float64 // lower left x, y, upper right x, y in points
	LockAll bool       // signing it locks every field: SigFieldLock, Action All, P 1
}
