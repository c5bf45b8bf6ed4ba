package handbook

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"strconv"
	"sync"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/framework"
	"testamur/internal/manuscript"

	"github.com/google/uuid"
)

// Editions knows which editions somebody may read. It fails as NotFound.
type Editions interface {
	// Handbook gives a published edition by its number; 0 is the latest.
	Handbook(ctx context.Context, a access.Actor, code string, number int) (framework.Edition, error)
	// EditionToPrint gives any edition and what the one before it says, nil for the first.
	EditionToPrint(ctx context.Context, a access.Actor, id uuid.UUID) (framework.Edition, *framework.Content, error)
}

// Passages knows what the handbook of an edition quotes now, in the order in which it is to stand.
type Passages interface {
	Printed(ctx context.Context, edition uuid.UUID) ([]Passage, error)
}

// Printer prints a book as PDF, the same for the same book and time.
type Printer interface {
	Handbook(ctx context.Context, book manuscript.Book, at time.Time) ([]byte, error)
}

// Service gives people the handbooks that they may read.
type Service struct {
	Editions    Editions
	Passages    Passages
	Printer     Printer
	Words       Words
	Institution string
	PublicURL   string // where people reach this installation; may be empty

	lock    sync.Mutex
	printed map[printing][]byte
}

// printing names a file: an edition never changes, what it quotes may at any time.
type printing struct {
	edition uuid.UUID
	quotes  [sha256.Size]byte
}

// mostPrinted is how many files are kept, of half a megabyte each.
const mostPrinted = 16

// Path is where an edition is to be found below the public address.
func Path(code string, number int) string {
	return "/handbook/" + url.PathEscape(code) + "/" + strconv.Itoa(number)
}

// Book gives a published edition as a book. Fails as NotFound.
func (s *Service) Book(ctx context.Context, a access.Actor, code string, number int) (manuscript.Book, error) {
	e, err := s.Editions.Handbook(ctx, a, code, number)
	if err != nil {
		return manuscript.Book{}, err
	}
	passages, err := s.Passages.Printed(ctx, e.ID)
	if err != nil {
		return manuscript.Book{}, err
	}
	return s.book(ctx, a, e, passages)
}

func (s *Service) book(ctx context.Context, a access.Actor, e framework.Edition, passages []Passage) (manuscript.Book, error) {
	if e.Framework.Edition == 1 {
		return s.write(e, nil, passages), nil
	}
	before, err := s.Editions.Handbook(ctx, a, e.Framework.Code, e.Framework.Edition-1)
	return s.write(e, &before.Content, passages), err
}

// write makes the book of an edition; before is what the one before it says, nil for the first.
func (s *Service) write(e framework.Edition, before *framework.Content, passages []Passage) manuscript.Book {
	source := Source{Content: e.Content, Publisher: s.Institution, Passages: passages}
	if e.State == framework.Published {
		source.Published = civil.Of(e.PublishedAt.UTC())
		if s.PublicURL != "" {
			source.Address = s.PublicURL + Path(e.Framework.Code, e.Framework.Edition)
		}
	}
	if before != nil {
		source.Changes = framework.Compare(*before, e.Content)
	}
	return s.Words.Book(source)
}

// File is a printed handbook.
type File struct {
	Edition framework.Edition
	PDF     []byte
	Name    string // to save it by
}

// File gives a published edition as PDF. Fails as NotFound.
func (s *Service) File(ctx context.Context, a access.Actor, code string, number int) (File, error) {
	e, err := s.Editions.Handbook(ctx, a, code, number)
	if err != nil {
		return File{}, err
	}
	passages, err := s.Passages.Printed(ctx, e.ID)
	if err != nil {
		return File{}, err
	}
	f, this := fileOf(e), printing{e.ID, fingerprint(passages)}
	if f.PDF = s.kept(this); f.PDF != nil {
		return f, nil
	}
	book, err := s.book(ctx, a, e, passages)
	if err != nil {
		return File{}, err
	}
	if f.PDF, err = s.Printer.Handbook(ctx, book, e.PublishedAt); err != nil {
		return File{}, err
	}
	s.keep(this, f.PDF)
	return f, nil
}

// fingerprint tells passages apart from others.
func fingerprint(passages []Passage) [sha256.Size]byte {
	h := sha256.New()
	for _, p := range passages {
		fmt.Fprintf(h, "%d:%s%d:%s", len(p.Discipline), p.Discipline, len(p.Text), p.Text)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// EditionBook gives any edition as a book. Fails as NotFound.
func (s *Service) EditionBook(ctx context.Context, a access.Actor, id uuid.UUID) (manuscript.Book, error) {
	e, before, passages, err := s.toPrint(ctx, a, id)
	if err != nil {
		return manuscript.Book{}, err
	}
	return s.write(e, before, passages), nil
}

// EditionFile gives any edition as PDF; a draft is of the day on which it was changed last. Fails as NotFound.
func (s *Service) EditionFile(ctx context.Context, a access.Actor, id uuid.UUID) (File, error) {
	e, before, passages, err := s.toPrint(ctx, a, id)
	if err != nil {
		return File{}, err
	}
	f := fileOf(e)
	f.PDF, err = s.Printer.Handbook(ctx, s.write(e, before, passages), e.ChangedAt)
	return f, err
}

func (s *Service) toPrint(ctx context.Context, a access.Actor, id uuid.UUID) (framework.Edition, *framework.Content, []Passage, error) {
	e, before, err := s.Editions.EditionToPrint(ctx, a, id)
	if err != nil {
		return e, nil, nil, err
	}
	passages, err := s.Passages.Printed(ctx, e.ID)
	return e, before, passages, err
}

func fileOf(e framework.Edition) File {
	return File{Edition: e, Name: e.Framework.Code + "-" + strconv.Itoa(e.Framework.Edition) + ".pdf"}
}

func (s *Service) kept(this printing) []byte {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.printed[this]
}

// keep spares the next reader the printing. When there are too many files all are forgotten, which costs a printing each.
func (s *Service) keep(this printing, file []byte) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.printed == nil || len(s.printed) >= mostPrinted {
		s.printed = map[printing][]byte{}
	}
	s.printed[this] = file
}
