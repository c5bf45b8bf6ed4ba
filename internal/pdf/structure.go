package pdf

import (
	"fmt"
	"slices"
)

// Emphasis is the role of emphasised text: standard in PDF 2.0 (ISO 32000-2, 14.8.4.7), and mapped to a Span here.
const Emphasis = "Em"

// roles are the structure types that may be used: the standard ones (ISO 32000-1, 14.8.4), and Emphasis.
var roles = []string{
	"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct",
	"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody",
	"TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form", Emphasis,
}

// tree is the structure tree with the numbers of its objects.
type tree struct {
	w        *writer
	pages    []page
	root     ref
	elements []element        // parents before their kids
	numbers  map[*Element]ref // of every element in elements
	marked   []map[int]ref    // for each page: the element that owns an MCID
}

// element is a node of the tree with its own object and its parent's.
type element struct {
	*Element
	number, parent ref
}

// newTree numbers the elements below top and finds the owner of every piece of content. It fails when structure and
// pages do not match.
func newTree(w *writer, pages []page, top *Element) (*tree, error) {
	t := &tree{w: w, pages: pages, root: w.next(), numbers: make(map[*Element]ref), marked: make([]map[int]ref, len(pages))}
	for i := range t.marked {
		t.marked[i] = make(map[int]ref)
	}
	if err := t.collect(top, t.root); err != nil {
		return nil, err
	}
	for i := range pages {
		if err := t.checkPage(i); err != nil {
			return nil, fmt.Errorf("%w: page %d: %w", ErrDraft, i+1, err)
		}
	}
	return t, nil
}

func (t *tree) collect(e *Element, parent ref) error {
	switch {
	case t.numbers[e] != 0:
		return fmt.Errorf("%w: a structure element %s has two places", ErrDraft, e.Role)
	case !slices.Contains(roles, e.Role):
		return fmt.Errorf("%w: %q is no standard structure type", ErrDraft, e.Role)
	case e.Role == "Figure" && e.Alt == "":
		return fmt.Errorf("%w: a Figure has no alternative text", ErrDraft)
	}
	number := t.w.next()
	t.numbers[e] = number
	t.elements = append(t.elements, element{e, number, parent})
	for _, kid := range e.Kids {
		if err := t.own(e, number, kid); err != nil {
			return err
		}
	}
	return nil
}

// own notes that element e, written as an object of this number, holds kid.
func (t *tree) own(e *Element, number ref, kid Kid) error {
	if kid.Element != nil {
		return t.collect(kid.Element, number)
	}
	if kid.Page < 1 || kid.Page > len(t.pages) {
		return fmt.Errorf("%w: a structure element %s is on page %d", ErrDraft, e.Role, kid.Page)
	}
	if kid.Link != 0 {
		return t.ownAnnotation(e, number, kid)
	}
	marked := t.marked[kid.Page-1]
	if marked[kid.MCID] != 0 {
		return fmt.Errorf("%w: page %d: MCID %d is in the structure twice", ErrDraft, kid.Page, kid.MCID)
	}
	marked[kid.MCID] = number
	return nil
}

func (t *tree) ownAnnotation(e *Element, number ref, kid Kid) error {
	annotations := t.pages[kid.Page-1].annotations
	if kid.Link < 1 || kid.Link > len(annotations) {
		return fmt.Errorf("%w: page %d has no link %d", ErrDraft, kid.Page, kid.Link)
	}
	a := annotations[kid.Link-1]
	if a.owner != 0 || e.Role != a.role {
		return fmt.Errorf("%w: page %d: link %d is in the structure twice or as a %s", ErrDraft, kid.Page, kid.Link, e.Role)
	}
	a.owner = number
	if e.Role == "Link" {
		a.description = e.Alt
	}
	return nil
}

// checkPage makes sure that the structure holds all that is on a page and nothing else.
func (t *tree) checkPage(i int) error {
	marked, drawn := t.marked[i], t.pages[i].markedContent()
	slices.Sort(drawn)
	for id, found := range drawn {
		if id != found {
			return fmt.Errorf("the MCIDs drawn do not run from 0, each once: number %d is %d", id, found)
		}
		if marked[id] == 0 {
			return fmt.Errorf("MCID %d is not in the structure", id)
		}
	}
	if len(marked) != len(drawn) {
		return fmt.Errorf("%d MCIDs are in the structure, %d are drawn", len(marked), len(drawn))
	}
	for k, a := range t.pages[i].annotations {
		if a.owner == 0 {
			return fmt.Errorf("link %d is not in the structure", k+1)
		}
	}
	return nil
}
