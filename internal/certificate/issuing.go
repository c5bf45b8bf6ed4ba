package certificate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// issueLease is how long an issue holds a version. A time authority that does not answer is given up long before; after
// a crash the certificate waits this long until it can be issued again.
const issueLease = 2 * time.Minute

// Issue seals the version that is out for signing, stores it and enters it in the books; all or nothing. Sealing happens
// between two transactions: the first claims the version for a while, the second records the file. Asking again for what
// is issued already gives it again. Fails as NotFound, Stale, Conflict (with the rule that stands in the way, or
// in_progress), or Unavailable when the time authority does not answer: then the certificate stays in signing.
func (s *Service) Issue(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (Certificate, error) {
	claimed, done, err := s.claim(ctx, a, id, match)
	if err != nil {
		return Certificate{}, err
	}
	if done {
		return s.Store.Certificates().Get(ctx, id)
	}
	v, file, err := s.seal(ctx, &claimed)
	if err != nil {
		return Certificate{}, s.unclaim(ctx, claimed, err)
	}
	return s.enter(ctx, a, claimed.certificate, v, file)
}

// claimed is a version held for issuing, with the answers that allow it. Whatever is answered or changed meanwhile raises
// the revision of the certificate.
type claimed struct {
	certificate Certificate // whole once the file is kept, before that its standing alone
	version     Version
	answers     []SignOff
}

// claim checks the rules and takes the lease; done says that the certificate is issued already.
func (s *Service) claim(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (held claimed, done bool, err error) {
	err = s.Store.UpdateLoosely(ctx, func(ctx context.Context) error {
		held, done, err = s.hold(ctx, a, id, match)
		return err
	})
	return held, done, err
}

// hold is claim within a transaction. When it fails it has written nothing.
func (s *Service) hold(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (held claimed, done bool, err error) {
	if err := a.Permit(access.OpIssueCertificate); err != nil {
		return held, false, err
	}
	c, err := s.Store.Standing(ctx, id)
	if err != nil {
		return held, false, err
	}
	if !writes(a, c.ProgrammeID) { // the standing does not say enough for anybody else
		_, err := s.load(ctx, a, access.OpIssueCertificate, id)
		return held, false, err
	}
	if c.State == Issued {
		return claimed{certificate: c}, true, nil
	}
	if err := match.Check(c.Revision); err != nil {
		return held, false, err
	}
	if c.State != Signing {
		return held, false, c.refuseState("issued")
	}
	v, err := s.Store.Version(ctx, c.VersionID)
	if err != nil {
		return held, false, err
	}
	if v.issuing(s.Now()) {
		return held, false, errIssuing()
	}
	if err := s.mayBeAwarded(ctx, c.EnrolmentID); err != nil {
		return held, false, err
	}
	answers, err := s.Store.SignOffs(ctx, v.ID)
	if err != nil {
		return held, false, err
	}
	if err := v.issuable(answers); err != nil {
		return held, false, err
	}
	v.IssuingUntil = s.Now().Add(issueLease)
	return claimed{c, v, answers}, false, s.Store.LeaseVersion(ctx, v.ID, v.IssuingUntil)
}

func (s *Service) mayBeAwarded(ctx context.Context, enrolment uuid.UUID) error {
	state, err := s.Store.EnrolmentState(ctx, enrolment)
	if err != nil {
		return err
	}
	return awardable(state)
}

// unclaim gives the lease back after a failure, so that a retry need not wait; it returns the failure itself. It works
// even when the request was given up meanwhile.
func (s *Service) unclaim(ctx context.Context, held claimed, failure error) error {
	ctx = context.WithoutCancel(ctx)
	err := s.Store.Update(ctx, func(ctx context.Context) error {
		v, err := s.Store.Version(ctx, held.version.ID)
		if err != nil || !v.IssuingUntil.Equal(held.version.IssuingUntil) || v.State != VersionSigning {
			return err
		}
		return s.Store.LeaseVersion(ctx, v.ID, time.Time{})
	})
	if err != nil {
		return fmt.Errorf("%w (and the claim stays until it runs out: %w)", failure, err)
	}
	return failure
}

// seal makes the issued file. Nothing here is in the books yet.
func (s *Service) seal(ctx context.Context, held *claimed) (Version, IssuedFile, error) {
	v := held.version
	v.IssuedAt = s.Now()
	sealing := Sealing{At: v.IssuedAt, Name: cmp.Or(v.Facts.Institution, v.Facts.Programme), Reason: "Issued as " + PrintedSerial(v.Serial, v.Number)}
	base, err := s.Blobs.Get(ctx, v.Base.File)
	if err != nil {
		return v, IssuedFile{}, err
	}
	if sealing.Approvals, err = s.approvals(ctx, v, held.answers); err != nil {
		return v, IssuedFile{}, err
	}
	if v.Sealed, v.VersionDigest, err = canonical(v.sealed(held.answers)); err != nil {
		return v, IssuedFile{}, err
	}
	pdf, err := s.Press.Seal(ctx, base, sealing)
	if err != nil {
		return v, IssuedFile{}, err
	}
	file, err := s.keep(ctx, held, v, pdf)
	v.File, v.FileSize = file.Digest, file.Size
	return v, file, err
}

// keep stores the sealed file. While the disk is waited for it checks the file as a stranger would, before anything says
// that it was issued (one that fails is never entered, and swept), and reads the certificate whole for the answer.
func (s *Service) keep(ctx context.Context, held *claimed, v Version, pdf []byte) (IssuedFile, error) {
	file := IssuedFile{VersionID: v.ID, Size: int64(len(pdf)), At: v.IssuedAt}
	var proof error
	var meanwhile sync.WaitGroup
	meanwhile.Go(func() {
		var found Inspection
		if found, proof = proven(ctx, s.Press, v.Code, pdf); proof == nil {
			file.StampedUntil = found.reliedOnUntil(v.IssuedAt)
			proof = s.Store.Complement(ctx, &held.certificate)
		}
	})
	digest, err := s.Blobs.Put(ctx, pdf)
	meanwhile.Wait()
	file.Digest = digest
	return file, errors.Join(proof, err)
}

// inspector reads a file that claims to be ours.
type inspector interface {
	Inspect(ctx context.Context, file []byte) (Inspection, error)
}

// proven fails unless the sealed file is whole, ours and the version's whose code it is.
func proven(ctx context.Context, press inspector, code Code, file []byte) (Inspection, error) {
	found, err := press.Inspect(ctx, file)
	if err == nil && (!found.Sealed || found.Code != code) {
		err = fault.New(fault.Internal, "", "The sealed file did not verify; nothing was entered.").Because(fmt.Errorf("code %q, doubt: %s", found.Code, found.Doubt))
	}
	return found, err
}

// approvals are those of exactly this text, in the order of the signatories.
func (s *Service) approvals(ctx context.Context, v Version, answers []SignOff) ([]Approval, error) {
	counted := latest(answers)
	var out []Approval
	for i, signatory := range v.Signatories {
		a, ok := counted[signatory.ID]
		if !ok || a.Decision != Approved || a.TextDigest != v.TextDigest {
			continue
		}
		approval := Approval{Name: signatory.Name, Reason: a.statement(), InPerson: a.inPerson(), Place: v.Base.Places[i]}
		if a.Signature != (record.Digest{}) {
			var err error
			if approval.PNG, err = s.Blobs.Get(ctx, a.Signature); err != nil {
				return nil, err
			}
		}
		out = append(out, approval)
	}
	return out, nil
}

// enter records the issued file: the version is in force, the one before is superseded, the enrolment is completed. When
// sealing took longer than the lease, somebody may have answered or changed something since: then nothing is issued. The
// certificate is written first, as everywhere: on PostgreSQL two who wait for each other's locks would both wait in vain.
func (s *Service) enter(ctx context.Context, a access.Actor, c Certificate, v Version, file IssuedFile) (Certificate, error) {
	var e entered
	err := s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if e, err = s.write(ctx, c, v, file); err != nil {
			return err
		}
		return s.tell(ctx, a, e)
	})
	return e.certificate, err
}

// entered is an issue that is in the books, and whether it settled the outcome of the enrolment.
type entered struct {
	certificate Certificate
	settled     bool
}

// write is what enter writes but for the events, which come last in a transaction.
func (s *Service) write(ctx context.Context, c Certificate, v Version, file IssuedFile) (e entered, err error) {
	before := c
	c.State, c.IssuedID, c.CorrectionNote, c.ChangedAt = Issued, v.ID, "", s.Now()
	if err := s.Store.SaveStanding(ctx, &c); fault.CodeOf(err) == fault.Stale {
		return e, errOvertaken()
	} else if err != nil {
		return e, err
	}
	lease := v.IssuingUntil
	v.State, v.IssuingUntil = VersionIssued, time.Time{}
	if in, err := s.Store.EnterVersion(ctx, v, lease); err != nil {
		return e, err
	} else if !in {
		return e, errOvertaken()
	}
	if err := s.supersede(ctx, before, v); err != nil {
		return e, err
	}
	if err := s.Store.InsertIssuedFile(ctx, file); err != nil {
		return e, err
	}
	e.certificate = c
	e.settled, err = s.Store.CompleteEnrolment(ctx, c.EnrolmentID, s.Now()) // unless staff settled it already
	return e, err
}

// tell notes the events of an issue.
func (s *Service) tell(ctx context.Context, a access.Actor, e entered) error {
	c := e.certificate
	if e.settled {
		settled := map[string]string{"state": string(programme.Completed)}
		if err := s.Journal.Note(ctx, a, access.OpUpdateEnrolment, access.Ref{Kind: "enrolment", ID: c.EnrolmentID}, c.ProgrammeID, settled); err != nil {
			return err
		}
	}
	return s.note(ctx, a, access.OpIssueCertificate, c)
}

func errOvertaken() error {
	return fault.New(fault.Conflict, "in_progress", "This certificate was changed, or is being issued by somebody else. Read it again.")
}

func (s *Service) supersede(ctx context.Context, c Certificate, by Version) error {
	if c.IssuedID == uuid.Nil {
		return nil
	}
	old, err := s.Store.Version(ctx, c.IssuedID)
	if err != nil {
		return err
	}
	old.State, old.EndedAt, old.EndReason = VersionSuperseded, by.IssuedAt, c.CorrectionNote
	return s.Store.SaveVersion(ctx, old)
}

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
