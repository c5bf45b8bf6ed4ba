package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// object is what the policy knows of a certificate. Its signatories are tied to it once it was sent: before, it is nobody's
// but those who compose it.
func (c Certificate) object() access.Object {
	o := access.Object{
		Kind: kind, Reading: access.OpGetCertificate, Ref: c.ID, Programme: c.ProgrammeID, Participant: c.PersonID, Unfinished: !c.shows(),
	}
	if c.VersionID != uuid.Nil {
		o.Signatories = peopleOf(c.Signatories)
	}
	return o
}

func peopleOf(signatories []Signatory) []uuid.UUID {
	people := make([]uuid.UUID, len(signatories))
	for i, s := range signatories {
		people[i] = s.PersonID
	}
	return people
}

// shows says whether there is anything finished to see.
func (c Certificate) shows() bool { return c.State.Finished() || c.IssuedID != uuid.Nil }

// load gives a certificate that the actor may use for the operation.
func (s *Service) load(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Certificate, error) {
	if err := a.Permit(op); err != nil {
		return Certificate{}, err
	}
	c, err := s.Store.Certificates().Get(ctx, id)
	if err != nil {
		return Certificate{}, err
	}
	return c, a.PermitOn(op, c.object())
}

// writes says whether the actor sees a certificate as it is being written; all others see what was issued.
func writes(a access.Actor, programme uuid.UUID) bool {
	return a.Stands(access.Object{Programme: programme}, access.Admin, access.Staff)
}

// seen gives a version that the actor may use for the operation: those who are asked to sign it need its text and digest.
func (s *Service) seen(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Version, error) {
	if err := a.Permit(op); err != nil {
		return Version{}, err
	}
	v, err := s.Store.Version(ctx, id)
	if err != nil {
		return Version{}, err
	}
	participant := uuid.Nil
	if a.Person != uuid.Nil {
		if participant, err = s.Store.ParticipantOf(ctx, v.CertificateID); err != nil {
			return Version{}, err
		}
	}
	if err := a.PermitOn(op, v.object(participant)); err != nil {
		return Version{}, err
	}
	return v, nil
}

// object is what the policy knows of a version.
func (v Version) object(participant uuid.UUID) access.Object {
	return access.Object{
		Kind: "version", Reading: access.OpGetVersion, Ref: v.CertificateID, Programme: v.ProgrammeID,
		Participant: participant, Signatories: peopleOf(v.Signatories), Unfinished: !v.State.WasIssued(),
	}
}

// permits asks whether the actor may use an uploaded picture. A drawn signature is nobody's but theirs who uploaded it; a logo
// is seen by all staff.
func (f File) permits(a access.Actor, op access.Operation) error {
	if err := a.Permit(op); err != nil {
		return err
	}
	if f.Owner == a.Hand() || a.Role == access.RoleAdmin || (f.Purpose == PurposeLogo && a.Stands(access.Object{}, access.Staff)) {
		return nil
	}
	return fault.Missing("file").Because(access.ErrRefused)
}

// FileSight is whose files a list holds.
type FileSight struct {
	All   bool
	Owner uuid.UUID // and this hand's
	Logos bool      // and logos
}

func fileSight(a access.Actor) FileSight {
	return FileSight{All: a.Role == access.RoleAdmin, Owner: a.Hand(), Logos: a.Stands(access.Object{}, access.Staff)}
}
