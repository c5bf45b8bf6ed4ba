package programme_test

import (
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

var someDay = civil.Date{Year: 2015, Month: 5, Day: 4}

func (h *house) meet(f programme.MeetingFields) programme.Meeting {
	h.t.Helper()
	f.On = someDay
	m, err := h.CreateMeeting(h.t.Context(), office, h.cohort.ID, f)
	return must(h.t, m, err)
}

func ids(people ...access.Person) (out []uuid.UUID) {
	for _, p := range people {
		out = append(out, p.ID)
	}
	return out
}

func TestAMeetingIsSeenByThoseWhoTakePart(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		guest, other := h.person("Guest"), h.person("Other")
		m := h.meet(programme.MeetingFields{Kind: programme.Coaching, Enrolments: []uuid.UUID{h.enrolment.ID}, People: ids(guest)})
		participant := access.Person{}
		participant.ID = h.enrolment.PersonID
		for name, who := range map[string]struct {
			hand access.Actor
			sees bool
		}{
			"the participant": {handOf(participant), true}, "the guest": {handOf(guest), true}, "an assessor who was not there": {h.hand, false},
			"another": {handOf(other), false},
		} {
			_, err := h.Meeting(ctx, who.hand, m.ID)
			list, listed := h.ListMeetings(ctx, who.hand, programme.MeetingFilter{}, record.Page{Limit: 5})
			if (err == nil) != who.sees || listed != nil || (len(list.Items) == 1) != who.sees {
				h.t.Errorf("%s: %v; %d listed, %v", name, err, len(list.Items), listed)
			}
		}
	})
}

func TestWhoMovesToALaterCohortStaysInTheMeetingsOfTheEarlier(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		m := h.meet(programme.MeetingFields{Kind: programme.Session, Enrolments: []uuid.UUID{h.enrolment.ID}})
		moved, err := h.settle(h.enrolment, programme.Deferred)
		must(h.t, moved, err)
		later := h.newCohort(h.programme.ID, "2016")
		must(h.t, moved, second(h.ChangeEnrolment(ctx, office, moved.ID, at(moved.Meta), func(f *programme.EnrolmentFields) { f.CohortID = later.ID })))
		m, err = h.ChangeMeeting(ctx, office, m.ID, at(m.Meta), func(f *programme.MeetingFields) { f.People = ids(h.assessor) })
		if must(h.t, m, err); !slices.Equal(m.Enrolments, []uuid.UUID{h.enrolment.ID}) || m.Revision != 2 {
			h.t.Errorf("the meeting is %+v", m)
		}
		_, err = h.CreateMeeting(ctx, office, h.cohort.ID, programme.MeetingFields{Kind: programme.Session, On: someDay, Enrolments: m.Enrolments})
		refused(h.t, "a new one of the earlier cohort", err, fault.Invalid, "unknown")
	})
}

func TestAPanelsGuestsAreOfferedOnceUntilTheyAssessAndSign(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		other := h.enrol("Ana Lopes")
		guest, hers, both := h.person("Guest"), h.person("Hers"), h.person("Both")
		h.meet(programme.MeetingFields{Kind: programme.Session, People: ids(h.person("Not at a panel"))})
		h.meet(programme.MeetingFields{Kind: programme.Panel, People: ids(guest, h.assessor, both)})
		h.meet(programme.MeetingFields{Kind: programme.Panel, Enrolments: []uuid.UUID{other.ID}, People: ids(hers)})
		latest := h.meet(programme.MeetingFields{Kind: programme.Panel, People: []uuid.UUID{guest.ID, h.enrolment.PersonID}})
		h.assign(both)
		now := h.enrolment.CreatedAt
		c := certificate.Certificate{
			Meta: record.Meta{ID: newID(), Revision: 1, CreatedAt: now, ChangedAt: now}, State: certificate.Composing, EnrolmentID: h.enrolment.ID,
			CohortID: h.cohort.ID, ProgrammeID: h.programme.ID, Signatories: []certificate.Signatory{{ID: newID(), PersonID: both.ID, Name: "Both"}},
		}
		must(h.t, c, h.db.Certificates().Insert(ctx, c))
		offers, err := h.Offers(ctx, office, h.enrolment.ID)
		if must(h.t, offers, err); len(offers) != 2 || offers[0].Person.ID != guest.ID || offers[0].Panel != latest.ID || offers[0].Assessor ||
			offers[1].Person.ID != h.assessor.ID || !offers[1].Assessor || offers[1].Signatory {
			h.t.Errorf("for Olga: %+v", offers)
		}
		offers, err = h.Offers(ctx, office, other.ID)
		if must(h.t, offers, err); len(offers) != 5 {
			h.t.Errorf("for Ana: %+v", offers)
		}
	})
}

func TestANoteIsItsAuthorsWhateverTheySignInWith(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		m := h.meet(programme.MeetingFields{Kind: programme.Coaching, People: ids(h.assessor)})
		n, err := h.AddNote(ctx, h.hand, m.ID, programme.NoteFields{Text: "For myself."})
		must(h.t, n, err)
		account := access.Actor{Kind: access.KindAccount, ID: newID(), Person: h.assessor.ID}
		if _, err := h.Note(ctx, account, n.ID); err != nil {
			h.t.Errorf("signed in: %v", err)
		}
		for _, other := range []access.Actor{office, secretary, access.System("test")} {
			_, err := h.Note(ctx, other, n.ID)
			refused(h.t, other.Name, err, fault.NotFound, "")
			if list, err := h.ListNotes(ctx, other, m.ID, record.Page{Limit: 5}); err != nil || len(list.Items) > 0 {
				h.t.Errorf("%s lists %v, %v", other.Name, list.Items, err)
			}
		}
	})
}
