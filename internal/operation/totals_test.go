package operation_test

import (
	"maps"
	"testing"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"

	"github.com/google/uuid"
)

func TestTheTotalsOfAPlanCountWhatWillHappenAndNothingElse(t *testing.T) {
	each(t, 5, func(w *world) {
		ana, ben := uuid.New(), uuid.New()
		w.kind.shape = func(i int, item *operation.Item) {
			item.Letters = []operation.Letter{{Kind: access.LetterSigning, Person: ana}, {Kind: access.LetterSigning, Person: ben}}
			switch i {
			case 1:
				item.Refuse("", "no", "Not this one.")
			case 2:
				item.Letters = []operation.Letter{{Kind: access.LetterInvitation}} // to somebody new
				item.Warn("", "look", "Look again.")
			case 3:
				item.Letters = []operation.Letter{{Kind: access.LetterInvitation}}
				item.Documents = []string{"issued_pdf"}
			case 4:
				item.Letters = nil
			}
		}
		o, _, err := w.Plan(t.Context(), office, access.OpCreateOperation, "count", operation.Order{Cohort: w.cohort})
		w.must(err)
		got, err := w.Totals(t.Context(), office, o.ID)
		w.must(err)
		if got.Letters != 4 || got.Recipients != 4 || got.Warnings != 1 || !maps.Equal(got.Effects, map[string]int{"count": 4}) || !maps.Equal(got.Documents, map[string]int{"issued_pdf": 1}) {
			t.Errorf("%+v", got)
		}
		if _, err := w.Totals(t.Context(), access.Anonymous(), o.ID); fault.CodeOf(err) != fault.Unauthenticated {
			t.Errorf("nobody known: %v", err)
		}
	})
}
