package store_test

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/personal"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

type noBlobs struct{}

func (noBlobs) Get(context.Context, record.Digest) ([]byte, error) {
	return nil, fault.Missing("file")
}
func (noBlobs) Remove(context.Context, record.Digest) error { return nil }

func TestAnExportAsksTheSameHoweverMuchThereIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Name: "Ana"}}
		must(t, s.People().Insert(ctx, p))
		house := programme.Programme{Meta: fresh()}
		must(t, s.Programmes().Insert(ctx, house))
		service := personal.Service{Store: s, Blobs: noBlobs{}, Journal: access.Journal{Store: s, Now: time.Now, NewID: newID}, Now: time.Now}
		sent := s.Statements(t)
		asked := func() int {
			*sent = nil
			must(t, service.Export(ctx, access.System("test"), p.ID, io.Discard))
			return len(*sent)
		}
		enrol := func(n int) {
			cohort := programme.Cohort{Meta: fresh(), ProgrammeID: house.ID, CohortFields: programme.CohortFields{Name: fmt.Sprint(n)}}
			must(t, s.Cohorts().Insert(ctx, cohort))
			e := programme.Enrolment{Meta: fresh(), PersonID: p.ID, ProgrammeID: house.ID, EnrolmentFields: programme.EnrolmentFields{CohortID: cohort.ID}}
			must(t, s.Enrolments().Insert(ctx, e))
			must(t, s.Projects().Insert(ctx, programme.Project{Meta: fresh(), EnrolmentID: e.ID, ProgrammeID: house.ID}))
			for range 5 {
				must(t, s.LogEntries().Insert(ctx, programme.LogEntry{Meta: fresh(), EnrolmentID: e.ID, ProgrammeID: house.ID}))
			}
		}
		enrol(1)
		one := asked()
		for n := range 6 {
			enrol(n + 2)
		}
		if seven := asked(); seven != one || one == 0 {
			t.Errorf("for one enrolment %d statements, for seven %d", one, seven)
		}
	})
}
