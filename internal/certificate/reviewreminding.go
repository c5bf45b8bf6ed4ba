package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// RemindReviewers writes now to everybody who has not answered, but for those who were reminded within a day. Fails as NotFound;
// as Conflict when no review runs, or with nobody_to_remind; as Limited with the reason reminded_lately when there are none but
// those.
func (s *Service) RemindReviewers(ctx context.Context, a access.Actor, id uuid.UUID) (done Reminded, err error) {
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		c, err := s.load(ctx, a, access.OpRemindReviewers, id)
		if err != nil {
			return err
		}
		if c.State != InReview {
			return c.refuseState("reviewed; send it for review first")
		}
		w, err := s.reviewOf(ctx, a, &c)
		if err != nil {
			return err
		}
		if !w.r.runs() {
			return errNotOpen()
		}
		if done, err = w.remindByHand(ctx); err != nil {
			return err
		}
		return w.store(ctx, access.OpRemindReviewers, map[string]string{})
	})
	return done, err
}

func (w *reviewing) remindByHand(ctx context.Context) (done Reminded, err error) {
	done.Mailed, err = w.remind(ctx, func(q *ReviewRequest) bool {
		lately := w.Now().Before(q.RemindedAt.Add(betweenByHand))
		if lately {
			done.Lately++
		}
		return !lately
	})
	switch {
	case err != nil || done.Mailed > 0:
		return done, err
	case done.Lately > 0:
		return done, errRemindedLately()
	}
	return done, fault.New(fault.Conflict, "nobody_to_remind", "Everybody has answered, or has no e-mail address.")
}

// remind writes again to those who have not answered, and says to how many.
func (w *reviewing) remind(ctx context.Context, which func(*ReviewRequest) bool) (n int, err error) {
	for _, q := range w.r.live() {
		if !q.waits() || !which(q) {
			continue
		}
		if q.Mailed, err = w.write(ctx, access.LetterReviewReminder, *q); err != nil {
			return n, err
		}
		if q.Mailed {
			n, q.RemindedAt = n+1, w.Now()
			w.note(opRemindReviewer, map[string]string{"request": q.ID.String()})
		}
	}
	return n, nil
}
