package typeset

import (
	"time"
)

// Certificate is the content of one certificate: all that is on its pages and in its metadata.
type Certificate struct {
	Language    string // BCP 47, of the content
	Institution string
	Programme   string
	Contact     string // where questions go; only a letterhead shows it; may be empty
	About       string // a few lines on the programme for the last page; a line feed ends a paragraph; may be empty
	Title       string
	Name        string // of the person who has earned it
	AwardDate   Date
	Sections    []Section
	Signatories []Signatory // 1 to 8, in the order in which they are to stand
	Logo        []byte      // PNG, 8 bits, neither alpha nor interlace; nil for none

	Serial    string // for people: SLL-2015-0007
	Code      string // the verification code; printed in groups of four when it is not grouped already
	VerifyURL string // where the certificate can be checked; in the QR code, in print and as a link

	// Preview makes a document that can be taken for no certificate: a word stands across each page, it has no place for a
	// seal and no QR code, and Serial and Code, which have to be empty, are not printed. Whatever is still to be
	// written may be missing. VerifyURL is the address without a code, or empty.
	Preview bool

	Created time.Time // recorded in the file, as UTC
	ID      [16]byte  // the file's identifier
}

// Section is a heading, as typed (the layout may set it in capitals), and what is under it.
type Section struct {
	Heading string
	Blocks  []Block
}

// BlockKind tells paragraphs from lists.
type BlockKind int

// The kinds of block.
const (
	Paragraph BlockKind = iota // has one item
	List                       // has an item for each bullet
)

// Block is a paragraph or a list.
type Block struct {
	Kind  BlockKind
	Items []Item
}

// Item is a text of runs that follow each other without a break. Any white space counts as one space; characters that
// show nothing and only steer how text is processed (soft hyphens, direction marks) are left out.
type Item []Run

// Run is text that is emphasised, or not, as a whole.
type Run struct {
	Text     string
	Emphasis bool
}

// Signatory is a person who signs. Anything but the name may be empty.
type Signatory struct {
	Name, Title, Organisation string
}

// Rendered is a finished document.
type Rendered struct {
	PDF    []byte
	Pages  int
	Places []Place // one a signatory, in the certificate's order
}

// Place is where a signatory's drawn signature goes: above the rule that stands over the name.
type Place struct {
	Page  int        // 1-based
	Rect  [4]float64 // left, lower, right, upper edge in points from the page's lower left corner
	Field string     // name of the empty signature field that is there
}
