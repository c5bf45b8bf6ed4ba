package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Cancel ends a certificate that was not issued, or gives up a correction: then the version in force stays in force, and
// the composition is again what it was made from. Fails as NotFound, Stale or Conflict.
func (s *Service) Cancel(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (Certificate, error) {
	return s.change(ctx, a, access.OpCancelCertificate, id, match, func(ctx context.Context, c *Certificate) error {
		if c.State != Composing && c.State != InReview && c.State != Signing {
			return c.refuseState("cancelled")
		}
		err := s.takeBack(ctx, c)
		if err != nil {
			return err
		}
		if c.IssuedID == uuid.Nil {
			c.State = Cancelled
			return nil
		}
		*c, err = s.asIssued(ctx, *c)
		return err
	})
}

// Revise takes a certificate back from review or signing to composing. Every answer given to the text so far is void. Fails as
// NotFound, Stale or Conflict.
func (s *Service) Revise(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (Certificate, error) {
	return s.change(ctx, a, access.OpReviseCertificate, id, match, func(ctx context.Context, c *Certificate) error {
		if c.State != InReview && c.State != Signing {
			return c.refuseState("revised")
		}
		err := s.takeBack(ctx, c)
		c.State = Composing
		return err
	})
}

// takeBack ends what is going on with the text: its review, or the version that is out for signing.
func (s *Service) takeBack(ctx context.Context, c *Certificate) error {
	if c.State == InReview {
		return s.endReview(ctx, c)
	}
	return s.void(ctx, c)
}

// void ends the version that is out for signing, if there is one.
func (s *Service) void(ctx context.Context, c *Certificate) error {
	if c.VersionID == uuid.Nil || c.VersionID == c.IssuedID {
		return nil
	}
	v, err := s.Store.Version(ctx, c.VersionID)
	if err != nil || v.State != VersionSigning {
		return err
	}
	if v.issuing(s.Now()) {
		return errIssuing()
	}
	v.State, v.EndedAt = VersionVoid, s.Now()
	if err := s.Store.SaveVersion(ctx, v); err != nil {
		return err
	}
	return s.uninvite(ctx, *c, uuid.Nil)
}
