package store

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type meetingRow struct {
	Head
	CohortID    uuid.UUID
	ProgrammeID uuid.UUID
	Kind        string
	HeldOn      day
	Archived    bool
}

// TableName implements gorm's schema.Tabler.
func (meetingRow) TableName() string { return "meetings" }

// attendeeRow is somebody who takes part: a participant by their enrolment, or another.
type attendeeRow struct {
	MeetingID   uuid.UUID
	PersonID    uuid.UUID
	EnrolmentID reference
	Position    int
}

// TableName implements gorm's schema.Tabler.
func (attendeeRow) TableName() string { return "meeting_people" }

func packMeeting(m programme.Meeting) meetingRow {
	return meetingRow{
		Head: headOf(m.Meta), CohortID: m.CohortID, ProgrammeID: m.ProgrammeID, Kind: string(m.Kind), HeldOn: dayOf(m.On), Archived: m.Archived,
	}
}

func unpackMeeting(r meetingRow) programme.Meeting {
	return programme.Meeting{
		Meta: r.meta(), CohortID: r.CohortID, ProgrammeID: r.ProgrammeID,
		MeetingFields: programme.MeetingFields{Kind: programme.MeetingKind(r.Kind), On: r.HeldOn.date(), Archived: r.Archived},
	}
}

func packAttendees(m programme.Meeting) []attendeeRow {
	var rows []attendeeRow
	for i, person := range m.Participants {
		rows = append(rows, attendeeRow{m.ID, person, reference(m.Enrolments[i]), len(rows)})
	}
	for _, person := range m.People {
		rows = append(rows, attendeeRow{m.ID, person, reference{}, len(rows)})
	}
	return rows
}

func filterMeetings(c *conditions, f programme.MeetingFilter) {
	c.id("programme_id", f.Programme)
	c.id("cohort_id", f.Cohort)
	if f.Enrolment != uuid.Nil {
		c.and("id IN (SELECT meeting_id FROM meeting_people WHERE enrolment_id = ?)", f.Enrolment)
	}
	if f.Person != uuid.Nil {
		c.and("id IN (SELECT meeting_id FROM meeting_people WHERE person_id = ?)", f.Person)
	}
	c.text("kind", string(f.Kind))
	c.archived(f.Archived)
	c.sight(f.Sight, "programme_id", ties{access.Present: "id IN (SELECT meeting_id FROM meeting_people WHERE person_id = ?)"})
}

type meetings = table[programme.Meeting, programme.MeetingFilter, meetingRow, *programme.Meeting]

// Meetings implements programme.MeetingStore.
func (s *Store) Meetings() record.Table[programme.Meeting, programme.MeetingFilter] {
	return meetings{
		store: s, kind: "meeting", pack: packMeeting, unpack: unpackMeeting, filter: filterMeetings, load: s.loadAttendees, save: s.saveAttendees,
	}
}

// loadAttendees brings who takes part in many meetings, with one query.
func (s *Store) loadAttendees(ctx context.Context, meetings []programme.Meeting) error {
	rows, err := of[attendeeRow](ctx, s.db(ctx)).
		where("meeting_id IN ?", idsOf(meetings, func(m programme.Meeting) uuid.UUID { return m.ID })).order("meeting_id, position").find()
	if err != nil {
		return err
	}
	attending := map[uuid.UUID][]attendeeRow{}
	for _, r := range rows {
		attending[r.MeetingID] = append(attending[r.MeetingID], r)
	}
	for i := range meetings {
		m := &meetings[i]
		for _, r := range attending[m.ID] {
			if r.EnrolmentID == (reference{}) {
				m.People = append(m.People, r.PersonID)
				continue
			}
			m.Enrolments, m.Participants = append(m.Enrolments, uuid.UUID(r.EnrolmentID)), append(m.Participants, r.PersonID)
		}
	}
	return nil
}

func (s *Store) saveAttendees(ctx context.Context, m programme.Meeting) error {
	if _, err := of[attendeeRow](ctx, s.db(ctx)).where("meeting_id = ?", m.ID).remove(); err != nil {
		return err
	}
	rows := packAttendees(m)
	if len(rows) == 0 {
		return nil
	}
	return s.db(ctx).WithContext(ctx).CreateInBatches(&rows, rewriteBatch).Error
}

// Seats implements programme.MeetingStore.
func (s *Store) Seats(ctx context.Context, m programme.Meeting) (map[uuid.UUID]uuid.UUID, error) {
	seats := map[uuid.UUID]uuid.UUID{}
	if len(m.Enrolments) == 0 {
		return seats, nil
	}
	rows, err := of[enrolmentRow](ctx, s.db(ctx)).columns("id", "person_id").
		where("id IN ?", idsOf(m.Enrolments, func(id uuid.UUID) uuid.UUID { return id })).
		where("(cohort_id = ? OR id IN (SELECT enrolment_id FROM meeting_people WHERE meeting_id = ?))", m.CohortID, m.ID).find()
	for _, r := range rows {
		seats[r.ID] = r.PersonID
	}
	return seats, err
}

// Names implements programme.MeetingStore.
func (s *Store) Names(ctx context.Context, people []uuid.UUID) (map[uuid.UUID]string, error) {
	return s.names(ctx, people)
}
