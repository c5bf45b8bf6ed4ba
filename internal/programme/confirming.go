package programme

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// confirmingTime is how long the link works by which an assessor confirms what was taken down in their name.
const confirmingTime = 60 * 24 * time.Hour

// InviteAssessor mails the assessor the link to a feedback that was taken down in their name, so that they can confirm it
// without an account. Fails as NotFound or Conflict.
func (s *Service) InviteAssessor(ctx context.Context, a access.Actor, id uuid.UUID) error {
	return s.Store.Update(ctx, func(ctx context.Context) error {
		fb, err := s.feedback(ctx, a, access.OpInviteAssessor, id)
		if err != nil {
			return err
		}
		if !fb.awaitsConfirmation() {
			return errNothingToConfirm()
		}
		assessor, err := s.Store.People().Get(ctx, fb.AssessorID)
		if err != nil {
			return err
		}
		if assessor.Email == "" {
			return fault.New(fault.Conflict, "no_address", "%s has no e-mail address. Add one first.", assessor.Name)
		}
		about, err := s.Store.Enrolments().Get(ctx, fb.EnrolmentID)
		if err != nil {
			return err
		}
		p, err := s.Store.Programmes().Get(ctx, fb.ProgrammeID)
		if err != nil {
			return err
		}
		data := map[string]string{"participant": about.PersonName, "programme": p.Name, "by": a.Name}
		if err := s.Guests.Invite(ctx, access.LetterConfirming, assessor, fb.ref(), data, s.Now().Add(confirmingTime)); err != nil {
			return err
		}
		m := feedbackMark(access.OpInviteAssessor, fb)
		return s.Journal.Note(ctx, a, m.op, m.object, m.programme, m.detail)
	})
}

// SendConfirmationCode mails a guest the code that proves that it is they who confirm. Fails as NotFound, Conflict or Limited.
func (s *Service) SendConfirmationCode(ctx context.Context, a access.Actor, id uuid.UUID) error {
	fb, err := s.feedback(ctx, a, access.OpRequestConfirmationCode, id)
	if err != nil {
		return err
	}
	if !fb.awaitsConfirmation() {
		return errNothingToConfirm()
	}
	if err := s.Guests.SendCode(ctx, a, fb.ref(), map[string]string{"purpose": "confirm"}); err != nil {
		return err
	}
	m := feedbackMark(access.OpRequestConfirmationCode, fb)
	return s.Journal.Note(ctx, a, m.op, m.object, m.programme, m.detail)
}

// proved checks a guest's code and uses it up, once there is something to confirm, and before it is: a wrong code stays
// counted whatever comes after.
func (s *Service) proved(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, code string) error {
	if a.Kind != access.KindGuest {
		return nil
	}
	fb, err := s.feedback(ctx, a, access.OpConfirmFeedback, id)
	if err != nil {
		return err
	}
	if err := match.Check(fb.Revision); err != nil {
		return err
	}
	if !fb.awaitsConfirmation() {
		return errNothingToConfirm()
	}
	return s.Guests.CheckCode(ctx, a, fb.ref(), code)
}

func (fb Feedback) ref() access.Ref { return access.Ref{Kind: "feedback", ID: fb.ID} }

// awaitsConfirmation says whether it was taken down and the assessor has not said that this is what they said.
func (fb Feedback) awaitsConfirmation() bool {
	return fb.State == FeedbackSubmitted && fb.TakenDown && fb.ConfirmedAt.IsZero()
}

func errNothingToConfirm() error {
	return fault.New(fault.Conflict, "nothing_to_confirm", "Only submitted feedback that somebody else took down is confirmed.")
}
