package pades

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"testamur/internal/pades/reader"
)

// catalog allows another store, and the form where it is a part of the catalogue, which form has looked at.
func (c comparison) catalog(form reader.Ref) (reader.Ref, error) {
	object, old, err := c.before.Catalog()
	if err != nil {
		return reader.Ref{}, err
	}
	_, dict, err := c.after.Catalog()
	if err != nil {
		return reader.Ref{}, err
	}
	except := []reader.Name{"DSS"}
	if form == object.Ref {
		except = append(except, "AcroForm")
	}
	return object.Ref, c.same(old, dict, except...)
}

// form allows one more field, the one named, and says which object holds the form.
func (c comparison) form(name string) (reader.Field, reader.Ref, error) {
	old, holder, _, err := c.before.Form()
	if err != nil {
		return reader.Field{}, reader.Ref{}, err
	}
	dict, now, _, err := c.after.Form()
	if err != nil {
		return reader.Field{}, reader.Ref{}, err
	}
	if holder.Ref != now.Ref {
		return reader.Field{}, reader.Ref{}, errors.New("there is another form")
	}
	if err := c.same(old, dict, "Fields"); err != nil {
		return reader.Field{}, reader.Ref{}, err
	}
	fields, err := c.after.SignatureFields()
	if err != nil {
		return reader.Field{}, reader.Ref{}, err
	}
	at := slices.IndexFunc(fields, func(f reader.Field) bool { return f.Name == name })
	if at < 0 {
		return reader.Field{}, reader.Ref{}, errors.New("the timestamp has no field")
	}
	return fields[at], holder.Ref, c.oneMore(old.Get("Fields"), dict.Get("Fields"), fields[at].Ref)
}

// page allows the field's widget as one more annotation of one page.
func (c comparison) page(widget reader.Ref) (reader.Ref, error) {
	pages, err := c.before.Pages()
	if err != nil {
		return reader.Ref{}, err
	}
	for _, page := range pages {
		old, err := c.before.Dict(page)
		if err != nil {
			return reader.Ref{}, err
		}
		dict, err := c.after.Dict(page)
		if err != nil {
			return reader.Ref{}, err
		}
		if bytes.Equal(textOf(c.before, old), textOf(c.after, dict)) {
			continue
		}
		if err := c.same(old, dict, "Annots"); err != nil {
			return reader.Ref{}, err
		}
		return page, c.oneMore(old.Get("Annots"), dict.Get("Annots"), widget)
	}
	return reader.Ref{}, errors.New("the timestamp is on no page")
}

// oneMore allows an array to have grown by one reference at its end.
func (c comparison) oneMore(old, now reader.Object, added reader.Ref) error {
	before, err := c.before.Array(old)
	if err != nil {
		return err
	}
	after, err := c.after.Array(now)
	if err != nil {
		return err
	}
	want, err := references(append(slices.Clone(before), added))
	if err != nil {
		return err
	}
	if got, err := references(after); err != nil || got != want {
		return fmt.Errorf("%s where %s was expected", got, want)
	}
	return nil
}

// same refuses any difference between two dictionaries but in the entries named.
func (c comparison) same(old, now reader.Dict, except ...reader.Name) error {
	if a, b := others(c.before, old, except), others(c.after, now, except); a != b {
		return fmt.Errorf("%.100q became %.100q", a, b)
	}
	return nil
}

func others(doc *reader.Document, dict reader.Dict, except []reader.Name) string {
	var text []byte
	for _, e := range dict.Entries {
		if !slices.Contains(except, e.Key) {
			text = append(text, doc.Data[e.Start:e.End]...)
			text = append(text, '\n')
		}
	}
	return string(text)
}

func textOf(doc *reader.Document, dict reader.Dict) []byte { return doc.Data[dict.Start:dict.End] }

// invisible wants a widget that shows nothing and does nothing.
func (c comparison) invisible(f reader.Field) error {
	for _, e := range f.Dict.Entries {
		if !slices.Contains([]reader.Name{"Type", "Subtype", "FT", "T", "F", "Rect", "P", "V"}, e.Key) {
			return fmt.Errorf("the timestamp's field has the entry %s", e.Key)
		}
	}
	rect, err := rectangle(c.after, f.Dict)
	if err != nil {
		return err
	}
	if rect[0] != rect[2] || rect[1] != rect[3] {
		return errors.New("the timestamp's field can be seen")
	}
	return nil
}
