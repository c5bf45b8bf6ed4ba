package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Correct begins a correction of an issued certificate: it can be composed again, and the version in force stays in force
// until the new one is issued. Fails as NotFound, Stale, Invalid, Conflict, or as Gone when it was erased.
func (s *Service) Correct(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, reason ReasonClass) (Certificate, error) {
	return s.change(ctx, a, access.OpCorrectCertificate, id, match, func(ctx context.Context, c *Certificate) error {
		if c.State != Issued {
			return c.refuseState("corrected")
		}
		if v, err := s.Store.Version(ctx, c.IssuedID); err != nil {
			return err
		} else if !v.ErasedAt.IsZero() {
			return errErased()
		}
		if reason != ReasonCorrection && reason != ReasonNameChange && reason != ReasonOther {
			return fault.At("/reason_class", "not_allowed", "Choose correction, change_of_name or other.")
		}
		c.State, c.CorrectionNote, c.Composers = Composing, reason, nil
		c.composedBy(a)
		return nil
	})
}
