package personal_test

import (
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
)

// remarked has a certificate reviewed: the assessor and then the participant remark on it; staff go on over the former.
func (w *world) remarked(e programme.Enrolment, assessor, participant access.Person, words string) certificate.Certificate {
	w.t.Helper()
	ctx := w.t.Context()
	p, err := w.db.Programmes().Get(ctx, w.programme.ID)
	w.must(err)
	_, err = w.programmes.ChangeProgramme(ctx, office, p.ID, record.Match(p.Revision), func(f *programme.Fields) { f.ReadBackDays, f.ParticipantCheckDays = 5, 7 })
	w.must(err)
	c, err := w.certificates.Propose(ctx, office, e.ID)
	w.must(err)
	c, err = w.certificates.SendForReview(ctx, office, c.ID, record.Match(c.Revision))
	w.must(err)
	remark := w.remark(assessor, certificate.ReplyRemark{Kind: certificate.Wording, Comment: words + " comment", Wording: words + " wording"})
	c, err = w.certificates.Certificate(ctx, office, c.ID)
	w.must(err)
	_, err = w.certificates.RefuseRemark(ctx, office, c.ID, remark.ID, record.Match(c.Revision), words+" reason")
	w.must(err)
	w.remark(participant, certificate.ReplyRemark{Kind: certificate.LeaveOut, Comment: words + " wish"})
	return c
}

func (w *world) remark(p access.Person, m certificate.ReplyRemark) certificate.Remark {
	w.t.Helper()
	ctx := w.t.Context()
	asked, err := w.certificates.ReviewRequests(ctx, signedIn(p))
	w.must(err)
	q, err := w.certificates.ReviewRequest(ctx, signedIn(p), asked[0].ID)
	w.must(err)
	m.PassageID = q.Text.Sections[0].Passages[0].ID
	v, err := w.certificates.AnswerReview(ctx, signedIn(p), q.ID, certificate.ReviewReply{
		TextDigest: q.TextDigest, Answer: certificate.Remarks, Remarks: []certificate.ReplyRemark{m},
	})
	w.must(err)
	return v.Remarks[0]
}

func TestWhatWasSaidInAReviewIsExportedToWhoSaidItAndErased(t *testing.T) {
	for name, erased := range map[string]func(participant, assessor access.Person) access.Person{
		"the participant": func(p, _ access.Person) access.Person { return p },
		"the assessor":    func(_, a access.Person) access.Person { return a },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				ana, karl := w.person("Ana Lopes"), w.person("Karl Kundig")
				e := w.participant(ana, "plain")
				w.assessed(e, karl, w.theme.ID, "plain feedback")
				w.remarked(e, karl, ana, anas)
				c := &cage{world: w}
				c.seen(anas, "review_remarks.comment", "review_remarks.wording", "review_remarks.reason")
				own := map[string]bool{anas + " comment": name == "the assessor", anas + " reason": name == "the assessor", anas + " wish": name == "the participant"}
				who := erased(ana, karl)
				_, files := w.unzipped(w.exported(signedIn(who), who.ID))
				for words, held := range own {
					if got := strings.Contains(files["reviews.json"], words); got != held {
						t.Errorf("the archive holds %q: %v", words, got)
					}
				}
				w.must(w.Erase(t.Context(), w.admin, who.ID, who.Name))
				if left := c.columns(anas + " comment"); len(left) > 0 {
					t.Errorf("after erasing, what the assessor said is in %v", left)
				}
				if left := c.columns(anas + " wish"); (len(left) > 0) != (name == "the assessor") {
					t.Errorf("after erasing, what the participant said is in %v", left)
				}
			})
		})
	}
}
