package certificate_test

import (
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// Whoever was asked about another text than the one there is now learns by the old link that it is over.
func TestAReplacedRequestShowsNothingOfThePresentText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		old := w.replies(w.participant, certificate.Remarks, certificate.ReplyRemark{Kind: certificate.Wrong, Comment: "My name."})
		w.renamed(c, "The present title", "The present name")
		w.replies(w.participant, certificate.Remarks, certificate.ReplyRemark{Kind: certificate.Wrong, Comment: "Said later."})
		v, err := w.ReviewRequest(t.Context(), as(w.participant), old.ID)
		w.must(err)
		if v.Open || v.CertificateTitle != "" || v.Name != "" || len(v.Earlier) > 0 || len(v.Text.Sections) > 0 || !v.DeadlineOn.IsZero() {
			t.Errorf("the replaced one is %+v", v)
		}
		if len(v.Remarks) != 1 || v.Remarks[0].Comment != "My name." {
			t.Errorf("of what they said there is %+v", v.Remarks)
		}
		if v := w.asked(w.participant); v.Name != "The present name" || len(v.Earlier) != 1 {
			t.Errorf("the one that counts is %+v", v)
		}
	})
}

func TestAClosedRequestShowsTheTextThatWasAnsweredToAndNoLaterOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c, err := w.SendForReview(t.Context(), office, w.proposed().ID, record.Any)
		w.must(err)
		answered := w.replies(w.participant, certificate.Right)
		c = w.renamed(w.is(c, certificate.Composing), "A later title", "A later name")
		v, err := w.ReviewRequest(t.Context(), as(w.participant), answered.ID)
		w.must(err)
		if v.Open || v.CertificateTitle == c.Title || v.CertificateTitle == "" || v.Name == c.Name || v.Name == "" {
			t.Errorf("%q of %q", v.CertificateTitle, v.Name)
		}
	})
}

func (w *reviewWorld) renamed(c certificate.Certificate, title, name string) certificate.Certificate {
	w.t.Helper()
	c, err := w.Change(w.t.Context(), office, c.ID, record.Any, func(f *certificate.Fields) { f.Title, f.Name = title, name })
	w.must(err)
	return c
}
