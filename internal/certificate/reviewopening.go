package certificate

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// SendForReview asks those whom the programme has asked before a text is signed, and stops when nothing holds it any more:
// the certificate is composing again, and this exact text can be sent for signing. Fails as NotFound, Stale, Invalid (with
// what is missing), or as Conflict: with the reason no_review when the programme asks nobody.
func (s *Service) SendForReview(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (Certificate, error) {
	var events []happening
	return s.changeThen(ctx, a, access.OpSendForReview, id, match, func(ctx context.Context, c *Certificate) error {
		p, err := s.Store.Programmes().Get(ctx, c.ProgrammeID)
		if err != nil {
			return err
		}
		if c.State != Composing {
			return c.refuseState("sent for review")
		}
		if err := s.mayBeAwarded(ctx, c.EnrolmentID); err != nil {
			return err
		}
		if err := c.reviewable(p.Language); err != nil {
			return err
		}
		if !c.isReviewed(p) {
			return errNoReview()
		}
		events, err = s.openReview(ctx, a, c, p, false)
		return err
	}, &events)
}

func errNoReview() error {
	return fault.New(fault.Conflict, "no_review", "This programme asks nobody before a text is signed. Send it for signing.")
}

// isReviewed says whether the programme asks for a review of the certificate.
func (c Certificate) isReviewed(p programme.Programme) bool {
	return p.ReadBackDays+p.ParticipantCheckDays > 0 && (c.IssuedID == uuid.Nil || p.CorrectionReview)
}

// openReview begins a review, and gives the events to be noted when the certificate is stored.
func (s *Service) openReview(ctx context.Context, a access.Actor, c *Certificate, p programme.Programme, thenSign bool) ([]happening, error) {
	w := &reviewing{Service: s, actor: a, c: c, p: p}
	before, err := s.Store.LatestReview(ctx, c.ID)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return nil, err
	}
	if w.writings, err = s.Store.SourceWritings(ctx, c.EnrolmentID, c.sources()); err != nil {
		return nil, err
	}
	w.r = Review{
		ID: s.NewID(), CertificateID: c.ID, Number: before.Number + 1, ThenSign: thenSign, Opener: a.Recorded(), OpenedAt: s.Now(),
	}
	c.State = InReview
	if err := w.proceed(ctx); err != nil {
		return nil, err
	}
	return w.happening, s.Store.PutReview(ctx, w.r)
}

// reviewed says how the text of a certificate that is to be sent for signing stands: whether it may go, and if not, whether a
// review that goes on to signing runs already.
func (s *Service) reviewed(ctx context.Context, c Certificate, p programme.Programme) (passed, runs bool, err error) {
	if !c.isReviewed(p) && c.State == Composing {
		return true, false, nil
	}
	r, err := s.Store.LatestReview(ctx, c.ID)
	if fault.CodeOf(err) == fault.NotFound {
		return false, false, nil
	}
	if err != nil || r.runs() {
		return false, err == nil, err
	}
	passed, err = c.passed(r)
	return passed, false, err
}

// reviewFirst has a text reviewed that is to be sent for signing when it passes. runs says that its review runs already.
func (s *Service) reviewFirst(ctx context.Context, a access.Actor, c *Certificate, p programme.Programme, runs bool) (err error) {
	var events []happening
	switch {
	case runs:
		err = s.thenSign(ctx, c.ID)
	case c.State == Composing:
		events, err = s.openReview(ctx, a, c, p, true)
	default:
		err = c.refuseState("sent for signing; revise it first")
	}
	if err != nil {
		return err
	}
	if err := s.save(ctx, a, access.OpSendForSigning, c); err != nil {
		return err
	}
	return s.noteAll(ctx, a, *c, events)
}

// thenSign has the review that runs go on to signing.
func (s *Service) thenSign(ctx context.Context, id uuid.UUID) error {
	r, err := s.Store.LatestReview(ctx, id)
	if err != nil {
		return err
	}
	r.ThenSign = true
	return s.Store.PutReview(ctx, r)
}

// passed says whether the review passed exactly this text.
func (c Certificate) passed(r Review) (bool, error) {
	if r.Outcome != ReviewPassed {
		return false, nil
	}
	content, err := readContent(r.Content)
	if err != nil {
		return false, err
	}
	salt, err := content.salt()
	if err != nil {
		return false, err
	}
	_, digest, err := record.Canonical(c.freeze(content.Language, salt))
	return digest == r.TextDigest, err
}

// endReview ends the review that runs. One that passed stays so; its text is not sent for signing by itself any more.
func (s *Service) endReview(ctx context.Context, c *Certificate) error {
	r, err := s.Store.LatestReview(ctx, c.ID)
	if err != nil {
		return err
	}
	now := s.Now()
	r.ThenSign = false
	if r.runs() {
		r.Outcome, r.ClosedAt = ReviewEnded, now
	}
	for _, m := range r.open() {
		m.settle(RemarkEnded, now)
	}
	for _, q := range r.live() {
		if q.AnsweredAt.IsZero() {
			q.VoidedAt = now
		}
		if err := s.Guests.End(ctx, q.ref(), q.PersonID); err != nil {
			return err
		}
	}
	return s.Store.PutReview(ctx, r)
}

// SetReviewDeadline makes day the last on which answers are waited for; today, or one that is to come. Fails as NotFound,
// Stale, Invalid, or as Conflict when no review runs.
func (s *Service) SetReviewDeadline(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, day civil.Date) (Certificate, error) {
	return s.inReview(ctx, a, access.OpUpdateReview, id, match, func(_ context.Context, w *reviewing) error {
		zone, err := time.LoadLocation(w.p.TimeZone)
		if err != nil {
			return err
		}
		today := civil.Of(s.Now().In(zone))
		if today.After(day) || day.After(today.AddDays(programme.MaxReviewDays)) {
			return fault.At("/deadline_on", "range", "Give a day from today on, within %d days.", programme.MaxReviewDays)
		}
		w.until(day, zone)
		return nil
	})
}

// inReview applies something to a review that runs, goes on if nothing holds it, and stores everything.
func (s *Service) inReview(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, apply func(context.Context, *reviewing) error) (Certificate, error) {
	var events []happening
	c, err := s.changeThen(ctx, a, op, id, match, func(ctx context.Context, c *Certificate) error {
		if c.State != InReview {
			return c.refuseState("reviewed; send it for review first")
		}
		w, err := s.reviewOf(ctx, a, c)
		if err != nil {
			return err
		}
		if !w.r.runs() {
			return errNotOpen()
		}
		if err := apply(ctx, w); err != nil {
			return err
		}
		if err := w.proceed(ctx); err != nil {
			return err
		}
		events = w.happening
		return s.Store.PutReview(ctx, w.r)
	}, &events)
	return s.onward(ctx, c, err)
}

func errNotOpen() error {
	return fault.New(fault.Conflict, "review_closed", "This review has ended.")
}
