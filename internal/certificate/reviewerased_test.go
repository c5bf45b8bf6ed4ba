package certificate_test

import (
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// A remark that staff decide on while its author is erased stays ended, and keeps no reason that answers to their words.
func TestARemarkIsNotSettledOnceItsAuthorIsErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 5, 0)
		c := w.forReview()
		assessor := w.assessors[0]
		w.replies(assessor, certificate.Remarks, certificate.ReplyRemark{
			PassageID: firstPassage(w.asked(assessor)).ID, Kind: certificate.Objection, Comment: "Not in my name.",
		})
		read, err := db.LatestReview(t.Context(), c.ID)
		w.must(err)
		decided := 0
		for _, q := range read.Requests {
			for i := range q.Remarks {
				q.Remarks[i].State, q.Remarks[i].Reason, q.Remarks[i].SettledAt = certificate.RemarkRefused, "You said so yourself.", w.now()
				decided++
			}
		}
		w.must(db.RemoveReviews(t.Context(), assessor.ID))
		w.must(db.PutReview(t.Context(), read))
		stored, err := db.LatestReview(t.Context(), c.ID)
		w.must(err)
		for _, q := range stored.Requests {
			for _, m := range q.Remarks {
				decided--
				if m.State != certificate.RemarkEnded || m.Reason != "" || !m.SettledAt.IsZero() {
					t.Errorf("%+v", m)
				}
			}
		}
		if decided != 0 {
			t.Errorf("%d more remarks were decided than there are", decided)
		}
	})
}

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
