package certificate_test

import (
	"context"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/fault"
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

// erasedJustBefore is a store in which somebody is erased before each transaction, as if by another request at the same moment.
type erasedJustBefore struct {
	certificate.Store
	erase func()
}

func (s erasedJustBefore) Update(ctx context.Context, fn func(context.Context) error) error {
	s.erase()
	return s.Store.Update(ctx, fn)
}

// An answer that is under way while its author is erased does not leave their words behind.
func TestAnAnswerIsNotTakenOnceItsAuthorIsErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 5, 0)
		c := w.forReview()
		assessor := w.assessors[0]
		q := w.asked(assessor)
		w.Store = erasedJustBefore{w.Store, func() {
			w.must(db.Update(t.Context(), func(ctx context.Context) error {
				w.must(db.RemoveReviews(ctx, assessor.ID))
				return db.RecordErasure(ctx, assessor.ID, w.now(), nil)
			}))
		}}
		_, err := w.AnswerReview(t.Context(), as(assessor), q.ID, certificate.ReviewReply{TextDigest: q.TextDigest, Answer: certificate.Remarks, Remarks: []certificate.ReplyRemark{
			{PassageID: firstPassage(q).ID, Kind: certificate.Objection, Comment: "Not in my name."},
		}})
		if fault.ReasonOf(err) != "review_closed" {
			t.Errorf("answered: %v", err)
		}
		stored, err := db.LatestReview(t.Context(), c.ID)
		w.must(err)
		for _, asked := range stored.Requests {
			if asked.Answer != "" || len(asked.Remarks) != 0 {
				t.Errorf("%+v", asked)
			}
		}
	})
}
