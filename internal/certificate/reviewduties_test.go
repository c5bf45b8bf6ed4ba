package certificate_test

import (
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// asksOf gives the request that stands among the duties of a person under the kind, or Nil.
func (w *reviewWorld) asksOf(p access.Person, kind string) uuid.UUID {
	w.t.Helper()
	duties, err := w.db.DutiesOf(w.t.Context(), p.ID)
	w.must(err)
	for _, d := range duties {
		if string(d.Kind) == kind {
			if d.DueOn.IsZero() || d.EnrolmentID != w.enrolment.ID || d.Person != "Olga Vtorushina" {
				w.t.Errorf("the duty is %+v", d)
			}
			return d.RequestID
		}
	}
	return uuid.Nil
}

func TestWhoIsAskedInAReviewHasThatAmongTheirDutiesUntilTheyAnswer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 5, 7)
		w.forReview()
		if id := w.asksOf(w.assessors[0], "read_back"); id != w.asked(w.assessors[0]).ID {
			t.Errorf("the assessor's duty is the request %s", id)
		}
		if id := w.asksOf(w.participant, "check"); id != uuid.Nil {
			t.Error("the participant is asked before their turn")
		}
		w.replies(w.assessors[0], certificate.Agrees)
		if id := w.asksOf(w.assessors[0], "read_back"); id != uuid.Nil {
			t.Error("the assessor is asked after they answered")
		}
		w.replies(w.assessors[1], certificate.Agrees)
		if id := w.asksOf(w.participant, "check"); id != w.asked(w.participant).ID {
			t.Errorf("the participant's duty is the request %s", id)
		}
		w.replies(w.participant, certificate.Right)
		if id := w.asksOf(w.participant, "check"); id != uuid.Nil {
			t.Error("the participant is asked after they answered")
		}
	})
}
