package reader

import "fmt"

const maxFieldName = 1024 // bytes of a fully qualified name

// Field is a signature field of the interactive form (ISO 32000-1, 12.7.4.5).
type Field struct {
	Name  string // fully qualified
	Ref   Ref
	Dict  Dict
	Value Object // the entry V: a reference to the signature dictionary, nil while the field is empty
}

// Form finds the dictionary of the interactive form. Object is the indirect object that holds it: the form itself, or the
// catalogue when the form is a direct object there. Without a form, found is false.
func (d *Document) Form() (form Dict, object Indirect, found bool, err error) {
	catalog, root, err := d.Catalog()
	if err != nil {
		return Dict{}, Indirect{}, false, err
	}
	switch v := root.Get("AcroForm").(type) {
	case nil:
		return Dict{}, Indirect{}, false, nil
	case Ref:
		if object, err = d.Object(v); err != nil {
			return Dict{}, Indirect{}, false, err
		}
		form, err = d.Dict(object.Value)
		return form, object, true, err
	default:
		form, err = d.Dict(v)
		return form, catalog, true, err
	}
}

// SignatureFields lists the signature fields that the form of the last revision names, in its order. An object that is no
// part of that form is no field, whatever it says of itself.
func (d *Document) SignatureFields() ([]Field, error) {
	form, _, found, err := d.Form()
	if err != nil || !found {
		return nil, err
	}
	kids, err := d.Array(form.Get("Fields"))
	if err != nil {
		return nil, err
	}
	w := fieldWalk{doc: d, seen: map[Ref]bool{}}
	for _, kid := range kids {
		if err := w.node(kid, inherited{}, 0); err != nil {
			return nil, err
		}
	}
	return w.fields, nil
}

// inherited is what a field takes from its parents.
type inherited struct {
	name  string
	kind  Object
	value Object
}

type fieldWalk struct {
	doc    *Document
	seen   map[Ref]bool
	fields []Field
}

func (w *fieldWalk) node(o Object, from inherited, depth int) error {
	r, ok := o.(Ref)
	if !ok || w.seen[r] || depth > maxDepth {
		return fmt.Errorf("%w: the form's fields are no tree", ErrMalformed)
	}
	w.seen[r] = true
	dict, err := w.doc.Dict(r)
	if err != nil {
		return err
	}
	if from = from.with(dict); len(from.name) > maxFieldName {
		return fmt.Errorf("%w: field name of %d bytes", ErrMalformed, len(from.name))
	}
	kids, err := w.childFields(dict)
	if err != nil {
		return err
	}
	if len(kids) == 0 && from.kind == Name("Sig") {
		w.fields = append(w.fields, Field{Name: from.name, Ref: r, Dict: dict, Value: from.value})
	}
	for _, kid := range kids {
		if err := w.node(kid, from, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (i inherited) with(dict Dict) inherited {
	if dict.Get("T") != nil {
		if i.name != "" {
			i.name += "."
		}
		i.name += dict.Text("T")
	}
	if kind := dict.Get("FT"); kind != nil {
		i.kind = kind
	}
	if value := dict.Get("V"); value != nil {
		i.value = value
	}
	return i
}

// childFields are the kids that are fields: those with a name of their own. The others are the field's widgets.
func (w *fieldWalk) childFields(dict Dict) ([]Object, error) {
	kids, err := w.doc.Array(dict.Get("Kids"))
	if err != nil {
		return nil, err
	}
	var fields []Object
	for _, kid := range kids {
		d, err := w.doc.Dict(kid)
		if err != nil {
			return nil, err
		}
		if d.Get("T") != nil {
			fields = append(fields, kid)
		}
	}
	return fields, nil
}
