package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// atOnce runs fn n times at once and gives what each call gave.
func atOnce(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = fn(i) })
	}
	all.Wait()
	return errs
}

// outcomes counts errors by code and reason; "" is success.
func outcomes(errs []error) map[string]int {
	out := map[string]int{}
	for _, err := range errs {
		key := string(fault.CodeOf(err))
		if reason := fault.ReasonOf(err); reason != "" {
			key += "/" + reason
		}
		out[key]++
	}
	return out
}

func TestWhatWasNotReadAtItsLatestRevisionIsNotOverwritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		read := newWorld(t, s).person
		first, second := read, read
		first.Name, second.Name = "first", "second"
		must(t, s.People().Update(t.Context(), &first))
		if err := s.People().Update(t.Context(), &second); fault.CodeOf(err) != fault.Stale {
			t.Fatalf("the second change gave %v", err)
		}
		if second.Revision != 1 {
			t.Errorf("a change that failed raised the revision to %d", second.Revision)
		}
		got, err := s.People().Get(t.Context(), read.ID)
		must(t, err)
		if got != first || got.Revision != 2 {
			t.Errorf("stored is %+v", got)
		}
	})
}

func TestOfTwoChangesToOneRevisionAtOnceOneWins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		read := newWorld(t, s).person
		errs := atOnce(8, func(i int) error {
			mine := read
			mine.Name = fmt.Sprint(i)
			return s.People().Update(t.Context(), &mine)
		})
		if got := outcomes(errs); got[""] != 1 || got["stale"] != 7 {
			t.Errorf("got %v", got)
		}
	})
}

