// Package manuscript is a book before it has a form: its parts, chapters and sections, in the order in which they are read, and
// what refers to what. Whoever prints it (package typeset) or shows it on a screen (package web) decides how it looks; whoever
// writes it (package handbook) decides what it says. It knows neither.
package manuscript

import (
	"errors"
	"fmt"

	"testamur/internal/civil"
	"testamur/internal/markup"
)

// ErrBook is wrapped by every refusal of a book that contradicts itself.
var ErrBook = errors.New("manuscript: book refused")

// Book is a whole book. What is empty is left out wherever it is shown.
type Book struct {
	Language        string // BCP 47, of everything in it
	Title, Subtitle string
	Publisher       string
	Edition         string     // "Edition 2", or whatever else says which text this is
	Published       civil.Date // zero for a draft
	Imprint         []markup.Block
	Address         string // where the book is to be found on the web, an absolute address
	Contents        string // the heading of the table of contents
	Page            string // how a page is named, with {page} for its number: "page {page}"
	Front           []Chapter
	Parts           []Part
}

// Part holds chapters that belong together.
type Part struct {
	Anchor, Title string
	Introduction  []markup.Block
	Chapters      []Chapter
}

// Chapter is what begins on a page of its own. Its anchor is what references and permanent links name.
type Chapter struct {
	Anchor, Title string
	Question      string // what the chapter is an answer to, or "" for a chapter of plain text
	Text          []markup.Block
	Sections      []Section
}

// Section is a stretch of a chapter under a heading. It has as much of what follows as it needs, shown in this order.
type Section struct {
	Anchor  string // within the chapter; may be empty
	Title   string
	Text    []markup.Block
	Counted []markup.Item // a numbered list
	Entries []Entry
	Works   []Work
	Quotes  [][]markup.Block // the words of others
}

// Entry is a paragraph or more under a name. Where To is not empty the name leads to the chapter of that anchor.
type Entry struct {
	Name, To string
	Text     []markup.Block
}

// Work is a book or an article, and why to read it.
type Work struct {
	Citation markup.Item
	Note     markup.Item
}

// Chapters visits every chapter with its part, which is nil for the front matter.
func (b *Book) Chapters(visit func(*Part, *Chapter)) {
	for i := range b.Front {
		visit(nil, &b.Front[i])
	}
	for i := range b.Parts {
		for k := range b.Parts[i].Chapters {
			visit(&b.Parts[i], &b.Parts[i].Chapters[k])
		}
	}
}

// Check finds an anchor that is missing or there twice, and a reference that leads nowhere. Its error wraps ErrBook.
func (b *Book) Check() error {
	seen := map[string]bool{}
	add := func(anchor string) error {
		if anchor == "" || seen[anchor] {
			return fmt.Errorf("%w: the anchor %q is empty or there twice", ErrBook, anchor)
		}
		seen[anchor] = true
		return nil
	}
	var err error
	for _, p := range b.Parts {
		err = errors.Join(err, add(p.Anchor))
	}
	b.Chapters(func(_ *Part, c *Chapter) { err = errors.Join(err, add(c.Anchor)) })
	b.Chapters(func(_ *Part, c *Chapter) {
		for _, s := range c.Sections {
			for _, e := range s.Entries {
				if e.To != "" && !seen[e.To] {
					err = errors.Join(err, fmt.Errorf("%w: %s refers to %q, which is not there", ErrBook, c.Anchor, e.To))
				}
			}
		}
	})
	return err
}
