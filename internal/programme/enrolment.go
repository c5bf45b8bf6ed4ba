package programme

import (
	"slices"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// EnrolmentState is where a participant stands.
type EnrolmentState string

// The states of an enrolment.
const (
	Invited    EnrolmentState = "invited"
	Active     EnrolmentState = "active"
	Completed  EnrolmentState = "completed"
	NotAwarded EnrolmentState = "not_awarded"
	Withdrawn  EnrolmentState = "withdrawn"
	Deferred   EnrolmentState = "deferred" // until moved into a later cohort, with project, log and feedback
)

// Open says whether the outcome is still to come, so that the cohort cannot be closed yet.
func (s EnrolmentState) Open() bool { return s == Invited || s == Active }

var enrolmentMoves = map[EnrolmentState][]EnrolmentState{
	Invited:    {Active, Withdrawn, Deferred},
	Active:     {Completed, NotAwarded, Withdrawn, Deferred},
	Completed:  {Active},
	NotAwarded: {Active},
	Withdrawn:  {Active},
	Deferred:   {Active, Withdrawn},
}

// LeaderKind is the kind of social learning leader that a participant is.
type LeaderKind string

// The kinds of leader; none need be said.
const (
	CommunityLeader LeaderKind = "community_or_network_leader"
	SystemsConvener LeaderKind = "systems_convener"
	Sponsor         LeaderKind = "sponsor"
	Enabler         LeaderKind = "enabler"
)

// Enrolment is a person in a cohort, unique a pair.
type Enrolment struct {
	record.Meta
	EnrolmentFields
	PersonID    uuid.UUID
	PersonName  string // for reading only; the store brings it
	ProgrammeID uuid.UUID
}

// EnrolmentFields is what may be changed of an enrolment. Changing the cohort defers a participant into another run of
// the same programme; everything that hangs on the enrolment goes along.
type EnrolmentFields struct {
	CohortID   uuid.UUID
	ExternalID string
	State      EnrolmentState
	LeaderKind LeaderKind
	Scale      string // at what scale they work, in words
}

// EnrolmentFilter narrows a list of enrolments.
type EnrolmentFilter struct {
	Programme  uuid.UUID
	Cohort     uuid.UUID
	Person     uuid.UUID
	Assessor   uuid.UUID // only those to whom this person is assigned
	ExternalID string
	State      EnrolmentState
	Sight      access.Sight
}

func (e EnrolmentFields) checked() (EnrolmentFields, error) {
	var f text.Form
	e.ExternalID = f.OptionalLine("/external_id", e.ExternalID, 200)
	e.Scale = f.OptionalLine("/scale", e.Scale, 200)
	if e.State == "" {
		e.State = Active
	}
	e.State = text.OneOf(&f, "/state", e.State, Invited, Active, Completed, NotAwarded, Withdrawn, Deferred)
	if e.LeaderKind != "" {
		e.LeaderKind = text.OneOf(&f, "/leader_kind", e.LeaderKind, CommunityLeader, SystemsConvener, Sponsor, Enabler)
	}
	return e, f.Err()
}

// Leads says whether a participant can come from one state into the other.
func (s EnrolmentState) Leads(to EnrolmentState) bool { return slices.Contains(enrolmentMoves[s], to) }

// move fails as Conflict when a participant cannot come from one state into the other.
func (s EnrolmentState) move(to EnrolmentState) error {
	if s == to || s.Leads(to) {
		return nil
	}
	return fault.New(fault.Conflict, "enrolment_state", "An enrolment that is %s cannot become %s.", s, to)
}

// Project is what a participant carries through the year; one an enrolment.
type Project struct {
	record.Meta
	ProjectFields
	EnrolmentID uuid.UUID
	ProgrammeID uuid.UUID
}

// ProjectFields is what may be changed of a project. Every change of the text is kept as a Writing.
type ProjectFields struct {
	Title   string
	Context string
	Aims    string
}

// ProjectFilter narrows a list of projects.
type ProjectFilter struct{ Enrolment uuid.UUID }

func (p ProjectFields) checked() (ProjectFields, error) {
	var f text.Form
	p.Title = f.Line("/title", p.Title, 300)
	p.Context = f.OptionalProse("/context", p.Context, 20_000)
	p.Aims = f.OptionalProse("/aims", p.Aims, 20_000)
	return p, f.Err()
}

// Text is what a certificate can draw on: the context, then the aims.
func (p ProjectFields) Text() string {
	switch {
	case p.Context == "":
		return p.Aims
	case p.Aims == "":
		return p.Context
	}
	return p.Context + "\n\n" + p.Aims
}

// LogEntry is a dated text of a project's learning log.
type LogEntry struct {
	record.Meta
	LogEntryFields
	EnrolmentID uuid.UUID
	ProgrammeID uuid.UUID
}

// LogEntryFields is what may be changed of a log entry.
type LogEntryFields struct {
	On          civil.Date
	Text        string
	Disciplines framework.Codes // of the edition that the cohort pins
	Archived    bool
}

// LogEntryFilter narrows a list of log entries.
type LogEntryFilter struct {
	Enrolment uuid.UUID
	Archived  *bool
}

func (l LogEntryFields) checked() (LogEntryFields, error) {
	var f text.Form
	l.Text = f.Prose("/text", l.Text, 20_000)
	fewDisciplines(&f, l.Disciplines)
	if l.On.IsZero() {
		f.Refuse("/on", "required", "Say on which day this was.")
	}
	return l, f.Err()
}
