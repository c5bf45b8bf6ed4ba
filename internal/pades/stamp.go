package pades

import (
	"fmt"
	"time"
	"unicode/utf8"

	"testamur/internal/pades/reader"
)

// Stamp is a picture placed on a page in the same update as the signature, such as a drawn signature: a Stamp annotation
// that prints and cannot be edited. Transparent parts become white.
type Stamp struct {
	Page int        // 1-based
	Rect [4]float64 // lower left x, y, upper right x, y in points; the picture keeps its proportions, lower left aligned
	PNG  []byte     // at most 4 million pixels
	Alt  string     // read aloud by screen readers
}

// stamp adds the stamps, each page's together because a page can be rewritten only once.
func (u *update) stamp(stamps []Stamp, t time.Time) error {
	if len(stamps) == 0 {
		return nil
	}
	pages, err := u.doc.Pages()
	if err != nil {
		return err
	}
	tags, err := readStructure(u.doc)
	if err != nil {
		return err
	}
	byPage := make([][]reader.Ref, len(pages))
	for i, s := range stamps {
		if s.Page < 1 || s.Page > len(pages) {
			return fmt.Errorf("%w: stamp %d: no page %d", ErrStamp, i, s.Page)
		}
		annotation, err := u.addStamp(s, pages[s.Page-1], tags, t)
		if err != nil {
			return fmt.Errorf("%w: stamp %d: %w", ErrStamp, i, err)
		}
		byPage[s.Page-1] = append(byPage[s.Page-1], annotation)
	}
	for i, annotations := range byPage {
		if err := u.annotate(pages[i], annotations); err != nil {
			return err
		}
	}
	if tags == nil {
		return nil
	}
	return u.writeStructure(tags)
}

// addStamp writes the picture, the form that shows it and the annotation (ISO 32000-1, 12.5.6.12), with its element where
// the document has a structure.
func (u *update) addStamp(s Stamp, page reader.Ref, tags *structure, t time.Time) (reader.Ref, error) {
	if !utf8.ValidString(s.Alt) {
		return reader.Ref{}, fmt.Errorf("%w: %q", ErrText, s.Alt)
	}
	d, err := u.draw(s.PNG, s.Rect)
	if err != nil {
		return reader.Ref{}, err
	}
	form := u.form(d, d.width, d.height)
	const printLockedReadOnly = 1<<2 | 1<<6 | 1<<7 // ISO 32000-1, 12.5.3
	annotation := fmt.Sprintf("<</Type/Annot/Subtype/Stamp/Rect[%.3f %.3f %.3f %.3f]/F %d/P %s/M %s/Contents %s/AP<</N %s>>",
		s.Rect[0], s.Rect[1], s.Rect[0]+d.width, s.Rect[1]+d.height, printLockedReadOnly, reference(page), date(t),
		textString(s.Alt), reference(form))
	if tags == nil {
		return u.add([]byte(annotation + ">>")), nil
	}
	r := u.add(fmt.Appendf(nil, "%s/StructParent %d>>", annotation, tags.nextKey))
	u.tag(tags, r, page, s.Alt)
	return r, nil
}

// annotate adds annotations to a page, whose Annots may be absent, an array, or a reference to one.
func (u *update) annotate(page reader.Ref, annotations []reader.Ref) error {
	if len(annotations) == 0 {
		return nil
	}
	dict, err := u.doc.Dict(page)
	if err != nil {
		return err
	}
	all, err := u.doc.Array(dict.Get("Annots"))
	if err != nil {
		return err
	}
	text := "["
	for _, a := range all {
		r, ok := a.(reader.Ref)
		if !ok {
			return fmt.Errorf("%w: an annotation of page object %d is no reference", ErrMalformed, page.Number)
		}
		text += reference(r) + " "
	}
	for _, r := range annotations {
		text += reference(r) + " "
	}
	return u.set(page, entry("Annots", text+"]"))
}
