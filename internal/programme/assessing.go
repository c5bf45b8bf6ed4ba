package programme

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Assign makes a person assessor of an enrolment. Fails as NotFound, Invalid, or Conflict when they are
// already, or are archived.
func (s *Service) Assign(ctx context.Context, a access.Actor, enrolment, assessor uuid.UUID, fields AssignmentFields) (Assignment, error) {
	e, err := s.enrolment(ctx, a, access.OpCreateAssignment, enrolment)
	if err != nil {
		return Assignment{}, err
	}
	if fields, err = fields.checked(); err != nil {
		return Assignment{}, err
	}
	if assessor == e.PersonID {
		return Assignment{}, fault.At("/assessor_id", "self", "Nobody assesses their own project.")
	}
	as := Assignment{Meta: s.fresh(), AssignmentFields: fields, EnrolmentID: enrolment, ProgrammeID: e.ProgrammeID, AssessorID: assessor}
	return as, insert(ctx, s, a, s.Store.Assignments(), as, assignmentMark(access.OpCreateAssignment, as), func(ctx context.Context) error {
		_, err := s.somebody(ctx, "/assessor_id", assessor)
		return err
	})
}

// Assignment gives one assignment: to staff and to the assessor. Fails as NotFound.
func (s *Service) Assignment(ctx context.Context, a access.Actor, id uuid.UUID) (Assignment, error) {
	if err := a.Permit(access.OpGetAssignment); err != nil {
		return Assignment{}, err
	}
	as, err := s.Store.Assignments().Get(ctx, id)
	if err != nil {
		return Assignment{}, err
	}
	return as, a.PermitOn(access.OpGetAssignment, as.object())
}

// ListAssignments gives a page of assignments; an assessor gets their own.
func (s *Service) ListAssignments(ctx context.Context, a access.Actor, filter AssignmentFilter, page record.Page) (_ record.List[Assignment], err error) {
	if filter.Sight, err = a.See(access.OpListAssignments); err != nil {
		return record.List[Assignment]{}, err
	}
	return s.Store.Assignments().List(ctx, filter, page)
}

// ChangeAssignment lets edit set fields. The assessor may answer the question about a conflict of interest and nothing
// else. Fails as NotFound, Stale, Invalid or Forbidden.
func (s *Service) ChangeAssignment(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*AssignmentFields)) (Assignment, error) {
	if err := a.Permit(access.OpUpdateAssignment); err != nil {
		return Assignment{}, err
	}
	permit := func(_ context.Context, as Assignment) error {
		return a.PermitOn(access.OpUpdateAssignment, as.object())
	}
	return revise(ctx, s, a, s.Store.Assignments(), id, match, permit, func(_ context.Context, as *Assignment) (*mark, error) {
		fields, err := edited(as.AssignmentFields, edit, AssignmentFields.checked)
		if err != nil || fields == as.AssignmentFields {
			return nil, err
		}
		if !a.Stands(as.object(), access.Admin, access.Staff) && (fields.DueOn != as.DueOn || fields.Archived != as.Archived) {
			return nil, fault.New(fault.Forbidden, "", "Only staff set due dates and end assignments.")
		}
		as.AssignmentFields = fields
		m := assignmentMark(access.OpUpdateAssignment, *as)
		return &m, nil
	})
}

func assignmentMark(op access.Operation, as Assignment) mark {
	return mark{op: op, object: access.Ref{Kind: "assignment", ID: as.ID}, programme: as.ProgrammeID}
}

// WriteFeedback starts a feedback in an assessor's name, as a draft. Staff who write for an assessor take it down: it can
// be quoted once the assessor has confirmed it. The same words in the same place are begun once: while they are a draft of the
// actor's, that draft is given. Fails as NotFound, Invalid, or Conflict when the assessor is not assigned.
func (s *Service) WriteFeedback(ctx context.Context, a access.Actor, enrolment, assessor uuid.UUID, fields FeedbackFields) (Feedback, error) {
	e, err := s.enrolment(ctx, a, access.OpCreateFeedback, enrolment)
	if err != nil {
		return Feedback{}, err
	}
	if !a.Is(assessor) && !a.Stands(access.Object{Programme: e.ProgrammeID}, access.Admin, access.Staff) {
		return Feedback{}, fault.New(fault.Forbidden, "", "You may write only in your own name.")
	}
	if fields, err = fields.checked(); err != nil {
		return Feedback{}, err
	}
	fb := Feedback{
		Meta: s.fresh(), FeedbackFields: fields, EnrolmentID: enrolment, ProgrammeID: e.ProgrammeID,
		AssessorID: assessor, State: FeedbackDraft, WrittenBy: a.Hand(), TakenDown: !a.Is(assessor),
	}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if err := s.mayBeWritten(ctx, fb); err != nil {
			return err
		}
		if err := s.inCohort(ctx, e, fb.Disciplines, ""); err != nil {
			return err
		}
		if begun, err := s.begun(ctx, a, fb); err != nil || begun.ID != uuid.Nil {
			fb = begun
			return err
		}
		return insert(ctx, s, a, s.Store.Feedback(), fb, feedbackMark(access.OpCreateFeedback, fb), nil)
	})
	return fb, err
}

