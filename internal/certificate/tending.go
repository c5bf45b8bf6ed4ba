package certificate

import (
	"context"
	"errors"
	"time"

	"testamur/internal/access"

	"github.com/google/uuid"
)

const (
	tendAtOnce = 200              // certificates
	retryAfter = 10 * time.Minute // when sending for signing failed
)

// Tend does what time makes due: it reminds signatories and reviewers, ends deadlines, and sends for signing what passed its review. Call it every minute
// or so, on as many servers as there are: each thing is done once, under the lock of its certificate, and what was interrupted is
// done by the next call. What fails for one certificate does not hold up the others.
func (s *Service) Tend(ctx context.Context) error {
	due, err := s.Store.DueReviews(ctx, s.Now(), s.Now().Add(-retryAfter), tendAtOnce)
	if err != nil {
		return err
	}
	failed := []error{s.remindDue(ctx)}
	for _, id := range due {
		failed = append(failed, s.tendReview(ctx, id))
	}
	return errors.Join(failed...)
}

func (s *Service) tendReview(ctx context.Context, id uuid.UUID) error {
	var c Certificate
	err := s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if c, err = s.Store.Certificates().Get(ctx, id); err != nil || c.State != InReview {
			return err
		}
		w, err := s.reviewOf(ctx, access.System("review"), &c)
		if err != nil || !w.r.runs() {
			return err
		}
		return w.tend(ctx)
	})
	_, err = s.onward(ctx, c, err)
	return err
}

// tend does what is due, and stores the review if that was anything.
func (w *reviewing) tend(ctx context.Context) error {
	now := w.Now()
	done := false
	if !w.r.RemindAt.IsZero() && !now.Before(w.r.RemindAt) && now.Before(w.r.DeadlineAt) {
		done = true
		w.r.RemindAt = time.Time{} // whoever is asked again from here on has just been written to
		unreminded := func(q *ReviewRequest) bool { return q.RemindedAt.IsZero() }
		if _, err := w.remind(ctx, unreminded); err != nil {
			return err
		}
	}
	if !w.r.DeadlineAt.IsZero() && !now.Before(w.r.DeadlineAt) {
		done = w.noteSilence(now) || done
	}
	if !done && w.r.holds() {
		return nil
	}
	if err := w.proceed(ctx); err != nil {
		return err
	}
	return w.store(ctx, "", nil)
}

// noteSilence records of whoever has not answered that they said nothing, and says whether there was anybody. It is no approval.
func (w *reviewing) noteSilence(now time.Time) bool {
	silent := false
	for _, q := range w.r.live() {
		if q.waits() {
			silent = true
			q.Answer, q.AnsweredAt = NoObjection, now
			w.note(opNoteSilence, map[string]string{"request": q.ID.String()})
		}
	}
	return silent
}