func TestReadingAndWritingInOneTransactionLosesNoChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		id := newWorld(t, s).programme.ID
		const writers, rounds = 8, 5
		errs := atOnce(writers, func(int) error {
			for range rounds {
				err := s.Update(t.Context(), func(ctx contextT) error {
					p, err := s.Programmes().Get(ctx, id)
					if err != nil {
						return err
					}
					p.RequiredSignOffs++
					return s.Programmes().Update(ctx, &p)
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if got := outcomes(errs); got[""] != writers {
			t.Fatalf("got %v", errs)
		}
		p, err := s.Programmes().Get(t.Context(), id)
		must(t, err)
		if p.RequiredSignOffs != writers*rounds || p.Revision != writers*rounds+1 {
			t.Errorf("%d changes and revision %d", p.RequiredSignOffs, p.Revision)
		}
	})
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, none := t.Context(), newID()
		p := access.Person{Meta: fresh()}
		_, byToken := s.TokenByHash(ctx, [32]byte{1})
		_, byExternal := s.PersonByExternalID(ctx, "x")
		_, cohort := s.CohortByExternalID(ctx, "x")
		_, enrolment := s.EnrolmentByExternalID(ctx, "x")
		_, project := s.ProjectOf(ctx, none)
		_, version := s.Version(ctx, none)
		_, status := s.Status(ctx, "X")
		_, _, issued := s.IssuedVersion(ctx, record.DigestOf(nil))
		_, material := s.Material(ctx, none)
		_, person := s.People().Get(ctx, none)
		for name, err := range map[string]error{
			"token": byToken, "person by external id": byExternal, "cohort": cohort, "enrolment": enrolment, "project": project,
			"version": version, "status": status, "issued version": issued, "material": material, "person": person,
			"updated person": s.People().Update(ctx, &p), "saved version": s.SaveVersion(ctx, certificate.Version{ID: none, SentAt: epoch}),
			"deleted feedback": s.DeleteFeedback(ctx, none), "retired key": s.RetireKey(ctx, none, epoch),
		} {
			if fault.CodeOf(err) != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestPagesNeitherRepeatNorSkipWhileRowsAreInserted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := &world{Store: s, t: t}
		var want, got []uuid.UUID
		for range 7 {
			want = append(want, w.addPerson("before").ID)
		}
		page := record.Page{Limit: 3}
		for {
			list, err := s.People().List(t.Context(), access.PersonFilter{}, page)
			must(t, err)
			if len(list.Items) > page.Limit {
				t.Fatalf("a page of %d has %d items", page.Limit, len(list.Items))
			}
			for _, p := range list.Items {
				got = append(got, p.ID)
			}
			if !list.More {
				break
			}
			page.After = got[len(got)-1]
			if len(want) < 10 {
				want = append(want, w.addPerson("meanwhile").ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("pages gave %v, inserted were %v", got, want)
		}
	})
}

func TestThePageThatIsExactlyFullIsTheLast(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := &world{Store: s, t: t}
		w.addPerson("one")
		w.addPerson("two")
		list, err := s.People().List(t.Context(), access.PersonFilter{}, record.Page{Limit: 2})
		must(t, err)
		if len(list.Items) != 2 || list.More {
			t.Errorf("%d items, more: %v", len(list.Items), list.More)
		}
	})
}

func TestReferencesToNothingAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		cohort := w.cohort
		cohort.Meta, cohort.ProgrammeID = fresh(), newID()
		enrolment := w.enrolment
		enrolment.Meta, enrolment.PersonID = fresh(), newID()
		changed := w.programme
		changed.LogoFile = newID()
		for name, err := range map[string]error{
			"cohort of no programme":  s.Cohorts().Insert(t.Context(), cohort),
			"enrolment of nobody":     s.Enrolments().Insert(t.Context(), enrolment),
			"programme with no logo":  s.Programmes().Update(t.Context(), &changed),
			"version of nothing":      s.InsertVersion(t.Context(), certificate.Version{ID: newID(), SentAt: epoch}),
			"sign-off for no version": s.InsertSignOff(t.Context(), certificate.SignOff{ID: newID(), VersionID: newID(), At: epoch}),
		} {
			if fault.CodeOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestListsAreNarrowedByTheirFilters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		ctx, page := t.Context(), record.Page{Limit: record.MaxPage}
		yes, no := true, false

		ben := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Name: "Ben", Email: "Ben@example.org", ExternalID: "hr-7", Archived: true}}
		must(t, s.People().Insert(ctx, ben))
		only(t, "by e-mail in another case", s.People(), access.PersonFilter{Email: "bEN@example.org"}, page, ben.ID)
		only(t, "by external id", s.People(), access.PersonFilter{ExternalID: "hr-7"}, page, ben.ID)
		only(t, "by id", s.People(), access.PersonFilter{IDs: []uuid.UUID{ben.ID, uuid.New()}}, page, ben.ID)
		only(t, "archived", s.People(), access.PersonFilter{Archived: &yes}, page, ben.ID)
		only(t, "archived and with another external id", s.People(), access.PersonFilter{Archived: &yes, ExternalID: "hr-8"}, page)

		own := programme.Theme{Meta: fresh(), ProgrammeID: w.programme.ID, EnrolmentID: w.enrolment.ID}
		must(t, s.Themes().Insert(ctx, own))
		only(t, "the catalogue", s.Themes(), programme.ThemeFilter{Programme: w.programme.ID, Sight: access.Everything()}, page, w.theme.ID)
		only(t, "with an enrolment's own", s.Themes(), programme.ThemeFilter{Programme: w.programme.ID, Enrolment: w.enrolment.ID, Sight: access.Everything()}, page, w.theme.ID, own.ID)
		only(t, "not archived", s.Themes(), programme.ThemeFilter{Archived: &no, Sight: access.Everything()}, page, w.theme.ID)

		only(t, "of another programme", s.Cohorts(), programme.CohortFilter{Programme: newID(), Sight: access.Everything()}, page)
		only(t, "cohorts of a programme", s.Cohorts(), programme.CohortFilter{Programme: w.programme.ID, Sight: access.Everything()}, page, w.cohort.ID)
		only(t, "cohorts in another state", s.Cohorts(), programme.CohortFilter{State: programme.Closed, Sight: access.Everything()}, page)

		other := w.enrol(ben)
		assignment := programme.Assignment{Meta: fresh(), EnrolmentID: other.ID, ProgrammeID: w.programme.ID, AssessorID: w.person.ID}
		must(t, s.Assignments().Insert(ctx, assignment))
		only(t, "enrolments of a person", s.Enrolments(), programme.EnrolmentFilter{Person: ben.ID, Sight: access.Everything()}, page, other.ID)
		only(t, "enrolments of an assessor", s.Enrolments(), programme.EnrolmentFilter{Assessor: w.person.ID, Sight: access.Everything()}, page, other.ID)
		only(t, "assignments of an assessor", s.Assignments(), programme.AssignmentFilter{Assessor: w.person.ID, Programme: w.programme.ID, Sight: access.Everything()}, page, assignment.ID)
		assignment.Archived = true
		must(t, s.Assignments().Update(ctx, &assignment))
		only(t, "enrolments of a former assessor", s.Enrolments(), programme.EnrolmentFilter{Assessor: w.person.ID, Sight: access.Everything()}, page)

		only(t, "files for another purpose", s.Files(), certificate.FileFilter{Purpose: certificate.PurposeSignature, Sight: certificate.FileSight{All: true}}, page)
		c := w.addCertificate()
		only(t, "the certificate of an enrolment", s.Certificates(), certificate.Filter{Enrolment: c.EnrolmentID, Sight: access.Everything()}, page, c.ID)
		only(t, "finished ones", s.Certificates(), certificate.Filter{Enrolment: c.EnrolmentID, Finished: true, Sight: access.Everything()}, page)
		c.IssuedID = w.addVersion(c).ID // it is being corrected
		must(t, s.Certificates().Update(ctx, &c))
		only(t, "issued ones", s.Certificates(), certificate.Filter{State: certificate.Issued, Finished: true, Sight: access.Everything()}, page, c.ID)
		only(t, "what strangers may not see", s.Certificates(), certificate.Filter{State: certificate.Composing, Finished: true, Sight: access.Everything()}, page)
		c.State = certificate.Revoked
		must(t, s.Certificates().Update(ctx, &c))
		only(t, "issued ones", s.Certificates(), certificate.Filter{State: certificate.Issued, Finished: true, Sight: access.Everything()}, page)
		only(t, "finished ones", s.Certificates(), certificate.Filter{Cohort: w.cohort.ID, Finished: true, Sight: access.Everything()}, page, c.ID)
		only(t, "by state", s.Certificates(), certificate.Filter{Programme: w.programme.ID, State: certificate.Revoked, Sight: access.Everything()}, page, c.ID)
	})
}

func only[T, F any, P interface {
	*T
	Head() *record.Meta
}](t *testing.T, name string, table interface {
	List(contextT, F, record.Page) (record.List[T], error)
}, filter F, page record.Page, want ...uuid.UUID) {
	t.Helper()
	list, err := table.List(t.Context(), filter, page)
	must(t, err)
	var got []uuid.UUID
	for i := range list.Items {
		got = append(got, P(&list.Items[i]).Head().ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", name, got, want)
	}
}
