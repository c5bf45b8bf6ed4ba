package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Revoke takes an issued certificate back for good, with a public reason class and a note that stays inside; a correction
// that was being written is given up. Its code goes on answering, and says so. Fails as NotFound, Stale, Invalid or Conflict.
func (s *Service) Revoke(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, reason ReasonClass, note string) (Certificate, error) {
	return s.change(ctx, a, access.OpRevokeCertificate, id, match, func(ctx context.Context, c *Certificate) error {
		if c.IssuedID == uuid.Nil || c.State == Revoked {
			return c.refuseState("revoked")
		}
		note, err := checkedEnd(reason, note)
		if err != nil {
			return err
		}
		if err := s.takeBack(ctx, c); err != nil {
			return err
		}
		v, err := s.Store.Version(ctx, c.IssuedID)
		if err != nil {
			return err
		}
		if *c, err = c.asIssued(v); err != nil {
			return err
		}
		c.State = Revoked
		v.State, v.EndedAt, v.EndReason, v.EndNote = VersionRevoked, s.Now(), reason, note
		return s.Store.SaveVersion(ctx, v)
	})
}
