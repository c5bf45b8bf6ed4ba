package pdf

import (
	"errors"
	"fmt"
	"strings"
)

// addFields adds the empty signature fields, each merged with its widget, to their pages (ISO 32000-1, 12.7.4.5). It
// returns their objects and, for a tagged document, a Form element for each.
func (w *writer) addFields(pages []page, fields []Field) (numbers []ref, forms []Kid, err error) {
	seen := make(map[string]bool)
	for _, f := range fields {
		if seen[f.Name] {
			return nil, nil, fmt.Errorf("%w: there are two signature fields %q", ErrDraft, f.Name)
		}
		seen[f.Name] = true
		if err := f.check(len(pages)); err != nil {
			return nil, nil, fmt.Errorf("%w: signature field %q: %w", ErrDraft, f.Name, err)
		}
		p := &pages[f.Page-1]
		place := p.annotate(w, "Form", w.widget(f)...)
		numbers = append(numbers, p.annotations[place-1].number)
		forms = append(forms, Kid{Element: &Element{Role: "Form", Kids: []Kid{{Page: f.Page, Link: place}}}})
	}
	return numbers, forms, nil
}

func (f *Field) check(pages int) error {
	switch {
	case f.Name == "" || strings.Contains(f.Name, "."):
		return errors.New("its name is empty or has a full stop, which parts levels")
	case f.Page < 1 || f.Page > pages:
		return fmt.Errorf("page %d does not exist", f.Page)
	case f.Rect[2] < f.Rect[0] || f.Rect[3] < f.Rect[1]:
		return fmt.Errorf("the corners %v are not lower left, upper right", f.Rect)
	}
	return nil
}

// widget gives the entries of a field's annotation. Its appearance draws nothing: what people see of a signature is part
// of the page.
func (w *writer) widget(f Field) []any {
	blank := w.next()
	w.stream(blank, nil, "/Type /XObject /Subtype /Form /BBox ", [4]float64{0, 0, f.Rect[2] - f.Rect[0], f.Rect[3] - f.Rect[1]}, " ")
	entries := []any{"/Type /Annot /Subtype /Widget /FT /Sig /T ", text(f.Name), " /Rect ", f.Rect, " /AP <</N ", blank, ">> "}
	if f.Tooltip != "" {
		entries = append(entries, "/TU ", text(f.Tooltip), " ")
	}
	if f.LockAll {
		lock := w.next()
		w.object(lock, "<</Type /SigFieldLock /Action /All /P 1>>")
		entries = append(entries, "/Lock ", lock, " ")
	}
	return entries
}
