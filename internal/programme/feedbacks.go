package programme

import (
	"context"
	"errors"
	"fmt"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// ChangeFeedback lets its author set the text. A submitted text stays submitted and gets a new revision; what was quoted
// keeps quoting the old one. Naming other disciplines alone leaves what is quoted as it is. Fails as NotFound, Stale, Invalid or Conflict.
func (s *Service) ChangeFeedback(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*FeedbackFields)) (Feedback, error) {
	return s.reviseFeedback(ctx, a, access.OpUpdateFeedback, id, match, func(ctx context.Context, fb *Feedback) error {
		if !fb.WrittenFor(a) {
			return fault.New(fault.Forbidden, "", "Only its author changes a feedback.")
		}
		if fb.State == FeedbackWithdrawn {
			return fault.New(fault.Conflict, "feedback_state", "A withdrawn feedback cannot be changed.")
		}
		fields, err := edited(fb.FeedbackFields, edit, FeedbackFields.checked)
		if err != nil || fields == fb.FeedbackFields {
			return err
		}
		if err := s.ofCohort(ctx, fb.EnrolmentID, fields.Disciplines, fb.Disciplines); err != nil {
			return err
		}
		quoted := fields.Text != fb.Text || fields.ThemeID != fb.ThemeID
		fb.FeedbackFields = fields
		if err := s.mayBeWritten(ctx, *fb); err != nil || fb.State == FeedbackDraft || !quoted {
			return err
		}
		if !a.Is(fb.AssessorID) {
			fb.TakenDown, fb.ConfirmedAt = true, time.Time{}
		}
		return s.keepFeedbackText(ctx, fb)
	})
}

// SubmitFeedback makes a draft binding: staff can see and quote it. Fails as NotFound, Stale or Conflict.
func (s *Service) SubmitFeedback(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (Feedback, error) {
	return s.reviseFeedback(ctx, a, access.OpSubmitFeedback, id, match, func(ctx context.Context, fb *Feedback) error {
		if err := fb.submit(s.Now()); err != nil {
			return err
		}
		if err := s.mayBeWritten(ctx, *fb); err != nil {
			return err
		}
		return s.keepFeedbackText(ctx, fb)
	})
}

// ConfirmFeedback is the assessor's word that what was taken down in their name is what they said. A guest proves with the
// code that was mailed that it is they. Fails as NotFound, Stale, Invalid or Conflict.
func (s *Service) ConfirmFeedback(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, code string) (Feedback, error) {
	if err := s.proved(ctx, a, id, match, code); err != nil {
		return Feedback{}, err
	}
	return s.reviseFeedback(ctx, a, access.OpConfirmFeedback, id, match, func(_ context.Context, fb *Feedback) error {
		if !a.Is(fb.AssessorID) {
			return fault.New(fault.Forbidden, "", "Only the assessor confirms what was taken down in their name.")
		}
		if fb.State != FeedbackSubmitted || !fb.TakenDown {
			return errNothingToConfirm()
		}
		fb.ConfirmedAt = s.Now()
		return nil
	})
}

// WithdrawFeedback takes a submitted feedback back, which is possible until a certificate quotes it. Fails as NotFound,
// Stale or Conflict.
func (s *Service) WithdrawFeedback(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (Feedback, error) {
	return s.reviseFeedback(ctx, a, access.OpWithdrawFeedback, id, match, func(ctx context.Context, fb *Feedback) error {
		if fb.State != FeedbackSubmitted {
			return fault.New(fault.Conflict, "feedback_state", "Only submitted feedback can be withdrawn; this is %s.", fb.State)
		}
		if err := s.unquoted(ctx, a, *fb); err != nil {
			return err
		}
		fb.State = FeedbackWithdrawn
		return nil
	})
}

// maxQuotations is how many places are named that quote what cannot be withdrawn.
const maxQuotations = 20

// unquoted fails as Conflict when a certificate draws on the feedback. Staff are told where: an unfinished certificate is no
// assessor's to know.
func (s *Service) unquoted(ctx context.Context, a access.Actor, fb Feedback) error {
	quotations, err := s.Store.Quotations(ctx, fb.ID, maxQuotations)
	if err != nil || len(quotations) == 0 {
		return err
	}
	if !a.Stands(access.Object{Programme: fb.ProgrammeID}, access.Admin, access.Staff) {
		return fault.New(fault.Conflict, "quoted", "A certificate quotes this feedback. Ask the staff of the programme to take the passage out first.")
	}
	refusal := fault.New(fault.Conflict, "quoted", "A certificate quotes this feedback. Take the passage out first.")
	for _, q := range quotations {
		refusal.Violations = append(refusal.Violations, fault.Violation{
			Reason: "quoted", Message: fmt.Sprintf("%s (certificate %s), under %q.", q.Name, q.Certificate, q.Heading),
		})
	}
	return refusal
}

// DeleteFeedback removes a draft for good. What was ever submitted is withdrawn instead. Fails as NotFound, Stale or
// Conflict.
func (s *Service) DeleteFeedback(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) error {
	return s.Store.Update(ctx, func(ctx context.Context) error {
		fb, err := s.feedback(ctx, a, access.OpDeleteFeedback, id)
		if err != nil {
			return err
		}
		if err := match.Check(fb.Revision); err != nil {
			return err
		}
		if fb.State != FeedbackDraft {
			return fault.New(fault.Conflict, "feedback_state", "Only a draft can be deleted. Withdraw this instead.")
		}
		if err := s.Store.DeleteFeedback(ctx, id); err != nil {
			return err
		}
		m := feedbackMark(access.OpDeleteFeedback, fb)
		return s.Journal.Note(ctx, a, m.op, m.object, m.programme, nil)
	})
}

// reviseFeedback applies a change that the policy permits to somebody who may know of the feedback.
func (s *Service) reviseFeedback(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, apply func(context.Context, *Feedback) error) (Feedback, error) {
	if err := a.Permit(op); err != nil {
		return Feedback{}, err
	}
	permit := func(_ context.Context, fb Feedback) error {
		if err := visible(a, op, fb); err != nil {
			return err
		}
		return fb.unchanged(match)
	}
	return revise(ctx, s, a, s.Store.Feedback(), id, match, permit, func(ctx context.Context, fb *Feedback) (*mark, error) {
		before := *fb
		if err := apply(ctx, fb); err != nil || *fb == before {
			return nil, err
		}
		m := feedbackMark(op, *fb)
		return &m, nil
	})
}

// unchanged fails as Stale when the text was changed since it was read, and hands over what stands there now: whoever has two
// windows open loses a word of neither.
func (fb Feedback) unchanged(match record.Match) error {
	err := match.Check(fb.Revision)
	if stale, ok := errors.AsType[*fault.Error](err); ok {
		stale.Stored = &fault.Stored{Revision: fb.Revision, At: fb.ChangedAt, Text: fb.Text}
	}
	return err
}

// keepFeedbackText appends the submitted text as a writing and makes it the one that is quoted from now on.
func (s *Service) keepFeedbackText(ctx context.Context, fb *Feedback) error {
	kept, err := s.Store.Writings(ctx, fb.ID)
	if err != nil {
		return err
	}
	fb.WritingID = s.NewID()
	return s.Store.AppendWriting(ctx, Writing{
		ID: fb.WritingID, Kind: WritingFeedback, OwnerID: fb.ID, EnrolmentID: fb.EnrolmentID,
		AssessorID: fb.AssessorID, ThemeID: fb.ThemeID, Number: len(kept) + 1, Text: fb.Text, At: s.Now(),
	})
}
