package programme

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// MeetingStore is what meetings need of the database.
type MeetingStore interface {
	Meetings() record.Table[Meeting, MeetingFilter]
	Notes() record.Table[Note, NoteFilter]
	// DeleteNote removes a note for good.
	DeleteNote(ctx context.Context, id uuid.UUID) error
	// Seats gives the participants of those of the enrolments that are in the cohort or take part in the meeting already.
	Seats(ctx context.Context, m Meeting) (map[uuid.UUID]uuid.UUID, error)
	// Offers lists who took part in the panels of the enrolment, each once, in the order in which they are first named.
	Offers(ctx context.Context, e Enrolment) ([]Offer, error)
	// Names gives the names of people; unknown ones are left out.
	Names(ctx context.Context, people []uuid.UUID) (map[uuid.UUID]string, error)
}

// CreateMeeting adds a meeting to a cohort. Fails as Invalid, NotFound, or Conflict when the cohort is archived.
func (s *Service) CreateMeeting(ctx context.Context, a access.Actor, cohort uuid.UUID, fields MeetingFields) (Meeting, error) {
	if err := a.Permit(access.OpCreateMeeting); err != nil {
		return Meeting{}, err
	}
	c, err := s.Store.Cohorts().Get(ctx, cohort)
	if err != nil {
		return Meeting{}, err
	}
	if err := s.permitCohort(ctx, a, access.OpCreateMeeting, c); err != nil {
		return Meeting{}, err
	}
	if c.Archived {
		return Meeting{}, archived("cohort")
	}
	if fields, err = fields.checked(); err != nil {
		return Meeting{}, err
	}
	m := Meeting{Meta: s.fresh(), MeetingFields: fields, CohortID: c.ID, ProgrammeID: c.ProgrammeID}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if err := s.attend(ctx, &m); err != nil {
			return err
		}
		return insert(ctx, s, a, s.Store.Meetings(), m, meetingMark(access.OpCreateMeeting, m), nil)
	})
	return m, err
}

// attend finds the participants of a meeting, and refuses people who cannot take part.
func (s *Service) attend(ctx context.Context, m *Meeting) error {
	seats, err := s.Store.Seats(ctx, *m)
	if err != nil {
		return err
	}
	m.Participants = nil
	for _, e := range m.Enrolments {
		person, ok := seats[e]
		if !ok {
			return errUnknownSeat()
		}
		m.Participants = append(m.Participants, person)
	}
	names, err := s.Store.Names(ctx, m.People)
	if err != nil {
		return err
	}
	for _, p := range m.People {
		if _, known := names[p]; !known {
			return fault.At("/person_ids", "unknown", "There is no such person.")
		}
		if slices.Contains(m.Participants, p) {
			return fault.At("/person_ids", "duplicate", "%s takes part as a participant already.", names[p])
		}
	}
	return nil
}

// Meeting gives one meeting: to staff and to those who take part. Fails as NotFound.
func (s *Service) Meeting(ctx context.Context, a access.Actor, id uuid.UUID) (Meeting, error) {
	return s.meeting(ctx, a, access.OpGetMeeting, id)
}

// meeting loads a meeting that the actor may use for the operation.
func (s *Service) meeting(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Meeting, error) {
	if err := a.Permit(op); err != nil {
		return Meeting{}, err
	}
	m, err := s.Store.Meetings().Get(ctx, id)
	if err != nil {
		return Meeting{}, err
	}
	return m, a.PermitOn(op, m.object())
}

// ListMeetings gives a page of meetings: to those who take part the ones in which they do.
func (s *Service) ListMeetings(ctx context.Context, a access.Actor, filter MeetingFilter, page record.Page) (_ record.List[Meeting], err error) {
	if filter.Sight, err = a.See(access.OpListMeetings); err != nil {
		return record.List[Meeting]{}, err
	}
	return s.Store.Meetings().List(ctx, filter, page)
}

// ChangeMeeting lets edit set fields; it archives and restores too. Who takes part already may stay, also when their
// enrolment has moved to another cohort. Fails as NotFound, Stale or Invalid.
func (s *Service) ChangeMeeting(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*MeetingFields)) (Meeting, error) {
	if err := a.Permit(access.OpUpdateMeeting); err != nil {
		return Meeting{}, err
	}
	permit := func(_ context.Context, m Meeting) error { return a.PermitOn(access.OpUpdateMeeting, m.object()) }
	return revise(ctx, s, a, s.Store.Meetings(), id, match, permit, func(ctx context.Context, m *Meeting) (*mark, error) {
		fields, err := edited(m.MeetingFields, edit, MeetingFields.checked)
		if err != nil || fields.equal(m.MeetingFields) {
			return nil, err
		}
		m.MeetingFields = fields
		if err := s.attend(ctx, m); err != nil {
			return nil, err
		}
		changed := meetingMark(access.OpUpdateMeeting, *m)
		return &changed, nil
	})
}

func meetingMark(op access.Operation, m Meeting) mark {
	return mark{op, access.Ref{Kind: "meeting", ID: m.ID}, m.ProgrammeID, map[string]string{"kind": string(m.Kind)}}
}

// Offers lists who took part in the panels of an enrolment's cohort and is no assessor of it, or not named as signatory, yet.
// The participant is never among them. Fails as NotFound.
func (s *Service) Offers(ctx context.Context, a access.Actor, enrolment uuid.UUID) ([]Offer, error) {
	e, err := s.enrolment(ctx, a, access.OpListOffers, enrolment)
	if err != nil {
		return nil, err
	}
	offers, err := s.Store.Offers(ctx, e)
	settled := func(o Offer) bool { return o.Assessor && o.Signatory }
	return slices.DeleteFunc(offers, settled), err
}
