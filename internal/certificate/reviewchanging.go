package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// recompose applies a change to a certificate in review. What people answered to a text that reads otherwise now is void, and
// they are asked again; it gives the events to be noted when the certificate is stored.
func (s *Service) recompose(ctx context.Context, a access.Actor, c *Certificate, apply func(context.Context, *Certificate) error) ([]happening, error) {
	w, err := s.reviewOf(ctx, a, c)
	if err != nil {
		return nil, err
	}
	before := c.whole("")
	c.composedBy(a)
	if err := apply(ctx, c); err != nil {
		return nil, err
	}
	if !w.r.runs() {
		if !before.same(c.whole("")) {
			return nil, fault.New(fault.Conflict, "certificate_state", "The review of this text has ended, and it is about to be sent for signing. Revise it first.")
		}
		return nil, nil
	}
	return w.changed(ctx)
}

// changed asks again, goes on if nothing holds the review, and stores it.
func (w *reviewing) changed(ctx context.Context) ([]happening, error) {
	if err := w.reaskAll(ctx); err != nil {
		return nil, err
	}
	if err := w.proceed(ctx); err != nil {
		return nil, err
	}
	return w.happening, w.Store.PutReview(ctx, w.r)
}

// reaskAll asks everybody again whose text reads otherwise now, and every assessor whose words are used for the first time.
func (w *reviewing) reaskAll(ctx context.Context) (err error) {
	if w.writings, err = w.Store.SourceWritings(ctx, w.c.EnrolmentID, w.c.sources()); err != nil {
		return err
	}
	for _, q := range w.r.live() {
		if err := w.reask(ctx, *q); err != nil {
			return err
		}
	}
	if w.days(ReadBack) == 0 {
		return nil
	}
	return w.askQuoted(ctx)
}

// reask compares what somebody was asked about with what it is now.
func (w *reviewing) reask(ctx context.Context, asked ReviewRequest) error {
	text := w.c.whole(w.p.Language)
	if asked.Stage == ReadBack {
		text = w.readBack(w.c.Sections, asked.PersonID)
	}
	old, err := readReviewText(asked.Shown)
	if err != nil || text.same(old) {
		return err
	}
	q := w.request(asked.ID)
	w.meet(asked.PersonID, text)
	switch {
	case len(text.Sections) == 0 && q.Stage == ReadBack: // their words are not used any more
		q.VoidedAt = w.Now()
		return w.Guests.End(ctx, q.ref(), q.PersonID)
	case q.waits(): // they read it as it is now
		q.Shown, q.TextDigest, err = text.freeze(w.Random)
		return err
	case q.familiar(old, text):
		if len(q.ShownBefore) == 0 {
			q.ShownBefore = q.Shown
		}
		q.Shown, q.TextDigest, err = text.freeze(w.Random)
		return err
	}
	q.VoidedAt = w.Now()
	if err := w.Guests.End(ctx, q.ref(), q.PersonID); err != nil {
		return err
	}
	if err := w.allow(w.days(q.Stage)); err != nil {
		return err
	}
	return w.ask(ctx, access.LetterReviewChanged, q.Stage, q.PersonID, text, q.Shown)
}

func (w *reviewing) request(id uuid.UUID) *ReviewRequest {
	for i := range w.r.Requests {
		if w.r.Requests[i].ID == id {
			return &w.r.Requests[i]
		}
	}
	return nil
}

// meet settles what a person wanted of passages that read otherwise now, or are gone.
func (w *reviewing) meet(person uuid.UUID, text ReviewText) {
	now := text.passages()
	for i := range w.r.Requests {
		q := &w.r.Requests[i]
		for j := range q.Remarks {
			m := &q.Remarks[j]
			if q.PersonID == person && m.State == RemarkOpen && (m.PassageID == uuid.Nil || now[m.PassageID] != m.Passage) {
				m.settle(RemarkMet, w.Now())
			}
		}
	}
}

// familiar says whether an assessor has seen, or proposed, every passage as it reads now: then their answer stands, until it
// reads otherwise again.
func (q *ReviewRequest) familiar(old, text ReviewText) bool {
	if q.Stage != ReadBack {
		return false
	}
	seen, proposed := old.passages(), map[uuid.UUID]string{}
	for _, m := range q.Remarks {
		if m.State == RemarkTaken {
			proposed[m.PassageID] = m.Wording
		}
	}
	for id, words := range text.passages() {
		if words != seen[id] && words != proposed[id] {
			return false
		}
	}
	return true
}
