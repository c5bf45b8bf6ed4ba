package certificate_test

import (
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/record"
	"testamur/internal/store/storetest"
)

// A text that goes on to signing by itself is sent by whoever had it reviewed, and they are told what signatories answer.
func TestWhoeverSentATextForReviewIsToldWhatItsSignatoriesAnswer(t *testing.T) {
	w := newReviewWorld(t, storetest.Open(t), 0, 7)
	sender := w.staff()
	c := w.proposed()
	c, err := w.SendForSigning(t.Context(), sender, c.ID, record.Match(c.Revision))
	w.must(err)
	w.replies(w.participant, certificate.Right)
	c = w.is(c, certificate.Signing)
	_, err = w.says(c, c.Signatories[0], certificate.Answer{Decision: certificate.Declined, Reason: "I was not there."})
	w.must(err)
	if want := (letter{access.LetterSigningAnswer, sender.Person}); !slices.Contains(w.post.told, want) {
		t.Errorf("told were %v, not %v", w.post.told, want)
	}
}
