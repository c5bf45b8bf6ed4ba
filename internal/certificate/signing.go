package certificate

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// RecordSignOff records a signatory's answer to exactly one text: it names the signatory, and the actor who recorded it. Where
// the signatory is to be printed otherwise the document is rendered anew with the same text, and no answer is voided. Staff
// are told of an answer that needs them. Fails as NotFound, Invalid, or Conflict when the text changed, is not out for
// signing, was signed by them already, or signing is paused.
func (s *Service) RecordSignOff(ctx context.Context, a access.Actor, certificate uuid.UUID, answer Answer) (SignOff, error) {
	ready, err := s.prepare(ctx, a, certificate, answer)
	if err != nil {
		return SignOff{}, err
	}
	if a.Kind == access.KindGuest {
		if err := s.Guests.CheckCode(ctx, a, ready.certificate.ref(), answer.Code); err != nil {
			return SignOff{}, err
		}
	}
	var so SignOff
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		c, v, err := s.outForSigning(ctx, a, access.OpRecordSignOff, certificate)
		if err != nil {
			return err
		}
		if so, err = s.answered(ctx, a, v, answer); err != nil {
			return err
		}
		if err := s.Store.InsertSignOff(ctx, so); err != nil {
			return err
		}
		if err := s.saveAnswered(ctx, a, c, v, ready, so); err != nil {
			return err
		}
		if err := s.tellStaff(ctx, a, c, v, so); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, access.OpRecordSignOff, access.Ref{Kind: kind, ID: c.ID}, c.ProgrammeID, map[string]string{
			"signatory": so.SignatoryID.String(), "decision": string(so.Decision), "text_digest": so.TextDigest.String(),
		})
	})
	return so, err
}

// prepared is what an answer was found to need before it is recorded.
type prepared struct {
	certificate Certificate
	version     Version // with the document as it is to be, when it was rendered anew
	reprinted   bool
}

// prepare does what must not happen within the transaction: it finds out whether the answer could be recorded before a guest's
// code is used up, and renders. Others than guests need it only when they confirm how they are printed.
func (s *Service) prepare(ctx context.Context, a access.Actor, id uuid.UUID, answer Answer) (ready prepared, err error) {
	if a.Kind != access.KindGuest && answer.Confirmed == nil {
		return ready, nil
	}
	if ready.certificate, ready.version, err = s.outForSigning(ctx, a, access.OpRecordSignOff, id); err != nil {
		return ready, err
	}
	so, err := s.answered(ctx, a, ready.version, answer)
	if err != nil {
		return ready, err
	}
	ready.version, ready.reprinted, err = s.confirmed(ctx, ready.certificate, ready.version, so)
	return ready, err
}

// saveAnswered raises the revision of the certificate, and stores what an answer changed beside itself. It fails when the
// signatory is printed otherwise by now than they confirmed.
func (s *Service) saveAnswered(ctx context.Context, a access.Actor, c Certificate, v Version, ready prepared, so SignOff) error {
	c.ChangedAt = s.Now()
	if !ready.reprinted {
		if !slices.Contains(v.Signatories, so.Signatory) {
			return errOvertaken()
		}
		return s.Store.SaveStanding(ctx, &c)
	}
	if err := s.enterConfirmed(ctx, a, &c, v, ready); err != nil {
		return err
	}
	return s.Store.Certificates().Update(ctx, &c)
}

// outForSigning loads a certificate whose text is out for signing, for somebody who may record answers to it.
func (s *Service) outForSigning(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Certificate, Version, error) {
	c, err := s.load(ctx, a, op, id)
	if err != nil {
		return c, Version{}, err
	}
	if c.State != Signing {
		return c, Version{}, c.refuseState("signed")
	}
	v, err := s.Store.Version(ctx, c.VersionID)
	if err == nil && v.issuing(s.Now()) {
		err = errIssuing()
	}
	return c, v, err
}

// maySign lets people answer in their own name, once they proved that it is they: guests by a code, which was checked before,
// accounts by a fresh proof. Staff record what was signed on paper: the record names them.
func (s *Service) maySign(a access.Actor, v Version, signatory Signatory) error {
	switch {
	case a.Is(signatory.PersonID) && a.Kind == access.KindAccount && !a.Fresh:
		return fault.New(fault.Forbidden, "proof_needed", "Prove that it is you first: give your password or passkey again. That holds for five minutes.").Because(access.ErrRefused)
	case a.Is(signatory.PersonID), writes(a, v.ProgrammeID):
		return nil
	}
	return fault.New(fault.Forbidden, "", "You may answer only in your own name.").Because(access.ErrRefused)
}

func (s *Service) signature(ctx context.Context, a access.Actor, file uuid.UUID) (record.Digest, error) {
	if file == uuid.Nil {
		return record.Digest{}, nil
	}
	f, err := s.file(ctx, a, access.OpCreateFile, file)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && f.Purpose != PurposeSignature) {
		return record.Digest{}, fault.At("/signature_file_id", "unknown", "There is no such picture of a signature.")
	}
	return f.Digest, err
}

// SignOffs lists the answers to the latest version of a certificate. Fails as NotFound.
func (s *Service) SignOffs(ctx context.Context, a access.Actor, certificate uuid.UUID) ([]SignOff, error) {
	c, err := s.load(ctx, a, access.OpListSignOffs, certificate)
	if err != nil || c.VersionID == uuid.Nil {
		return nil, err
	}
	return s.Store.SignOffs(ctx, c.VersionID)
}
