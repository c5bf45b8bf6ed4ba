package store_test

import (
	"strconv"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/overview"
	"testamur/internal/programme"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// boardStatements is how many a board takes; its page takes those that find out who asks besides.
const boardStatements = 6

func TestABoardAndDutiesAskTheSameHoweverMuchThereIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := t.Context(), func() time.Time { return time.Date(2015, 12, 14, 12, 0, 0, 0, time.UTC) }
		house := programme.Programme{Meta: fresh(), Fields: programme.Fields{Name: "Coaching", TimeZone: "Europe/Lisbon"}}
		must(t, s.Programmes().Insert(ctx, house))
		cohort := programme.Cohort{Meta: fresh(), ProgrammeID: house.ID, CohortFields: programme.CohortFields{Name: "2015", State: programme.Running}}
		must(t, s.Cohorts().Insert(ctx, cohort))
		writer := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Name: "Etta"}}
		must(t, s.People().Insert(ctx, writer))
		enrol := func(n int) {
			p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Name: "Ana " + strconv.Itoa(n)}}
			must(t, s.People().Insert(ctx, p))
			e := programme.Enrolment{Meta: fresh(), PersonID: p.ID, ProgrammeID: house.ID, EnrolmentFields: programme.EnrolmentFields{CohortID: cohort.ID, State: programme.Active}}
			must(t, s.Enrolments().Insert(ctx, e))
			must(t, s.Assignments().Insert(ctx, programme.Assignment{
				Meta: fresh(), EnrolmentID: e.ID, ProgrammeID: house.ID, AssessorID: writer.ID,
				AssignmentFields: programme.AssignmentFields{DueOn: civil.Date{Year: 2015, Month: 12, Day: 1}, Conflict: programme.ConflictNone},
			}))
		}
		service := overview.Service{Store: s, Programmes: &programme.Service{Store: s}, Now: now}
		etta := access.Actor{Kind: access.KindAccount, Role: access.RoleAdmin, Person: writer.ID}
		sent := s.Statements(t)
		asked := func(want int) (board, duties int) {
			*sent = nil
			b, err := service.Board(ctx, etta, cohort.ID)
			must(t, err)
			if len(b.Seats) != want || b.Late() != want || b.Counts()[overview.StepProject] != want {
				t.Errorf("the board has %d seats, %d late: want %d", len(b.Seats), b.Late(), want)
			}
			board = len(*sent)
			list, err := service.Duties(ctx, etta)
			must(t, err)
			if len(list) != want+2 || list[0].Kind != overview.Feedback || !list[0].Late {
				t.Errorf("the duties are %+v", list)
			}
			return board, len(*sent) - board
		}
		enrol(1)
		board, duties := asked(1)
		for n := range 20 {
			enrol(n + 2)
		}
		if b, d := asked(21); b != board || d != duties || b == 0 || b > boardStatements || d == 0 {
			t.Errorf("for one %d and %d statements, for many %d and %d", board, duties, b, d)
		}
		t.Logf("a board takes %d statements, duties %d", board, duties)
	})
}
