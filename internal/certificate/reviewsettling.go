package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// TakeWording puts a proposed wording in the place of its passage. Whoever proposed it is not asked again for that; others whom
// the passage concerns are. Fails as NotFound, Stale, or as Conflict: with not_open when it was settled before, with no_wording
// when the remark proposes none.
func (s *Service) TakeWording(ctx context.Context, a access.Actor, id, remark uuid.UUID, match record.Match) (Certificate, error) {
	return s.settling(ctx, a, access.OpTakeWording, id, match, func(_ context.Context, w *reviewing) error {
		m, _, err := w.openRemark(remark)
		if err != nil {
			return err
		}
		if m.Kind != Wording {
			return fault.New(fault.Conflict, "no_wording", "This remark proposes no wording. Change the passage, or go on over it.")
		}
		p := w.c.passage(m.PassageID)
		if p == nil || p.Text != m.Passage {
			return fault.New(fault.Conflict, "passage_changed", "The passage reads otherwise now than when this was proposed.")
		}
		p.Text = m.Wording
		w.c.composedBy(a)
		m.settle(RemarkTaken, s.Now())
		return resolve(w.c.Sections, w.writings)
	})
}

// RefuseRemark goes on over a remark; its author sees the reason. Fails as NotFound, Stale, Invalid without a reason, or as
// Conflict with not_open when it was settled before.
func (s *Service) RefuseRemark(ctx context.Context, a access.Actor, id, remark uuid.UUID, match record.Match, reason string) (Certificate, error) {
	return s.settling(ctx, a, access.OpRefuseRemark, id, match, func(ctx context.Context, w *reviewing) error {
		m, q, err := w.openRemark(remark)
		if err != nil {
			return err
		}
		var f text.Form
		m.Reason = f.Prose("/reason", reason, 4000)
		if err := f.Err(); err != nil {
			return err
		}
		m.settle(RemarkRefused, s.Now())
		if q.waits() || !q.VoidedAt.IsZero() {
			return nil // they are asked again, and see it there
		}
		q.Mailed, err = w.write(ctx, access.LetterReviewSettled, *q)
		return err
	})
}

func (w *reviewing) openRemark(id uuid.UUID) (*Remark, *ReviewRequest, error) {
	for i := range w.r.Requests {
		q := &w.r.Requests[i]
		for j := range q.Remarks {
			m := &q.Remarks[j]
			switch {
			case m.ID != id:
			case m.State == RemarkOpen:
				return m, q, nil
			default:
				return nil, nil, fault.New(fault.Conflict, "not_open", "This remark was settled before.")
			}
		}
	}
	return nil, nil, fault.Missing("remark")
}

// settling applies what settles a remark; what that changes of the text is asked about like any other change.
func (s *Service) settling(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, apply func(context.Context, *reviewing) error) (Certificate, error) {
	return s.inReview(ctx, a, op, id, match, func(ctx context.Context, w *reviewing) error {
		if err := apply(ctx, w); err != nil {
			return err
		}
		return w.reaskAll(ctx)
	})
}
