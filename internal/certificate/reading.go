package certificate

import (
	"context"
	"time"

	"testamur/internal/access"

	"github.com/google/uuid"
)

// Reading says that a signatory opened a version, and when last.
type Reading struct {
	VersionID     uuid.UUID
	CertificateID uuid.UUID
	PersonID      uuid.UUID
	At            time.Time
}

// noteReading keeps that one of the signatories of a version opened it, so that they can be shown what changed since. Of nobody
// else it is kept what they read.
func (s *Service) noteReading(ctx context.Context, a access.Actor, v Version) error {
	if !a.Stands(access.Object{Ref: v.CertificateID, Signatories: peopleOf(v.Signatories)}, access.Signatory) {
		return nil
	}
	return s.Store.NoteReading(ctx, Reading{VersionID: v.ID, CertificateID: v.CertificateID, PersonID: a.Person, At: s.Now()})
}

// lastRead gives, of readings with the latest first, when a version was read, and which other one of its certificate was read
// last.
func lastRead(readings []Reading, v Version) (at time.Time, before uuid.UUID) {
	for _, r := range readings {
		switch {
		case r.VersionID == v.ID:
			at = r.At
		case r.CertificateID == v.CertificateID && before == uuid.Nil:
			before = r.VersionID
		}
	}
	return at, before
}
