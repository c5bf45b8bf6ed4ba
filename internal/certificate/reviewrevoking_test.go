package certificate_test

import (
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// Revoking gives up the correction: whoever was asked about its text is not asked any more, and sees nothing of it.
func TestRevokingEndsTheReviewOfACorrection(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		w.replies(w.participant, certificate.Right)
		c, err := w.issue(w.approved(w.is(c, certificate.Signing)))
		w.must(err)
		c, err = w.Correct(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonCorrection)
		w.must(err)
		c, err = w.Change(t.Context(), office, c.ID, record.Any, func(f *certificate.Fields) { f.Title = "Something private" })
		w.must(err)
		c = w.send(c)
		asked := w.asked(w.participant)
		_, err = w.Revoke(t.Context(), office, c.ID, record.Any, certificate.ReasonError, "")
		w.must(err)
		if r, _ := w.review(c); r.Outcome != certificate.ReviewEnded {
			t.Errorf("the review is %q", r.Outcome)
		}
		if list, err := w.ReviewRequests(t.Context(), as(w.participant)); err != nil || len(list) != 0 {
			t.Errorf("still asked: %v, %v", list, err)
		}
		if v, err := w.ReviewRequest(t.Context(), as(w.participant), asked.ID); err == nil && (v.Open || v.Text.Title != "") {
			t.Errorf("what was given up is shown: %+v", v.Text)
		}
		w.later(9 * day)
		if due, err := db.DueReviews(t.Context(), w.now(), w.now(), 10); err != nil || len(due) != 0 {
			t.Errorf("due for ever: %v, %v", due, err)
		}
	})
}
