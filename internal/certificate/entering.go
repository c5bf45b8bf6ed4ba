package certificate

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

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
