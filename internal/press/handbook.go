package press

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"testamur/internal/fault"
	"testamur/internal/manuscript"
	"testamur/internal/typeset"
)

// Handbook prints a book as PDF. The same book and day give the same bytes: the file's identifier is taken from what it says.
func (p *Press) Handbook(ctx context.Context, book manuscript.Book, at time.Time) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	printed, err := p.Typesetter.Print(book, typeset.BookImprint{Created: at, ID: identifier(book, at)})
	if missing, ok := errors.AsType[*typeset.UncoveredError](err); ok {
		return nil, fault.At("", "uncovered_characters", "No font of the handbook has %q.", string(missing.Runes)).Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("print handbook: %w", err)
	}
	return printed.PDF, nil
}

// identifier is the first half of a SHA-256 over the book's texts, each after its length, and the day.
func identifier(book manuscript.Book, at time.Time) [16]byte {
	h := sha256.New()
	for _, t := range append(book.Texts(), at.UTC().Format(time.RFC3339)) {
		fmt.Fprintf(h, "%d:%s", len(t), t)
	}
	return [16]byte(h.Sum(nil)[:16])
}
