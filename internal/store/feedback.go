package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type feedbackRow struct {
	Head
	EnrolmentID uuid.UUID
	ProgrammeID uuid.UUID
	AssessorID  uuid.UUID
	ThemeID     reference
	Text        string
	State       string
	WrittenBy   reference
	TakenDown   bool
	ConfirmedAt instant
	SubmittedAt instant
	WritingID   reference
	MeetingID   reference
	Disciplines string
}

// TableName implements gorm's schema.Tabler.
func (feedbackRow) TableName() string { return "feedback" }

func packFeedback(f programme.Feedback) feedbackRow {
	return feedbackRow{
		Head: headOf(f.Meta), EnrolmentID: f.EnrolmentID, ProgrammeID: f.ProgrammeID, AssessorID: f.AssessorID,
		ThemeID: reference(f.ThemeID), Text: f.Text, State: string(f.State), WrittenBy: reference(f.WrittenBy),
		TakenDown: f.TakenDown, ConfirmedAt: instant(f.ConfirmedAt), SubmittedAt: instant(f.SubmittedAt), WritingID: reference(f.WritingID),
		MeetingID: reference(f.MeetingID), Disciplines: string(f.Disciplines),
	}
}

func unpackFeedback(r feedbackRow) programme.Feedback {
	return programme.Feedback{
		Meta: r.meta(), EnrolmentID: r.EnrolmentID, ProgrammeID: r.ProgrammeID, AssessorID: r.AssessorID,
		FeedbackFields: programme.FeedbackFields{ThemeID: uuid.UUID(r.ThemeID), MeetingID: uuid.UUID(r.MeetingID), Text: r.Text, Disciplines: framework.Codes(r.Disciplines)},
		State:          programme.FeedbackState(r.State), WrittenBy: uuid.UUID(r.WrittenBy), TakenDown: r.TakenDown,
		ConfirmedAt: time.Time(r.ConfirmedAt), SubmittedAt: time.Time(r.SubmittedAt), WritingID: uuid.UUID(r.WritingID),
	}
}

func filterFeedback(c *conditions, f programme.FeedbackFilter) {
	c.id("enrolment_id", f.Enrolment)
	c.id("assessor_id", f.Assessor)
	c.id("meeting_id", f.Meeting)
	c.text("state", string(f.State))
	c.sight(f.Sight, "programme_id", ties{access.Author: "assessor_id = ?"})
	// What Feedback.WrittenFor says, for every draft of the list; nothing equals a null.
	c.and("(state <> ? OR assessor_id = ? OR written_by = ? OR (written_by IS NULL AND ?))", programme.FeedbackDraft,
		reference(f.Viewer.Person), reference(f.Viewer.Hand()), f.Viewer.Kind == access.KindSystem)
}

type feedback = table[programme.Feedback, programme.FeedbackFilter, feedbackRow, *programme.Feedback]

// Feedback implements programme.Store.
func (s *Store) Feedback() record.Table[programme.Feedback, programme.FeedbackFilter] {
	return feedback{store: s, kind: "feedback", pack: packFeedback, unpack: unpackFeedback, filter: filterFeedback}
}

// DeleteFeedback implements programme.Store.
func (s *Store) DeleteFeedback(ctx context.Context, id uuid.UUID) error {
	return s.Update(ctx, func(ctx context.Context) error {
		n, err := of[feedbackRow](ctx, s.db(ctx)).where("id = ?", id).remove()
		if err == nil && n == 0 {
			return fault.Missing("feedback")
		}
		return err
	})
}
