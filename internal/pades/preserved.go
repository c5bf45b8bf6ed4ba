package pades

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"testamur/internal/pades/reader"
)

var errNotPreserving = errors.New("the file was added to after the signature")

// additions says of each revision why it is more than validation data under a document timestamp, nil where it is not. So
// much may follow a signature and leave what it signed as it is (EN 319 142-1, 5.5).
func additions(doc *reader.Document, stamps []Timestamp) []error {
	doubts := make([]error, len(doc.Revisions))
	for i := range doubts {
		doubts[i] = errNotPreserving
	}
	for _, t := range stamps {
		switch {
		case t.Revision <= 1:
		case len(t.Problems) > 0:
			doubts[t.Revision-1] = fmt.Errorf("%w: %s", errNotPreserving, strings.Join(t.Problems, "; "))
		default:
			doubts[t.Revision-1] = checkPreserving(doc, t)
		}
	}
	return doubts
}

// checkPreserving compares the file before and after the timestamp's revision. An object that was there before may be
// written anew only if it is the catalogue, the form or one page, and the entries that lead to the new objects are the only
// ones that differ.
func checkPreserving(doc *reader.Document, t Timestamp) error {
	before, err := reader.Open(doc.Data[:doc.Revisions[t.Revision-2].End])
	if err != nil {
		return err
	}
	after, err := reader.Open(doc.Data[:doc.Revisions[t.Revision-1].End])
	if err != nil {
		return err
	}
	c := comparison{before: before, after: after}
	if err := c.check(t.Field); err != nil {
		return fmt.Errorf("%w: %w", errNotPreserving, err)
	}
	return nil
}

// comparison is of a file before and after one incremental update.
type comparison struct{ before, after *reader.Document }

func (c comparison) check(field string) error {
	if err := c.same(c.before.Trailer, c.after.Trailer, "Size", "Prev", "ID"); err != nil {
		return err
	}
	added, form, err := c.form(field)
	if err != nil {
		return err
	}
	catalog, err := c.catalog(form)
	if err != nil {
		return err
	}
	page, err := c.page(added.Ref)
	if err != nil {
		return err
	}
	if err := c.invisible(added); err != nil {
		return err
	}
	return c.written(catalog, form, page)
}

// written allows new objects and those given.
func (c comparison) written(allowed ...reader.Ref) error {
	size, ok := c.before.Trailer.Get("Size").(int)
	if !ok {
		return fmt.Errorf("%w: no Size", ErrMalformed)
	}
	for number, used := range c.after.Revisions[len(c.after.Revisions)-1].Objects() {
		known := slices.ContainsFunc(allowed, func(r reader.Ref) bool { return r.Number == number })
		if !used || number < size && !known {
			return fmt.Errorf("object %d was changed", number)
		}
	}
	return nil
}
