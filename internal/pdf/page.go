package pdf

import (
	"bytes"
	"fmt"
)

// page is a page of the finished document.
type page struct {
	number      ref
	entries     dict // as gofpdf wrote them, without those that are written anew
	content     []byte
	annotations []*annotation
}

// annotation is a link that gofpdf wrote or the widget of a signature field.
type annotation struct {
	number      ref
	page        ref
	entries     []any  // as writer.add takes them
	role        string // of the structure element that may hold it
	owner       ref    // that element, 0 in a document without structure
	key         int    // StructParent
	description string // Contents
}

// readPages takes the pages with their annotations, each of which gets an object of its own.
func (w *writer) readPages(f *rawFile) ([]page, error) {
	pages := make([]page, len(f.pages))
	for i, number := range f.pages {
		d := f.objects[number].dict
		pages[i] = page{number: ref(number), entries: d.without("Annots", "StructParents", "Tabs")}
		if content := d.ref("Contents"); f.has(content) {
			pages[i].content = f.objects[content].stream
		}
		links, err := readLinks(d.get("Annots"))
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
		for _, link := range links {
			pages[i].annotate(w, "Link", link)
		}
	}
	return pages, nil
}

// readLinks takes the annotations that gofpdf wrote into a page itself.
func readLinks(value []byte) ([]dict, error) {
	elements, err := array(value)
	if err != nil {
		return nil, err
	}
	links := make([]dict, len(elements))
	for i, e := range elements {
		l := lexer{data: e}
		if links[i], err = l.dict(); err != nil {
			return nil, err
		}
		if !links[i].is("Subtype", "Link") {
			return nil, fmt.Errorf("%w: an annotation is not a link", ErrRaw)
		}
		links[i] = links[i].without("F", "P", "StructParent", "Contents")
	}
	return links, nil
}

// annotate adds an annotation and returns its place on the page, from 1.
func (p *page) annotate(w *writer, role string, entries ...any) int {
	p.annotations = append(p.annotations, &annotation{number: w.next(), page: p.number, role: role, entries: entries})
	return len(p.annotations)
}

// writePages writes the pages and their annotations. In a tagged document the key of a page is its index, and the
// keyboard walks through annotations in the order of the structure (Tabs S).
func (w *writer) writePages(pages []page, tagged bool) {
	for i, p := range pages {
		w.begin(p.number)
		w.add("<<", p.entries)
		if tagged {
			w.add("/StructParents ", i, " /Tabs /S\n")
		}
		if len(p.annotations) > 0 {
			w.add("/Annots [")
			for _, a := range p.annotations {
				w.add(a.number, " ")
			}
			w.add("]")
		}
		w.add(">>")
		w.end()
		for _, a := range p.annotations {
			w.writeAnnotation(a)
		}
	}
}

func (w *writer) writeAnnotation(a *annotation) {
	w.begin(a.number)
	w.add("<<")
	w.add(a.entries...)
	w.add("/F 4 /P ", a.page) // F 4: it is printed
	if a.owner != 0 {
		w.add(" /StructParent ", a.key)
	}
	if a.description != "" {
		w.add(" /Contents ", text(a.description))
	}
	w.add(">>")
	w.end()
}

// markedContent lists the MCIDs in the page's content, in the order drawn.
func (p *page) markedContent() []int {
	var found []int
	for rest := p.content; ; {
		_, after, ok := bytes.Cut(rest, []byte("/MCID "))
		if !ok {
			return found
		}
		l := lexer{data: after}
		if id, ok := l.integer(); ok {
			found = append(found, id)
		}
		rest = after
	}
}
