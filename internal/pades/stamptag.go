package pades

import (
	"fmt"
	"strings"

	"testamur/internal/pades/reader"
)

// structure is the structure tree of the base (ISO 32000-1, 14.7), so far as stamps are added to it: each becomes an element
// Annot at the end of the document, so that screen readers come to it. A base without a tree has none, and stays so.
type structure struct {
	tree, parents, document reader.Ref
	nextKey                 int
	elements, keys          strings.Builder // what is added to the document's kids and to the parent tree
}

// readStructure finds the tree; nil without one.
func readStructure(doc *reader.Document) (*structure, error) {
	_, catalog, err := doc.Catalog()
	if err != nil || catalog.Get("StructTreeRoot") == nil {
		return nil, err
	}
	tree, err := doc.Dict(catalog.Get("StructTreeRoot"))
	if err != nil {
		return nil, err
	}
	s := &structure{}
	var ok [4]bool
	s.tree, ok[0] = catalog.Get("StructTreeRoot").(reader.Ref)
	s.document, ok[1] = tree.Get("K").(reader.Ref)
	s.parents, ok[2] = tree.Get("ParentTree").(reader.Ref)
	s.nextKey, ok[3] = tree.Get("ParentTreeNextKey").(int)
	if ok != [4]bool{true, true, true, true} {
		return nil, fmt.Errorf("%w: the structure tree is not one document element with a parent tree", ErrStamp)
	}
	return s, nil
}

// tag adds the element of an annotation.
func (u *update) tag(s *structure, annotation, page reader.Ref, alt string) {
	element := u.add(fmt.Appendf(nil, "<</Type/StructElem/S/Annot/P %s/Pg %s/Alt %s/K[<</Type/OBJR/Obj %s/Pg %s>>]>>",
		reference(s.document), reference(page), textString(alt), reference(annotation), reference(page)))
	fmt.Fprintf(&s.elements, " %s", reference(element))
	fmt.Fprintf(&s.keys, " %d %s", s.nextKey, reference(element))
	s.nextKey++
}

// writeStructure puts what was added in its places.
func (u *update) writeStructure(s *structure) error {
	if err := u.set(s.tree, entry("ParentTreeNextKey", fmt.Sprint(s.nextKey))); err != nil {
		return err
	}
	if err := u.extend(s.document, "K", s.elements.String()); err != nil {
		return err
	}
	return u.extend(s.parents, "Nums", s.keys.String())
}

// extend adds elements to an array that stands in a dictionary of the base.
func (u *update) extend(r reader.Ref, key reader.Name, elements string) error {
	dict, err := u.doc.Dict(r)
	if err != nil {
		return err
	}
	for _, e := range dict.Entries {
		if _, ok := e.Value.(reader.Array); ok && e.Key == key {
			whole := string(u.doc.Data[e.Start:e.End])
			return u.set(r, entry(string(key), strings.TrimSuffix(whole[len("/"+key):], "]")+elements+"]"))
		}
	}
	return fmt.Errorf("%w: object %d has no array %s", ErrStamp, r.Number, key)
}
