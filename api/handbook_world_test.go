package api_test

import (
	"context"
	"testing"
	"time"

	"testamur/internal/handbook"
	"testamur/internal/manuscript"
	"testamur/templates"
)

// blankPrinter stands in for the printing: its files name their book.
type blankPrinter struct{}

func (blankPrinter) Handbook(_ context.Context, book manuscript.Book, _ time.Time) ([]byte, error) {
	return []byte("%PDF-1.7 " + book.Title + ", " + book.Edition), nil
}

func handbooks(t testing.TB, editions handbook.Editions, printer handbook.Printer) *handbook.Service {
	t.Helper()
	words, err := handbook.NewWords(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	return &handbook.Service{Editions: editions, Printer: printer, Words: words, Institution: "Institute", PublicURL: publicURL}
}
