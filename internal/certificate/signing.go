package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Answer is what a signatory says of the text that is out for signing.
type Answer struct {
	SignatoryID   uuid.UUID
	Decision      Decision
	Reason        string // required for a refusal
	TextDigest    record.Digest
	SignatureFile uuid.UUID // picture to stand in the signature's place, or Nil
	Code          string    // that was mailed to a guest at the moment of signing
}

// RecordSignOff records a signatory's answer to exactly one text: it names the signatory, and the actor who recorded it.
// Fails as NotFound, Invalid, or Conflict when the text changed, is not out for signing, or was signed by them already.
func (s *Service) RecordSignOff(ctx context.Context, a access.Actor, certificate uuid.UUID, answer Answer) (SignOff, error) {
	var so SignOff
	if err := s.proved(ctx, a, certificate, answer); err != nil {
		return SignOff{}, err
	}
	err := s.Store.Update(ctx, func(ctx context.Context) error {
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
		c.ChangedAt = s.Now()
		if err := s.Store.SaveStanding(ctx, &c); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, access.OpRecordSignOff, access.Ref{Kind: kind, ID: c.ID}, c.ProgrammeID, map[string]string{
			"signatory": so.SignatoryID.String(), "decision": string(so.Decision), "text_digest": so.TextDigest.String(),
		})
	})
	return so, err
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

func (s *Service) answered(ctx context.Context, a access.Actor, v Version, answer Answer) (SignOff, error) {
	signatory, err := v.signatory(answer.SignatoryID)
	if err != nil {
		return SignOff{}, err
	}
	if err := s.maySign(a, v, signatory); err != nil {
		return SignOff{}, err
	}
	if answer.TextDigest != v.TextDigest {
		return SignOff{}, fault.New(fault.Conflict, "text_changed", "This answer is for another text than the one that is out for signing. Read it again.")
	}
	before, err := s.Store.SignOffs(ctx, v.ID)
	if err != nil {
		return SignOff{}, err
	}
	if last, ok := latest(before)[signatory.ID]; ok && last.Decision == Approved {
		return SignOff{}, fault.New(fault.Conflict, "already_signed", "%s has signed this text already.", signatory.Name)
	}
	so := SignOff{
		ID: s.NewID(), VersionID: v.ID, SignatoryID: signatory.ID, Signatory: signatory, TextDigest: v.TextDigest,
		SignatureFile: answer.SignatureFile, Recorder: a.Recorded(), At: s.Now(),
	}
	var f text.Form
	so.Decision = text.OneOf(&f, "/decision", answer.Decision, Approved, Declined)
	so.Reason = f.OptionalProse("/reason", answer.Reason, 2000)
	if so.Decision == Declined && so.Reason == "" {
		f.Refuse("/reason", "required", "Say why, so that the text can be mended.")
	}
	if err := f.Err(); err != nil {
		return SignOff{}, err
	}
	so.Signature, err = s.signature(ctx, a, answer.SignatureFile)
	return so, err
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
