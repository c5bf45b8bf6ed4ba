package store_test

import (
	"testing"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// TestListsOfMeetingsAndAssignmentsTakeAsManyQueriesHoweverLongTheyAre counts what is sent for one item and for twenty.
func TestListsOfMeetingsAndAssignmentsTakeAsManyQueriesHoweverLongTheyAre(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		sent := s.Statements(t)
		all := func(limit int) map[string]int {
			counts := map[string]int{}
			count := func(what string, read func() (int, error)) {
				before := len(*sent)
				n, err := read()
				must(t, err)
				if n != limit {
					t.Fatalf("%d %s, not %d", n, what, limit)
				}
				counts[what] = len(*sent) - before
			}
			page := record.Page{Limit: limit}
			count("assignments", func() (int, error) {
				list, err := s.Assignments().List(t.Context(), programme.AssignmentFilter{Cohort: w.cohort.ID, Sight: access.Everything()}, page)
				return len(list.Items), err
			})
			count("meetings", func() (int, error) {
				list, err := s.Meetings().List(t.Context(), programme.MeetingFilter{Cohort: w.cohort.ID, Sight: access.Everything()}, page)
				return len(list.Items), err
			})
			count("offers", func() (int, error) {
				offers, err := s.Offers(t.Context(), w.enrolment)
				return min(len(offers), limit), err
			})
			return counts
		}
		for range 20 {
			a := programme.Assignment{Meta: fresh(), EnrolmentID: w.enrolment.ID, ProgrammeID: w.programme.ID, AssessorID: w.addPerson("A").ID}
			must(t, s.Assignments().Insert(t.Context(), a))
			m := w.meeting
			m.Meta, m.People = fresh(), []uuid.UUID{w.addPerson("G").ID}
			must(t, s.Meetings().Insert(t.Context(), m))
		}
		one, twenty := all(1), all(20)
		for what, n := range one {
			if twenty[what] != n || n == 0 {
				t.Errorf("%s: %d queries for one, %d for twenty", what, n, twenty[what])
			}
		}
	})
}
