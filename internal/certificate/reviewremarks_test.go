package certificate_test

import (
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func TestATakenWordingIsNotAskedAboutAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 5, 7)
		c := w.forReview()
		w.replies(w.assessors[1], certificate.Agrees)
		w.replies(w.assessors[0], certificate.Remarks, certificate.ReplyRemark{
			PassageID: firstPassage(w.asked(w.assessors[0])).ID, Kind: certificate.Wording, Wording: "She never gave up.",
		})
		c = w.is(c, certificate.InReview)
		c, err := w.TakeWording(t.Context(), office, c.ID, w.remark(c).ID, record.Match(c.Revision))
		w.must(err)
		if c.Sections[1].Passages[0].Text != "She never gave up." {
			t.Errorf("the passage reads %q", c.Sections[1].Passages[0].Text)
		}
		if r, _ := w.review(c); r.Stage != certificate.ParticipantCheck || len(r.Requests) != 3 {
			t.Errorf("the review is at %s with %d requests", r.Stage, len(r.Requests))
		}
	})
}

func TestATakenWordingThatIsUndoneIsAskedAboutAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 5, 0)
		c := w.forReview()
		said := firstPassage(w.asked(w.assessors[0]))
		w.replies(w.assessors[0], certificate.Remarks, certificate.ReplyRemark{PassageID: said.ID, Kind: certificate.Wording, Wording: "She never gave up."})
		c, err := w.TakeWording(t.Context(), office, c.ID, w.remark(c).ID, record.Match(w.again(c).Revision))
		w.must(err)
		taken := w.asked(w.assessors[0])
		if p := firstPassage(taken); p.Text != "She never gave up." || taken.Was(p) != said.Text || taken.Answer != certificate.Remarks {
			t.Errorf("when it was taken they see %+v", taken)
		}
		c.Sections[1].Passages[0].Text = said.Text
		_, err = w.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
		w.must(err)
		if again := w.asked(w.assessors[0]); again.Answer != "" || again.ID == taken.ID {
			t.Errorf("what they wanted otherwise stands again, and they are held to %q", again.Answer)
		}
	})
}

func TestAChangedPassageIsAskedAboutAgainAndShownBesideWhatItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 5, 0)
		c := w.forReview()
		objection := certificate.ReplyRemark{PassageID: firstPassage(w.asked(w.assessors[0])).ID, Kind: certificate.Objection, Comment: "Not so."}
		w.replies(w.assessors[0], certificate.Remarks, objection)
		c = w.again(c)
		c.Sections[1].Passages[0].Text = "She tries again."
		_, err := w.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
		w.must(err)
		again := w.asked(w.assessors[0])
		if p := firstPassage(again); !again.Changed(p) || again.Was(p) != "She does not give up." || again.Answer != "" || again.Earlier[0].State != certificate.RemarkMet {
			t.Errorf("asked again, they see %+v", again)
		}
		if other := w.asked(w.assessors[1]); len(other.ShownBefore) != 0 {
			t.Error("an assessor is asked again about what concerns them not")
		}
	})
}

func TestAChangeVoidsTheParticipantsAnswerAndTheOneOnItsWay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		old := w.asked(w.participant)
		wrong := certificate.ReplyRemark{PassageID: firstPassage(old).ID, Kind: certificate.LeaveOut, Comment: "My employer's."}
		w.replies(w.participant, certificate.Remarks, wrong)
		letters := len(w.post.invited)
		for range 2 { // two changes, one letter
			c = w.is(c, certificate.InReview)
			c.Sections[0].Passages[0].Text += " More."
			var err error
			c, err = w.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
			w.must(err)
		}
		if n := len(w.post.invited) - letters; n != 1 {
			t.Errorf("the participant got %d letters", n)
		}
		_, err := w.AnswerReview(t.Context(), as(w.participant), w.asked(w.participant).ID, certificate.ReviewReply{TextDigest: old.TextDigest, Answer: certificate.Right})
		wantReason(t, err, fault.Conflict, "text_changed")
		w.replies(w.participant, certificate.Right)
		w.is(c, certificate.Signing)
	})
}

func TestStaffGoOnOverARemarkOnlyWithAReasonThatItsAuthorSees(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		q := w.replies(w.participant, certificate.Remarks, certificate.ReplyRemark{Kind: certificate.Wrong, Comment: "It was May."})
		w.later(30 * day)
		w.must(w.Tend(t.Context()))
		c = w.is(c, certificate.InReview) // what was said holds it for as long as it takes
		_, err := w.RefuseRemark(t.Context(), office, c.ID, w.remark(c).ID, record.Match(c.Revision), " ")
		wantCode(t, err, fault.Invalid)
		c, err = w.RefuseRemark(t.Context(), office, c.ID, w.remark(c).ID, record.Match(c.Revision), "The log says March.")
		w.must(err)
		w.is(c, certificate.Signing)
		v, err := w.ReviewRequest(t.Context(), as(w.participant), q.ID)
		w.must(err)
		if v.Open || len(v.Text.Sections) > 0 || v.Remarks[0].Reason != "The log says March." {
			t.Errorf("the author sees %+v", v)
		}
	})
}

