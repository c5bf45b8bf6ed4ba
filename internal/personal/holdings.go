package personal

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Holdings reads what is held on a person. What may be long comes in pages: at most limit items after the one named, in
// the order of ids.
type Holdings interface {
	// Accounts are known by their person's id.
	Accounts() record.Table[account.Account, account.AccountFilter]
	Sessions(ctx context.Context, account uuid.UUID) ([]account.Session, error)
	PasskeysOf(ctx context.Context, account uuid.UUID) ([]account.Passkey, error)
	// EnrolmentsOf lists the enrolments of a person, oldest first.
	EnrolmentsOf(ctx context.Context, person uuid.UUID) ([]Enrolled, error)
	ProjectsOf(ctx context.Context, person uuid.UUID) ([]programme.Project, error)
	// ProjectWritings lists the earlier and present states of the person's projects.
	ProjectWritings(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.Writing, error)
	LogEntriesOf(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.LogEntry, error)
	// IssuedTo lists every version that ever was issued to the person.
	IssuedTo(ctx context.Context, person uuid.UUID) ([]Issued, error)
	// ShareLinks are links to certificates; those to a person's own are listed by the filter.
	ShareLinks() record.Table[certificate.ShareLink, certificate.ShareFilter]
	// Excerpts lists what handbooks quote, or asked to quote, of certificates; those that a person was asked about by the filter.
	Excerpts(ctx context.Context, filter excerpt.Filter, page record.Page) (record.List[excerpt.Excerpt], error)
	// MeetingsOf lists the meetings in which the person takes part.
	MeetingsOf(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.Meeting, error)
	// NotesOf lists the notes that the person wrote, and those that others shared on these meetings.
	NotesOf(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.Note, error)
	// AssignmentsTo lists those whose assessor the person is.
	AssignmentsTo(ctx context.Context, person, after uuid.UUID, limit int) ([]programme.Assignment, error)
	// FeedbackBy lists what the person wrote, or others took down in their name and finished.
	FeedbackBy(ctx context.Context, person, after uuid.UUID, limit int) ([]Written, error)
	// ReviewAnswersBy lists what the person was asked before certificates were signed, their own and those of others, with what
	// they said.
	ReviewAnswersBy(ctx context.Context, person, after uuid.UUID, limit int) ([]certificate.ReviewRequest, error)
	// SignOffsBy lists the answers that the person gave as a signatory.
	SignOffsBy(ctx context.Context, person, after uuid.UUID, limit int) ([]Signed, error)
	// ReadingsBy lists which versions the person read as a signatory.
	ReadingsBy(ctx context.Context, person uuid.UUID) ([]certificate.Reading, error)
	// SignaturesOf lists the pictures of the person's signature: what they signed with, and what they uploaded and nobody
	// else signed with.
	SignaturesOf(ctx context.Context, person uuid.UUID) ([]certificate.File, error)
	// EventsOf lists what the person did, and what was done to the person, their enrolments, projects and log entries, and,
	// once issued, to their certificates, and when they were asked to have passages printed; in the order of sequence.
	EventsOf(ctx context.Context, person uuid.UUID, after int64, limit int) ([]access.Event, error)
	// WorkOn lists what operations do to the person, or to somebody to whom they tie the person, such as their assessor.
	WorkOn(ctx context.Context, person, after uuid.UUID, limit int) ([]Worked, error)
	OriginsOf(ctx context.Context, person, after uuid.UUID, limit int) ([]Origin, error)
}
