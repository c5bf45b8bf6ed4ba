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
}

// RecordSignOff records a signatory's answer to exactly one text: it names the signatory, and the actor who recorded it.
// Fails as NotFound, Invalid, or Conflict when the text changed, is not out for signing, or was signed by them already.
func (s *Service) RecordSignOff(ctx context.Context, a access.Actor, certificate uuid.UUID, answer Answer) (SignOff, error) {
	var so SignOff
	err := s.Store.Update(ctx, func(ctx context.Context) error {
		c, v, err := s.outForSigning(ctx, a, certificate)
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
func (s *Service) outForSigning(ctx context.Context, a access.Actor, id uuid.UUID) (Certificate, Version, error) {
	if err := a.Permit(access.OpRecordSignOff, access.Signatory); err != nil {
		return Certificate{}, Version{}, err
	}
	c, err := s.Store.Certificates().Get(ctx, id)
	if err != nil {
		return c, Version{}, err
	}
	if err := a.PermitObject(access.OpRecordSignOff, kind, c.asks(a)...); err != nil {
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

// asks is signs, once the certificate was sent: before, it is nobody's but those who compose it.
func (c Certificate) asks(a access.Actor) []access.Relation {
	if c.VersionID == uuid.Nil {
		return nil
	}
	return c.signs(a)
}

// signs gives the relation of an actor who is one of the signatories.
func (c Certificate) signs(a access.Actor) []access.Relation {
	for _, s := range c.Signatories {
		if a.Is(s.PersonID) {
			return []access.Relation{access.Signatory}
		}
	}
	return nil
}

func (s *Service) answered(ctx context.Context, a access.Actor, v Version, answer Answer) (SignOff, error) {
	signatory, err := v.signatory(answer.SignatoryID)
	if err != nil {
		return SignOff{}, err
	}
	if a.Role == access.RoleAssessor && !a.Is(signatory.PersonID) {
		return SignOff{}, fault.New(fault.Forbidden, "", "You may answer only in your own name.")
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
		SignatureFile: answer.SignatureFile, Recorder: a, At: s.Now(),
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
	so.Signature, err = s.signature(ctx, answer.SignatureFile)
	return so, err
}

func (s *Service) signature(ctx context.Context, file uuid.UUID) (record.Digest, error) {
	if file == uuid.Nil {
		return record.Digest{}, nil
	}
	f, err := s.Store.Files().Get(ctx, file)
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