func TestARefusedAnswerSaysWhereItIsWrong(t *testing.T) {
	w := newReviewWorld(t, storetest.Open(t), 5, 7)
	w.forReview()
	q := w.asked(w.assessors[0])
	id := firstPassage(q).ID
	for name, reply := range map[string]struct {
		answer  certificate.ReviewAnswer
		remarks []certificate.ReplyRemark
		pointer string
	}{
		"another's approval":     {certificate.Right, nil, "/answer"},
		"silence is not said":    {certificate.NoObjection, nil, "/answer"},
		"remarks without any":    {certificate.Remarks, nil, "/remarks"},
		"approval with remarks":  {certificate.Agrees, []certificate.ReplyRemark{{PassageID: id, Kind: certificate.Objection, Comment: "x"}}, "/remarks"},
		"objection without why":  {certificate.Remarks, []certificate.ReplyRemark{{PassageID: id, Kind: certificate.Objection}}, "/remarks/0/comment"},
		"another's kind":         {certificate.Remarks, []certificate.ReplyRemark{{PassageID: id, Kind: certificate.LeaveOut, Comment: "x"}}, "/remarks/0/kind"},
		"a passage not asked of": {certificate.Remarks, []certificate.ReplyRemark{{PassageID: newID(), Kind: certificate.Objection, Comment: "x"}}, "/remarks/0/passage_id"},
		"the same wording":       {certificate.Remarks, []certificate.ReplyRemark{{PassageID: id, Kind: certificate.Wording, Wording: "She does not give up."}}, "/remarks/0/wording"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.AnswerReview(t.Context(), as(w.assessors[0]), q.ID, certificate.ReviewReply{TextDigest: q.TextDigest, Answer: reply.answer, Remarks: reply.remarks})
			wantPointer(t, err, reply.pointer)
		})
	}
}

func TestEndingAReviewTakesItBackAndAsksNobodyMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		q := w.asked(w.participant)
		c, err := w.Revise(t.Context(), office, c.ID, record.Match(c.Revision))
		w.must(err)
		w.is(c, certificate.Composing)
		_, err = w.AnswerReview(t.Context(), as(w.participant), q.ID, certificate.ReviewReply{TextDigest: q.TextDigest, Answer: certificate.Right})
		wantReason(t, err, fault.Conflict, "review_closed")
		c = w.send(c)
		if r, _ := w.review(c); r.Number != 2 {
			t.Errorf("the next review is number %d", r.Number)
		}
		_, err = w.Cancel(t.Context(), office, c.ID, record.Match(c.Revision))
		w.must(err)
		w.later(9 * day)
		w.must(w.Tend(t.Context()))
		w.is(c, certificate.Cancelled)
	})
}

func TestRevokingEndsTheReviewOfACorrection(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		w.replies(w.participant, certificate.Right)
		c, err := w.issue(w.approved(w.again(c)))
		w.must(err)
		c, err = w.Correct(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonCorrection)
		w.must(err)
		c.Sections[0].Passages[0].Text += " More."
		c, err = w.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
		w.must(err)
		c = w.is(w.send(c), certificate.InReview)
		q := w.asked(w.participant)
		_, err = w.Revoke(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonError, "")
		w.must(err)
		if v, err := w.ReviewRequest(t.Context(), as(w.participant), q.ID); err != nil || v.Open || len(v.Text.Sections) > 0 {
			t.Errorf("the participant still sees %+v, %v", v.Text, err)
		}
		if r, _ := w.review(c); r.Outcome != certificate.ReviewEnded {
			t.Errorf("the review is %q", r.Outcome)
		}
	})
}

func TestADeadlineIsShortenedAndExtended(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 7)
		c := w.send(w.proposed())
		move := func(d int) error {
			var err error
			c, err = w.SetReviewDeadline(t.Context(), office, c.ID, record.Match(w.again(c).Revision), civil.Date{Year: 2026, Month: 11, Day: d})
			return err
		}
		wantCode(t, move(20), fault.Invalid)
		w.must(move(30))
		w.later(8 * day)
		w.must(w.Tend(t.Context()))
		w.is(c, certificate.InReview)
		w.must(move(29)) // today
		w.later(12 * time.Hour)
		w.must(w.Tend(t.Context()))
		w.is(c, certificate.Signing)
	})
}

func TestACorrectionIsReviewedUnlessTheProgrammeSaysOtherwise(t *testing.T) {
	db := storetest.Open(t)
	w := newReviewWorld(t, db, 5, 0)
	c := w.send(w.proposed())
	w.replies(w.assessors[0], certificate.Agrees)
	w.replies(w.assessors[1], certificate.Agrees)
	c, err := w.issue(w.approved(w.again(c)))
	w.must(err)
	c, err = w.Correct(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonCorrection)
	w.must(err)
	c.Sections[1].Passages[0].Text = "She never gives up."
	c, err = w.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
	w.must(err)
	c = w.send(c)
	w.is(c, certificate.InReview)
	if r, _ := w.review(c); len(r.Requests) != 1 || r.Requests[0].PersonID != w.assessors[0].ID {
		t.Errorf("others than the assessor of the changed passage are asked: %d", len(r.Requests))
	}
}
