package programme

import (
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Conflict is an assessor's answer to the question about a conflict of interest.
type Conflict string

// The answers; holding several roles in a programme is no conflict.
const (
	ConflictUnanswered Conflict = "unanswered"
	ConflictNone       Conflict = "none"
	ConflictDeclared   Conflict = "declared"
)

// Assignment makes a person assessor of an enrolment.
type Assignment struct {
	record.Meta
	AssignmentFields
	EnrolmentID   uuid.UUID
	ProgrammeID   uuid.UUID
	AssessorID    uuid.UUID
	ParticipantID uuid.UUID // for reading only, the store brings it
	Progress      Progress  // likewise
}

// AssignmentFields is what may be changed of an assignment.
type AssignmentFields struct {
	DueOn        civil.Date
	Conflict     Conflict
	ConflictNote string
	Archived     bool // ended: what was written stays, nothing new can be
}

// AssignmentFilter narrows a list of assignments.
type AssignmentFilter struct {
	Programme uuid.UUID
	Cohort    uuid.UUID // in which the enrolment is now
	Enrolment uuid.UUID
	Assessor  uuid.UUID
	Archived  *bool
	Sight     access.Sight
}

func (a AssignmentFields) checked() (AssignmentFields, error) {
	var f text.Form
	if a.Conflict == "" {
		a.Conflict = ConflictUnanswered
	}
	a.Conflict = text.OneOf(&f, "/conflict", a.Conflict, ConflictUnanswered, ConflictNone, ConflictDeclared)
	a.ConflictNote = f.OptionalProse("/conflict_note", a.ConflictNote, 2000)
	return a, f.Err()
}

// FeedbackState is how far a feedback has come.
type FeedbackState string

// The states of a feedback. A draft is its author's alone.
const (
	FeedbackDraft     FeedbackState = "draft"
	FeedbackSubmitted FeedbackState = "submitted"
	FeedbackWithdrawn FeedbackState = "withdrawn"
)

// Feedback is one assessor's text on one enrolment, with or without a theme.
type Feedback struct {
	record.Meta
	FeedbackFields
	EnrolmentID uuid.UUID
	ProgrammeID uuid.UUID
	AssessorID  uuid.UUID
	State       FeedbackState
	WrittenBy   uuid.UUID // access.Actor.Hand of whoever held the pen; Nil for the system
	TakenDown   bool      // written by another in the assessor's name; quotable once confirmed
	ConfirmedAt time.Time
	SubmittedAt time.Time
	WritingID   uuid.UUID // the latest submitted text, Nil for a draft
}

// FeedbackFields is what may be changed of a feedback.
type FeedbackFields struct {
	ThemeID     uuid.UUID
	MeetingID   uuid.UUID // at which it was said, such as the panel; or Nil
	Text        string
	Disciplines framework.Codes // of the edition that the cohort pins, beside those of the theme
}

// Quotation is a place in a certificate that draws on a feedback.
type Quotation struct {
	Certificate uuid.UUID
	Name        string // whose certificate it is
	Heading     string // of the section
}

// FeedbackFilter narrows a list of feedback.
type FeedbackFilter struct {
	Enrolment uuid.UUID
	Assessor  uuid.UUID
	Meeting   uuid.UUID // at which it was said
	State     FeedbackState
	// Viewer leaves out drafts that are not the actor's: a draft is its author's alone.
	Viewer access.Actor
	Sight  access.Sight
}

func (fb FeedbackFields) checked() (FeedbackFields, error) {
	var f text.Form
	fb.Text = f.Prose("/text", fb.Text, 20_000)
	fewDisciplines(&f, fb.Disciplines)
	return fb, f.Err()
}

// Quotable says whether a certificate may draw on it.
func (fb Feedback) Quotable() bool {
	return fb.State == FeedbackSubmitted && (!fb.TakenDown || !fb.ConfirmedAt.IsZero())
}

// WrittenFor says whether the actor is the author: wrote it, or it is written in the actor's name.
func (fb Feedback) WrittenFor(a access.Actor) bool {
	return a.Is(fb.AssessorID) || (a.Hand() != uuid.Nil && a.Hand() == fb.WrittenBy) ||
		(a.Kind == access.KindSystem && fb.WrittenBy == uuid.Nil)
}

// submit makes a draft binding.
func (fb *Feedback) submit(now time.Time) error {
	if fb.State != FeedbackDraft {
		return fault.New(fault.Conflict, "feedback_state", "Only a draft can be submitted; this is %s.", fb.State)
	}
	fb.State, fb.SubmittedAt = FeedbackSubmitted, now
	return nil
}

// Writing is one submitted state of a text, kept for good: what a certificate's passages name as their source.
type Writing struct {
	ID          uuid.UUID
	Kind        WritingKind
	OwnerID     uuid.UUID // the feedback or the project
	EnrolmentID uuid.UUID
	AssessorID  uuid.UUID // Nil for a project's
	ThemeID     uuid.UUID
	Number      int // 1, 2, ... of the owner
	Text        string
	At          time.Time
}

// WritingKind says what a writing is a state of.
type WritingKind string

// The kinds of writing.
const (
	WritingFeedback WritingKind = "feedback"
	WritingProject  WritingKind = "project"
)
