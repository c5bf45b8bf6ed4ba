package certificate

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Expire sets the last day on which the version in force is valid: today or later, and before the day that is printed, if there
// is one; days are those of the programme's zone. The text stays as it is. The code says that it expired, from the day after,
// with the public reason class; the note stays inside. Fails as NotFound, Stale, Invalid or Conflict.
func (s *Service) Expire(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, on civil.Date, reason ReasonClass, note string) (Certificate, error) {
	return s.change(ctx, a, access.OpExpireCertificate, id, match, func(ctx context.Context, c *Certificate) error {
		if c.IssuedID == uuid.Nil || c.State == Revoked {
			return c.refuseState("expired")
		}
		note, err := checkedEnd(reason, note)
		if err != nil {
			return err
		}
		v, err := s.Store.Version(ctx, c.IssuedID)
		if err != nil {
			return err
		}
		if err := v.mayExpire(on, s.Now()); err != nil {
			return err
		}
		v.ExpiresOn, v.EndReason, v.EndNote = on, reason, note
		if err := s.Store.SaveVersion(ctx, v); err != nil || c.State != Signing {
			return err
		}
		return s.endSuccessor(ctx, *c, v)
	})
}

// endSuccessor has the correction that is out for signing end with the version that it is to replace.
func (s *Service) endSuccessor(ctx context.Context, c Certificate, inForce Version) error {
	v, err := s.Store.Version(ctx, c.VersionID)
	if err != nil {
		return err
	}
	if v.issuing(s.Now()) {
		return errIssuing()
	}
	v.ExpiresOn = c.ExpiresOn
	v.endWith(inForce)
	return s.Store.SaveVersion(ctx, v)
}

// endWith takes over an end of validity that was set for the version that this one replaces: correcting a certificate does not
// make it last longer.
func (v *Version) endWith(inForce Version) {
	set := inForce.EndReason != "" && !inForce.ExpiresOn.IsZero()
	if set && (v.ExpiresOn.IsZero() || v.ExpiresOn.After(inForce.ExpiresOn)) {
		v.ExpiresOn, v.EndReason, v.EndNote = inForce.ExpiresOn, inForce.EndReason, inForce.EndNote
	}
}

// mayExpire checks the last day that a version in force is to be valid.
func (v Version) mayExpire(on civil.Date, now time.Time) error {
	if !v.ErasedAt.IsZero() {
		return errErased()
	}
	if v.status().expired(now) {
		return fault.New(fault.Conflict, "expired", "This certificate has expired already.")
	}
	content, err := readContent(v.Content)
	if err != nil {
		return err
	}
	if today := civil.Of(now.In(zoneOf(v.Facts))); today.After(on) {
		return fault.At("/on", "past", "Choose today or a later day.")
	}
	if printed := content.Expires(); !printed.IsZero() && !printed.After(on) {
		return fault.At("/on", "order", "The certificate itself says that it expires on %s. Choose an earlier day.", printed)
	}
	return nil
}

// zoneOf gives the programme's time zone as it stood.
func zoneOf(f Facts) *time.Location {
	zone, err := time.LoadLocation(f.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}
