package certificate

import (
	"cmp"
	"context"
	"errors"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// onward sends a certificate for signing whose review has just passed, if that was asked for. Nothing that fails here undoes
// what was done before: it is kept with the review, and Tend tries again. err is of what was done before.
func (s *Service) onward(ctx context.Context, c Certificate, err error) (Certificate, error) {
	if err != nil || c.State != InReview {
		return c, err
	}
	r, err := s.Store.LatestReview(ctx, c.ID)
	if err != nil || !r.awaitsSending() {
		return c, err
	}
	if err := s.goOn(ctx, c, r); err != nil {
		return c, err
	}
	return s.Store.Certificates().Get(ctx, c.ID)
}

// goOn sends a certificate that passed its review for signing, in the name of whoever asked for that. Of several at once one
// sends it.
func (s *Service) goOn(ctx context.Context, c Certificate, r Review) error {
	p, err := s.Store.Programmes().Get(ctx, c.ProgrammeID)
	if err != nil {
		return err
	}
	by, err := s.openerName(ctx, r, p)
	if err != nil {
		return err
	}
	_, err = s.send(ctx, access.System("review"), sending{id: c.ID, match: record.Any, by: by, person: r.Opener.Person})
	if err == nil || fault.CodeOf(err) == fault.Stale {
		return nil // a stale one was changed meanwhile, perhaps sent by another server: Tend looks again
	}
	if noted := s.noteTrouble(ctx, c.ID, err); noted != nil || fault.CodeOf(err) == fault.Internal {
		return errors.Join(err, noted)
	}
	return nil
}

// sentOn notes that nothing is left to be done of the certificate's last review.
func (s *Service) sentOn(ctx context.Context, id uuid.UUID) error {
	r, err := s.Store.LatestReview(ctx, id)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && !r.awaitsSending()) {
		return nil
	}
	if err != nil {
		return err
	}
	r.ThenSign, r.Trouble = false, ""
	return s.Store.PutReview(ctx, r)
}

// noteTrouble keeps why a certificate could not be sent for signing, where staff see it.
func (s *Service) noteTrouble(ctx context.Context, id uuid.UUID, trouble error) error {
	return s.Store.Update(ctx, func(ctx context.Context) error {
		c, err := s.Store.Certificates().Get(ctx, id)
		if err != nil || c.State != InReview {
			return err
		}
		r, err := s.Store.LatestReview(ctx, id)
		if err != nil || !r.awaitsSending() {
			return err
		}
		before := r.Trouble
		r.Trouble, r.TriedAt = cmp.Or(fault.ReasonOf(trouble), string(fault.CodeOf(trouble))), s.Now()
		if err := s.Store.PutReview(ctx, r); err != nil || r.Trouble == before {
			return err
		}
		return s.noteAll(ctx, access.System("review"), c, []happening{{opSendReviewed, map[string]string{"reason": r.Trouble}}})
	})
}
