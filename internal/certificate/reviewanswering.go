package certificate

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// ReviewReply is what somebody says to exactly one text.
type ReviewReply struct {
	TextDigest record.Digest
	Answer     ReviewAnswer
	Remarks    []ReplyRemark // when, and only when, the answer is Remarks
}

// ReplyRemark is one thing that they want to be otherwise.
type ReplyRemark struct {
	PassageID uuid.UUID // Nil: the text as a whole, which the participant alone may mean
	Kind      RemarkKind
	Comment   string // what is wrong, or why; may be empty beside a wording
	Wording   string
}

// maxRemarks is how many remarks one answer has.
const maxRemarks = 100

// AnswerReview records what the actor's person says to what a review asks them. They may answer anew until the review goes on:
// the last answer counts. Fails as NotFound, Invalid, or as Conflict: with text_changed for another text than the one that is
// asked about now, with review_closed when answers are not waited for any more.
func (s *Service) AnswerReview(ctx context.Context, a access.Actor, id uuid.UUID, reply ReviewReply) (ReviewView, error) {
	asked, err := s.askedOf(ctx, a, access.OpAnswerReviewRequest, id)
	if err != nil {
		return ReviewView{}, err
	}
	var c Certificate
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if c, err = s.Store.Certificates().Get(ctx, asked.CertificateID); err != nil {
			return err
		}
		if c.State != InReview {
			return errNotOpen()
		}
		erased, err := s.Store.HoldReviewer(ctx, asked.PersonID)
		if err != nil {
			return err
		}
		if erased { // after they were let in: their words would outlive them here
			return errNotOpen()
		}
		w, err := s.reviewOf(ctx, a, &c)
		if err != nil {
			return err
		}
		if err := w.answer(id, reply); err != nil {
			return err
		}
		if err := w.proceed(ctx); err != nil {
			return err
		}
		return w.store(ctx, access.OpAnswerReviewRequest, map[string]string{
			"request": id.String(), "answer": string(reply.Answer), "text_digest": reply.TextDigest.String(),
		})
	})
	if _, err := s.onward(ctx, c, err); err != nil {
		return ReviewView{}, err
	}
	return s.ReviewRequest(ctx, a, id)
}

// store keeps the review, whatever of the certificate it changed, and notes what was asked for and what came of it.
func (w *reviewing) store(ctx context.Context, op access.Operation, detail map[string]string) error {
	if err := w.Store.PutReview(ctx, w.r); err != nil {
		return err
	}
	w.c.ChangedAt = w.Now()
	if err := w.Store.SaveStanding(ctx, w.c); err != nil {
		return err
	}
	if detail != nil {
		w.happening = slices.Insert(w.happening, 0, happening{op, detail})
	}
	return w.noteAll(ctx, w.actor, *w.c, w.happening)
}

func (w *reviewing) answer(id uuid.UUID, reply ReviewReply) error {
	q := w.request(id)
	if q == nil || !w.r.runs() || (!q.waits() && q.Stage != w.r.Stage) {
		return errNotOpen()
	}
	if !q.VoidedAt.IsZero() || q.TextDigest != reply.TextDigest {
		return fault.New(fault.Conflict, "text_changed", "The text was changed after you read it. Read it again.")
	}
	remarks, err := w.remarks(*q, reply)
	if err != nil {
		return err
	}
	now := w.Now()
	for i := range w.r.Requests {
		for j := range w.r.Requests[i].Remarks {
			if m := &w.r.Requests[i].Remarks[j]; m.State == RemarkOpen && w.r.Requests[i].PersonID == q.PersonID && w.r.Requests[i].Stage == q.Stage {
				m.settle(RemarkSuperseded, now)
			}
		}
	}
	q.ShownBefore = nil
	q.Answer, q.AnsweredAt, q.Remarks = reply.Answer, now, append(q.Remarks, remarks...)
	return nil
}

// remarks gives what is said in normal form, or all that is wrong with it.
func (w *reviewing) remarks(q ReviewRequest, reply ReviewReply) ([]Remark, error) {
	shown, err := readReviewText(q.Shown)
	if err != nil {
		return nil, err
	}
	var f text.Form
	approval := map[ReviewStage]ReviewAnswer{ReadBack: Agrees, ParticipantCheck: Right}[q.Stage]
	text.OneOf(&f, "/answer", reply.Answer, approval, Remarks)
	switch n := len(reply.Remarks); {
	case reply.Answer == Remarks && n == 0:
		f.Refuse("/remarks", "required", "Say what should be otherwise.")
	case reply.Answer == approval && n > 0:
		f.Refuse("/remarks", "not_allowed", "Either there is something to remark, or all is as it should be.")
	case n > maxRemarks:
		return nil, fault.At("/remarks", "too_many", "Send at most %d remarks.", maxRemarks)
	}
	passages := shown.passages()
	out := make([]Remark, len(reply.Remarks))
	for i, m := range reply.Remarks {
		out[i] = m.checked(&f, i, q.Stage, passages)
		out[i].ID, out[i].State, out[i].At = w.NewID(), RemarkOpen, w.Now()
	}
	return out, f.Err()
}

var remarkKinds = map[ReviewStage][]RemarkKind{ReadBack: {Objection, Wording}, ParticipantCheck: {Wrong, LeaveOut}}

func (m ReplyRemark) checked(f *text.Form, i int, stage ReviewStage, passages map[uuid.UUID]string) Remark {
	words, known := passages[m.PassageID]
	if !known && (m.PassageID != uuid.Nil || stage == ReadBack || m.Kind == LeaveOut) {
		f.Refuse(pointer("remarks", i, "passage_id"), "unknown", "This is no passage that you are asked about.")
	}
	out := Remark{PassageID: m.PassageID, Passage: words, Kind: text.OneOf(f, pointer("remarks", i, "kind"), m.Kind, remarkKinds[stage]...)}
	out.Comment = f.OptionalProse(pointer("remarks", i, "comment"), m.Comment, 4000)
	if m.Kind == Wording {
		out.Wording = f.Prose(pointer("remarks", i, "wording"), m.Wording, 20_000)
		if out.Wording == words {
			f.Refuse(pointer("remarks", i, "wording"), "same", "This is how the passage reads already.")
		}
	} else if out.Comment == "" {
		f.Refuse(pointer("remarks", i, "comment"), "required", "Say what is wrong, or why, so that it can be mended.")
	}
	return out
}