// begun gives the draft of the actor's that says the same in the same place, or the zero value. It locks the enrolment, so that
// of two who begin at once the second finds what the first began. The lock comes last: whoever changes a meeting holds that
// before its enrolments.
func (s *Service) begun(ctx context.Context, a access.Actor, fb Feedback) (Feedback, error) {
	if _, err := s.Store.Enrolments().Get(ctx, fb.EnrolmentID); err != nil {
		return Feedback{}, err
	}
	filter := FeedbackFilter{Enrolment: fb.EnrolmentID, Assessor: fb.AssessorID, State: FeedbackDraft, Viewer: a, Sight: access.Everything()}
	drafts, err := s.Store.Feedback().List(ctx, filter, record.Page{Limit: record.MaxPage})
	if err != nil {
		return Feedback{}, err
	}
	i := slices.IndexFunc(drafts.Items, func(x Feedback) bool { return x.WrittenBy == fb.WrittenBy && x.FeedbackFields == fb.FeedbackFields })
	if i < 0 {
		return Feedback{}, nil
	}
	return drafts.Items[i], nil
}

// mayBeWritten checks the assignment, the meeting, and that the theme is one of the enrolment's.
func (s *Service) mayBeWritten(ctx context.Context, fb Feedback) error {
	assigned, err := s.Store.Assigned(ctx, fb.EnrolmentID, fb.AssessorID)
	if err != nil {
		return err
	}
	if !assigned {
		return fault.New(fault.Conflict, "not_assigned", "This person is not an assessor of this participant. Assign them first.")
	}
	if err := s.mayBeSaidAt(ctx, fb); err != nil || fb.ThemeID == uuid.Nil {
		return err
	}
	t, err := s.Store.Themes().Get(ctx, fb.ThemeID)
	if fault.CodeOf(err) == fault.NotFound {
		return fault.At("/theme_id", "unknown", "There is no such theme.")
	}
	if err == nil && (t.ProgrammeID != fb.ProgrammeID || (t.EnrolmentID != uuid.Nil && t.EnrolmentID != fb.EnrolmentID)) {
		return fault.At("/theme_id", "other_programme", "This theme belongs to another programme or participant.")
	}
	return err
}

// mayBeSaidAt checks that the meeting at which it was said, if it names one, is one of the programme's.
func (s *Service) mayBeSaidAt(ctx context.Context, fb Feedback) error {
	if fb.MeetingID == uuid.Nil {
		return nil
	}
	m, err := s.Store.Meetings().Get(ctx, fb.MeetingID)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && m.ProgrammeID != fb.ProgrammeID) {
		return fault.At("/meeting_id", "unknown", "There is no such meeting of this programme.")
	}
	return err
}

func feedbackMark(op access.Operation, fb Feedback) mark {
	return mark{op, access.Ref{Kind: "feedback", ID: fb.ID}, fb.ProgrammeID, map[string]string{"state": string(fb.State)}}
}

// visible fails as NotFound when the actor may not know of the feedback: a draft is its author's alone.
func visible(a access.Actor, op access.Operation, fb Feedback) error {
	if fb.State == FeedbackDraft && !a.Stands(fb.object(a), access.Author) {
		return fault.Missing("feedback").Because(access.ErrRefused)
	}
	if err := a.PermitOn(op, fb.object(a)); err != nil {
		return err
	}
	if a.Kind == access.KindGuest && !slices.Contains(guestsMay, op) {
		return fault.New(fault.Forbidden, "", "By this link you read what was taken down, and confirm it. Ask whoever sent it to change it.").Because(access.ErrRefused)
	}
	return nil
}

// guestsMay is what an assessor may do who came by a mailed link: a link can be forwarded, so it changes nobody's words.
var guestsMay = []access.Operation{
	access.OpGetFeedback, access.OpListFeedbackRevisions, access.OpConfirmFeedback, access.OpRequestConfirmationCode,
}

// Feedback gives one feedback: a draft to its author alone. Fails as NotFound.
func (s *Service) Feedback(ctx context.Context, a access.Actor, id uuid.UUID) (Feedback, error) {
	return s.feedback(ctx, a, access.OpGetFeedback, id)
}

// feedback loads a feedback that the actor may use for the operation.
func (s *Service) feedback(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Feedback, error) {
	if err := a.Permit(op); err != nil {
		return Feedback{}, err
	}
	fb, err := s.Store.Feedback().Get(ctx, id)
	if err != nil {
		return Feedback{}, err
	}
	if err := visible(a, op, fb); err != nil {
		return Feedback{}, err
	}
	return fb, nil
}

// FeedbackWritings gives the submitted states of a feedback, oldest first. Fails as NotFound.
func (s *Service) FeedbackWritings(ctx context.Context, a access.Actor, id uuid.UUID) ([]Writing, error) {
	if _, err := s.feedback(ctx, a, access.OpListFeedbackRevisions, id); err != nil {
		return nil, err
	}
	return s.Store.Writings(ctx, id)
}

// ListFeedback gives a page of feedback; an assessor gets their own, and drafts come to their author alone.
func (s *Service) ListFeedback(ctx context.Context, a access.Actor, filter FeedbackFilter, page record.Page) (_ record.List[Feedback], err error) {
	if filter.Sight, err = a.See(access.OpListFeedback); err != nil {
		return record.List[Feedback]{}, err
	}
	filter.Viewer = a
	return s.Store.Feedback().List(ctx, filter, page)
}
