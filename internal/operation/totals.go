package operation

import (
	"context"

	"testamur/internal/access"

	"github.com/google/uuid"
)

// Totals is all that a plan announces, of the items that can be done.
type Totals struct {
	Letters    int
	Recipients int // people who get at least one
	Documents  map[string]int
	Effects    map[string]int
	Warnings   int // items that are worth a look
}

// Totals counts what an operation announces, with one query however many items it has. Fails as NotFound.
func (s *Service) Totals(ctx context.Context, a access.Actor, id uuid.UUID) (Totals, error) {
	if _, err := s.load(ctx, a, access.OpListOperationItems, id); err != nil {
		return Totals{}, err
	}
	items, err := s.Store.Announced(ctx, id)
	return totalsOf(items), err
}

func totalsOf(items []Item) Totals {
	t := Totals{Documents: map[string]int{}, Effects: map[string]int{}}
	known := map[uuid.UUID]bool{}
	for _, i := range items {
		if i.State == ItemSkipped {
			continue
		}
		if len(i.Problems) > 0 {
			t.Warnings++
		}
		for _, effect := range i.Effects {
			t.Effects[effect]++
		}
		for _, document := range i.Documents {
			t.Documents[document]++
		}
		for _, l := range i.Letters {
			t.Letters++
			if !known[l.Person] {
				t.Recipients++
			}
			known[l.Person] = l.Person != uuid.Nil // who is not known yet is somebody else each time
		}
	}
	return t
}
