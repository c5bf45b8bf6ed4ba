package personal

import (
	"context"
	"errors"

	"testamur/internal/record"
)

// Sweep finishes what erasures left to do outside their transactions: it removes files, and scrubs the database's own. It
// is safe to call at any time, from several servers at once, and again after it failed or the process died. What one file
// stands in the way of does not keep it from the rest.
func (s *Service) Sweep(ctx context.Context) error {
	return errors.Join(s.removeFiles(ctx), s.scrub(ctx))
}

func (s *Service) removeFiles(ctx context.Context) error {
	files, err := s.Store.DoomedFiles(ctx)
	errs := []error{err}
	for _, d := range files {
		errs = append(errs, s.remove(ctx, d))
	}
	return errors.Join(errs...)
}

// scrub asks first who was erased: an erasure that comes in between is scrubbed the next time.
func (s *Service) scrub(ctx context.Context) error {
	people, err := s.Store.UnfinishedErasures(ctx)
	if err != nil || len(people) == 0 {
		return err
	}
	if err := s.Store.Scrub(ctx); err != nil {
		return err
	}
	return s.Store.FinishErasures(ctx, people, s.Now())
}

// remove deletes a file unless somebody else has the same one, as two uploads of one picture do.
func (s *Service) remove(ctx context.Context, d record.Digest) error {
	needed, err := s.Store.FileNeeded(ctx, d)
	if err != nil {
		return err
	}
	if !needed {
		if err := s.Blobs.Remove(ctx, d); err != nil {
			return err
		}
	}
	return s.Store.Spare(ctx, d)
}
