package programme

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Store is what this package needs of the database.
type Store interface {
	record.Transactor
	MeetingStore
	FrameworkStore
	CoverageStore
	Programmes() record.Table[Programme, Filter]
	Themes() record.Table[Theme, ThemeFilter]
	Cohorts() record.Table[Cohort, CohortFilter]
	Enrolments() record.Table[Enrolment, EnrolmentFilter]
	Projects() record.Table[Project, ProjectFilter]
	LogEntries() record.Table[LogEntry, LogEntryFilter]
	Assignments() record.Table[Assignment, AssignmentFilter]
	Feedback() record.Table[Feedback, FeedbackFilter]
	People() record.Table[access.Person, access.PersonFilter]

	// DeleteFeedback removes a draft for good.
	DeleteFeedback(ctx context.Context, id uuid.UUID) error
	// AppendWriting keeps a submitted text.
	AppendWriting(ctx context.Context, w Writing) error
	// Writings lists the submitted states of a feedback or project, oldest first.
	Writings(ctx context.Context, owner uuid.UUID) ([]Writing, error)
	// Quotations lists where certificates that were not cancelled draw on the feedback, at most limit.
	Quotations(ctx context.Context, feedback uuid.UUID, limit int) ([]Quotation, error)
	// CohortByExternalID and EnrolmentByExternalID fail as NotFound.
	CohortByExternalID(ctx context.Context, externalID string) (Cohort, error)
	EnrolmentByExternalID(ctx context.Context, externalID string) (Enrolment, error)
	// ProjectOf gives the project of an enrolment; it fails as NotFound.
	ProjectOf(ctx context.Context, enrolment uuid.UUID) (Project, error)
	// Assigned says whether the person is an assessor of the enrolment whose assignment has not ended.
	Assigned(ctx context.Context, enrolment, person uuid.UUID) (bool, error)
	// Ties says whether a person is a participant or an assessor of anything in the programme or cohort of that id.
	Ties(ctx context.Context, column TieColumn, id, person uuid.UUID) (participant, assessor bool, err error)
	// CohortEnrolments and CohortAssignments list those of a cohort, the latter those that have not ended; PeopleByID and
	// PeopleKnownBy find people, the latter by external ids or e-mail addresses. Each is one query or two.
	CohortEnrolments(ctx context.Context, cohort uuid.UUID) ([]Enrolment, error)
	CohortAssignments(ctx context.Context, cohort uuid.UUID) ([]Assignment, error)
	PeopleByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]access.Person, error)
	PeopleKnownBy(ctx context.Context, externalIDs, emails []string) ([]access.Person, error)
	// OpenEnrolments gives those of a cohort whose outcome is still to come, at most limit.
	OpenEnrolments(ctx context.Context, cohort uuid.UUID, limit int) ([]Enrolment, error)
}

// People adds people and lets them in.
type People interface {
	CreatePerson(ctx context.Context, a access.Actor, fields access.PersonFields) (access.Person, error)
	InvitePerson(ctx context.Context, a access.Actor, person uuid.UUID) error
}

// Service carries out the use cases of this package.
type Service struct {
	Store   Store
	Journal access.Journal
	Guests  access.Guests // mails links and codes to assessors
	Now     func() time.Time
	NewID   func() uuid.UUID
	People  People   // needed for enrolling from a file alone
	Layouts []string // names of the certificate layouts that a programme may choose
}

// fresh is the meta data of something new.
func (s *Service) fresh() record.Meta {
	now := s.Now()
	return record.Meta{ID: s.NewID(), Revision: 1, CreatedAt: now, ChangedAt: now}
}

// mark is what an event says of a change.
type mark struct {
	op        access.Operation
	object    access.Ref
	programme uuid.UUID
	detail    map[string]string
}

// insert stores something new and its event in one transaction; check runs first in it.
func insert[T, F any](ctx context.Context, s *Service, a access.Actor, table record.Table[T, F], t T, m mark, check func(context.Context) error) error {
	return s.Store.Update(ctx, func(ctx context.Context) error {
		if check != nil {
			if err := check(ctx); err != nil {
				return err
			}
		}
		if err := table.Insert(ctx, t); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, m.op, m.object, m.programme, m.detail)
	})
}

// externalName reads the external id of an upsert, in the form in which it is stored.
func externalName(s string) (string, error) {
	var f text.Form
	s = f.Line("{external_id}", s, access.MaxExternalID)
	return s, f.Err()
}

// stored is an aggregate with Meta.
type stored[T any] interface {
	*T
	Head() *record.Meta
}

// revise loads, asks whether the actor may, checks the revision, applies the change and stores it with
// its event, in one transaction. apply gives nil when there is nothing to store.
func revise[T, F any, P stored[T]](
	ctx context.Context, s *Service, a access.Actor, table record.Table[T, F], id uuid.UUID, match record.Match,
	permit func(context.Context, T) error, apply func(context.Context, *T) (*mark, error),
) (T, error) {
	var t T
	err := s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if t, err = table.Get(ctx, id); err != nil {
			return err
		}
		if err := permit(ctx, t); err != nil {
			return err
		}
		if err := match.Check(P(&t).Head().Revision); err != nil {
			return err
		}
		m, err := apply(ctx, &t)
		if err != nil || m == nil {
			return err
		}
		P(&t).Head().ChangedAt = s.Now()
		if err := table.Update(ctx, &t); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, m.op, m.object, m.programme, m.detail)
	})
	return t, err
}
