package reader

import "fmt"

// Pages lists the page objects in order (ISO 32000-1, 7.7.3).
func (d *Document) Pages() ([]Ref, error) {
	_, root, err := d.Catalog()
	if err != nil {
		return nil, err
	}
	w := pageWalk{doc: d, seen: map[Ref]bool{}}
	if err := w.node(root.Get("Pages"), 0); err != nil {
		return nil, err
	}
	return w.pages, nil
}

type pageWalk struct {
	doc   *Document
	seen  map[Ref]bool
	pages []Ref
}

func (w *pageWalk) node(o Object, depth int) error {
	r, ok := o.(Ref)
	if !ok || w.seen[r] || depth > maxDepth {
		return fmt.Errorf("%w: the page tree is no tree", ErrMalformed)
	}
	w.seen[r] = true
	dict, err := w.doc.Dict(r)
	if err != nil {
		return err
	}
	if dict.Get("Type") == Name("Page") {
		w.pages = append(w.pages, r)
		return nil
	}
	kids, err := w.doc.Array(dict.Get("Kids"))
	if err != nil {
		return err
	}
	for _, kid := range kids {
		if err := w.node(kid, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// Properties are the text entries of the information dictionary; other entries are left out.
func (d *Document) Properties() (map[string]string, error) {
	properties := map[string]string{}
	info := d.Trailer.Get("Info")
	if info == nil {
		return properties, nil
	}
	dict, err := d.Dict(info)
	if err != nil {
		return nil, err
	}
	for _, e := range dict.Entries {
		if _, ok := e.Value.(String); ok {
			properties[string(e.Key)] = dict.Text(e.Key)
		}
	}
	return properties, nil
}
