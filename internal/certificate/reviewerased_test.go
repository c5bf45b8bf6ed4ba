package certificate_test

import (
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// A review that was read before its assessor was erased, and is stored after, brings none of their words back.
func TestWordsOfAnErasedReviewerDoNotComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 5, 0)
		c := w.forReview()
		assessor := w.assessors[0]
		w.replies(assessor, certificate.Remarks, certificate.ReplyRemark{
			PassageID: firstPassage(w.asked(assessor)).ID, Kind: certificate.Objection, Comment: "Not in my name.",
		})
		read, err := db.LatestReview(t.Context(), c.ID)
		w.must(err)
		w.must(db.RemoveReviews(t.Context(), assessor.ID))
		w.must(db.PutReview(t.Context(), read))
		stored, err := db.LatestReview(t.Context(), c.ID)
		w.must(err)
		for _, q := range stored.Requests {
			for _, m := range q.Remarks {
				if m.Comment != "" {
					t.Errorf("%q is there again", m.Comment)
				}
			}
		}
	})
}
