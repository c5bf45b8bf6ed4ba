package programme

import (
	"slices"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// MeetingKind says what a meeting is for.
type MeetingKind string

// The kinds of meeting.
const (
	Session  MeetingKind = "session"  // of the cohort
	Coaching MeetingKind = "coaching" // of one participant, or a few
	Panel    MeetingKind = "panel"    // closes the year; its guests are offered as assessors and signatories
)

// Meeting is a day on which people of a cohort met.
type Meeting struct {
	record.Meta
	MeetingFields
	CohortID     uuid.UUID
	ProgrammeID  uuid.UUID
	Participants []uuid.UUID // the people of Enrolments, in the same order
}

// MeetingFields is what may be changed of a meeting.
type MeetingFields struct {
	Kind       MeetingKind
	On         civil.Date
	Enrolments []uuid.UUID // whose participants take part; a panel that names none is for the whole cohort
	People     []uuid.UUID // who else takes part: guests, coaches, assessors, staff
	Archived   bool
}

// MeetingFilter narrows a list of meetings.
type MeetingFilter struct {
	Programme uuid.UUID
	Cohort    uuid.UUID
	Enrolment uuid.UUID // only those in which this participant takes part
	Person    uuid.UUID // only those in which this person does, as a participant or otherwise
	Kind      MeetingKind
	Archived  *bool
	Sight     access.Sight
}

// maxAttending is how many participants, and how many others, one meeting names.
const maxAttending = 200

func (m MeetingFields) checked() (MeetingFields, error) {
	var f text.Form
	m.Kind = text.OneOf(&f, "/kind", m.Kind, Session, Coaching, Panel)
	if m.On.IsZero() {
		f.Refuse("/on", "required", "Say on which day this is.")
	}
	m.Enrolments = distinct(&f, "/enrolment_ids", m.Enrolments)
	m.People = distinct(&f, "/person_ids", m.People)
	return m, f.Err()
}

// distinct reads a list of ids in which none stands twice.
func distinct(f *text.Form, pointer string, ids []uuid.UUID) []uuid.UUID {
	seen := map[uuid.UUID]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	switch {
	case len(ids) > maxAttending:
		f.Refuse(pointer, "too_many", "Name fewer: a meeting has at most 200.")
	case len(seen) < len(ids):
		f.Refuse(pointer, "duplicate", "Name everybody once.")
	}
	return ids
}

// equal says whether two states of a meeting are the same.
func (m MeetingFields) equal(n MeetingFields) bool {
	return m.Kind == n.Kind && m.On == n.On && m.Archived == n.Archived &&
		slices.Equal(m.Enrolments, n.Enrolments) && slices.Equal(m.People, n.People)
}

// object is what the policy knows of a meeting: those who take part see it.
func (m Meeting) object() access.Object {
	return access.Object{
		Kind: "meeting", Reading: access.OpGetMeeting, Programme: m.ProgrammeID, Present: slices.Concat(m.Participants, m.People),
	}
}

// Note is what somebody noted on a meeting: theirs alone until they share it with those who see the meeting.
type Note struct {
	record.Meta
	NoteFields
	MeetingID   uuid.UUID
	ProgrammeID uuid.UUID
	Author      uuid.UUID // the person, or the token that acts for nobody; Nil for the system
}

// NoteFields is what may be changed of a note.
type NoteFields struct {
	Text   string
	Shared bool
}

// NoteFilter narrows a list of notes to those of a meeting that are shared or the reader's own.
type NoteFilter struct {
	Meeting uuid.UUID
	Reader  uuid.UUID // as Note.Author names them
}

func (n NoteFields) checked() (NoteFields, error) {
	var f text.Form
	n.Text = f.Prose("/text", n.Text, 20_000)
	return n, f.Err()
}

// by says whether the note is the actor's own.
func (n Note) by(a access.Actor) bool {
	if n.Author == uuid.Nil {
		return a.Kind == access.KindSystem
	}
	return authorOf(a) == n.Author
}

// authorOf names whose note it is that the actor writes: also with a token that acts as a person it is that person's.
func authorOf(a access.Actor) uuid.UUID {
	if a.Role == access.RoleAssessor {
		return a.Person
	}
	return a.Hand()
}

// object is what the policy knows of a note on the meeting.
func (n Note) object(a access.Actor, m Meeting) access.Object {
	o := m.object()
	o.Kind, o.Reading, o.Mine = "note", access.OpGetMeetingNote, n.by(a)
	return o
}

// Offer is somebody who took part in a panel, and may assess or sign what the panel was about.
type Offer struct {
	Person    access.Person
	Panel     uuid.UUID // the latest in which they took part
	On        civil.Date
	Assessor  bool // is one already
	Signatory bool // is named as one already
}

// errUnknownSeat is the answer to naming an enrolment that is not the cohort's.
func errUnknownSeat() error {
	return fault.At("/enrolment_ids", "unknown", "Name enrolments of this cohort alone.")
}
