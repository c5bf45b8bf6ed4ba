package certificate_test

import (
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func TestNobodyIsRemindedOnceAsManyHaveSignedAsAreNeeded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		w.withAddress()
		p, err := w.db.Programmes().Get(t.Context(), w.programme.ID)
		w.must(err)
		w.must(second(w.programmes.ChangeProgramme(t.Context(), office, p.ID, record.Match(p.Revision), func(f *programme.Fields) { f.RequiredSignOffs = 1 })))
		c := w.sent()
		w.must(second(w.says(c, c.Signatories[0], approval)))
		before := len(w.post.invited)
		w.later(30 * 24 * time.Hour)
		w.must(w.Tend(t.Context()))
		if _, err := w.Remind(t.Context(), office, c.ID); fault.ReasonOf(err) != "nobody_to_remind" {
			t.Errorf("by hand: %v", err)
		}
		if n := len(w.post.invited) - before; n != 0 {
			t.Errorf("%d were reminded", n)
		}
	})
}

func TestAReviewerIsRemindedByHandOnceADay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 7, 0)
		c := w.forReview()
		p := w.assessors[1]
		w.must(second(w.people.ChangePerson(t.Context(), office, p.ID, record.Any, func(f *access.PersonFields) { f.Email = "" })))
		w.reminded(c, certificate.Reminded{Mailed: 1}, "")
		w.reminded(c, certificate.Reminded{Lately: 1}, "reminded_lately")
		w.must(second(w.people.ChangePerson(t.Context(), office, p.ID, record.Any, func(f *access.PersonFields) { f.Email = "again@example.org" })))
		w.reminded(c, certificate.Reminded{Mailed: 1, Lately: 1}, "")
		w.later(24 * time.Hour)
		w.reminded(c, certificate.Reminded{Mailed: 2}, "")
		w.later(25 * time.Hour)
		w.replies(w.assessors[0], certificate.Agrees)
		w.replies(w.assessors[1], certificate.Remarks, certificate.ReplyRemark{
			PassageID: firstPassage(w.asked(w.assessors[1])).ID, Kind: certificate.Objection, Comment: "Not so.",
		})
		w.reminded(c, certificate.Reminded{}, "nobody_to_remind")
	})
}

func (w *reviewWorld) reminded(c certificate.Certificate, want certificate.Reminded, reason string) {
	w.t.Helper()
	letters := len(w.post.invited)
	done, err := w.RemindReviewers(w.t.Context(), office, c.ID)
	if done != want || fault.ReasonOf(err) != reason || (reason == "") != (err == nil) {
		w.t.Errorf("%+v, %v", done, err)
	}
	if n := len(w.post.invited) - letters; n != want.Mailed {
		w.t.Errorf("%d letters went out", n)
	}
}
