package api_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"testamur/internal/excerpt"
	"testamur/internal/handbook"
	"testamur/internal/manuscript"
	"testamur/internal/programme"
	"testamur/templates"
)

// blankPrinter stands in for the printing: its files name their book, and what it quotes from.
type blankPrinter struct{}

func (blankPrinter) Handbook(_ context.Context, book manuscript.Book, _ time.Time) ([]byte, error) {
	text := "%PDF-1.7 " + book.Title + ", " + book.Edition
	book.Chapters(func(_ *manuscript.Part, c *manuscript.Chapter) {
		for _, s := range c.Sections {
			if len(s.Quotes) > 0 {
				text += "\n" + s.Title
			}
		}
	})
	return []byte(text), nil
}

// handbooks makes books and what they quote.
func handbooks(t testing.TB, editions *programme.Service, excerpts excerpt.Service, printer handbook.Printer) (*handbook.Service, *excerpt.Service) {
	t.Helper()
	words, err := handbook.NewWords(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	excerpts.Mark, excerpts.Institution, excerpts.Random = words.NameMark, "Institute", rand.Reader
	return &handbook.Service{
		Editions: editions, Passages: &excerpts, Printer: printer, Words: words, Institution: "Institute", PublicURL: publicURL,
	}, &excerpts
}
