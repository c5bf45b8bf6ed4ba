package certificate

import (
	"context"
	"fmt"
	"time"

	"testamur/internal/access"
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
