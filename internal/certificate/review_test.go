package certificate_test

import (
	"slices"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

func TestATextThatNobodyObjectsToGoesOnToSigningByItself(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		w.is(c, certificate.InReview)
		if c.Serial != "" || c.VersionID != uuid.Nil {
			t.Error("a text in review has a serial number or a version")
		}
		w.replies(w.participant, certificate.Right)
		c = w.is(c, certificate.Signing)
		if r, current := w.review(c); r.Outcome != certificate.ReviewPassed || !current || r.Requests[0].Answer != certificate.Right {
			t.Errorf("the review is %+v", r)
		}
	})
}

func TestReviewStagesComeInTheirOrderAndShowNobodyMoreThanTheirs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 5, 7)
		c := w.forReview()
		first := w.asked(w.assessors[0])
		if p := firstPassage(first); len(first.Text.Sections) != 1 || len(first.Text.Sections[0].Passages) != 1 ||
			p.Text != "She does not give up." || !slices.Equal(first.Own(p), []string{"She does not give up."}) || first.Text.Name != "" {
			t.Errorf("the assessor sees %+v", first.Text)
		}
		if list, err := w.ReviewRequests(t.Context(), as(w.participant)); err != nil || len(list) != 0 {
			t.Errorf("the participant is asked before their turn: %v, %v", list, err)
		}
		w.replies(w.assessors[0], certificate.Agrees)
		w.is(c, certificate.InReview)
		w.replies(w.assessors[1], certificate.Agrees)
		whole := w.asked(w.participant)
		if len(whole.Text.Sections) != 2 || whole.Text.Name != "Olga Vtorushina" || len(whole.Own(firstPassage(whole))) != 0 {
			t.Errorf("the participant sees %+v", whole.Text)
		}
		_, err := w.ReviewRequest(t.Context(), as(w.participant), first.ID)
		wantCode(t, err, fault.NotFound)
		w.replies(w.participant, certificate.Right)
		w.is(c, certificate.Composing)
		if _, current := w.review(c); !current {
			t.Error("this exact text has not passed")
		}
		c = w.again(c)
		w.is(w.send(c), certificate.Signing)
	})
}

func TestSilenceIsNoObjectionAndNeverAnApproval(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed()) // 21 November at noon
		w.later(7*day + 11*time.Hour)
		w.must(w.Tend(t.Context()))
		w.is(c, certificate.InReview) // the 28th is not over
		w.later(time.Hour)
		w.must(w.Tend(t.Context()))
		w.is(c, certificate.Signing)
		if r, _ := w.review(c); r.Requests[0].Answer != certificate.NoObjection {
			t.Errorf("silence is recorded as %q", r.Requests[0].Answer)
		}
	})
}

func TestADeadlineIsTheEndOfADayWhereTheProgrammesClockHangs(t *testing.T) {
	db := storetest.Open(t)
	w := newReviewWorld(t, db, 0, 7)
	_, err := w.programmes.ChangeProgramme(t.Context(), office, w.programme.ID, record.Match(w.programme.Revision), func(f *programme.Fields) { f.TimeZone = "Pacific/Auckland" })
	w.must(err)
	r, _ := w.review(w.send(w.proposed())) // there it is 1 in the morning of the 22nd
	if r.DeadlineOn != (civil.Date{Year: 2026, Month: 11, Day: 29}) || !r.DeadlineAt.Equal(time.Date(2026, 11, 29, 11, 0, 0, 0, time.UTC)) {
		t.Errorf("the deadline is %v, %v", r.DeadlineOn, r.DeadlineAt)
	}
}

func TestOneReminderIsSentHoweverOftenAndWhereverItIsTended(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		before := len(w.post.invited)
		w.later(5*day - 13*time.Hour) // a minute before, and then at, the beginning of the 27th: two days before the last
		w.must(w.Tend(t.Context()))
		if n := len(w.post.invited) - before; n != 0 {
			t.Fatalf("%d reminders came early", n)
		}
		w.later(26 * time.Hour)
		tendAtOnce(t, w.world, 8)
		if n := len(w.post.invited) - before; n != 1 {
			t.Errorf("%d reminders were sent", n)
		}
		w.is(c, certificate.InReview)
	})
}

func TestOfManyServersOneGoesOnToSigning(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		before := len(w.post.invited)
		w.later(8 * day)
		tendAtOnce(t, w.world, 8)
		c = w.is(c, certificate.Signing)
		if versions, err := w.Versions(t.Context(), office, c.ID); err != nil || len(versions) != 1 {
			t.Errorf("%d versions, %v", len(versions), err)
		}
		if n := len(w.post.invited) - before; n != 2 {
			t.Errorf("two signatories were written to %d times", n)
		}
	})
}

func TestWhatCannotGoOnStaysAndGoesOnLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		url := w.PublicURL
		w.PublicURL = ""
		w.replies(w.participant, certificate.Right)
		c = w.is(c, certificate.InReview)
		if r, _ := w.review(c); r.Trouble != "no_public_url" || r.Outcome != certificate.ReviewPassed {
			t.Errorf("the review is %+v", r)
		}
		w.PublicURL = url
		w.must(w.Tend(t.Context()))
		w.is(c, certificate.InReview) // tried a moment ago
		w.later(11 * time.Minute)
		w.must(w.Tend(t.Context()))
		w.is(c, certificate.Signing)
	})
}
