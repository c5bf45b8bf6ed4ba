package store_test

import (
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsUniqueIsTakenOnceAndTheFieldIsNamed(t *testing.T) {
	tests := []struct {
		name, reason, pointer string
		attempt               func(t *testing.T, w *world) error
	}{
		{"e-mail in another case", "duplicate_email", "/email", func(t *testing.T, w *world) error {
			p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Email: "Ada@Example.org"}}
			must(t, w.People().Insert(t.Context(), p))
			p.Meta, p.Email = fresh(), "aDA@example.ORG"
			return w.People().Insert(t.Context(), p)
		}},
		{"e-mail of a change", "duplicate_email", "/email", func(t *testing.T, w *world) error {
			p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Email: "ada@example.org"}}
			must(t, w.People().Insert(t.Context(), p))
			w.person.Email = "ada@example.org"
			return w.People().Update(t.Context(), &w.person)
		}},
		{"external id of a person", "duplicate_external_id", "/external_id", func(t *testing.T, w *world) error {
			p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{ExternalID: "7"}}
			must(t, w.People().Insert(t.Context(), p))
			p.Meta = fresh()
			return w.People().Insert(t.Context(), p)
		}},
		{"external id of a cohort", "duplicate_external_id", "/external_id", func(t *testing.T, w *world) error {
			w.cohort.ExternalID = "7"
			must(t, w.Cohorts().Update(t.Context(), &w.cohort))
			w.cohort.Meta = fresh()
			return w.Cohorts().Insert(t.Context(), w.cohort)
		}},
		{"external id of an enrolment", "duplicate_external_id", "/external_id", func(t *testing.T, w *world) error {
			w.enrolment.ExternalID = "7"
			must(t, w.Enrolments().Update(t.Context(), &w.enrolment))
			w.enrolment.Meta, w.enrolment.PersonID = fresh(), w.addPerson("Ben").ID
			return w.Enrolments().Insert(t.Context(), w.enrolment)
		}},
		{"person in a cohort", "already_enrolled", "/person_id", func(t *testing.T, w *world) error {
			w.enrolment.Meta = fresh()
			return w.Enrolments().Insert(t.Context(), w.enrolment)
		}},
		{"assessor of an enrolment", "already_assigned", "/assessor_id", func(t *testing.T, w *world) error {
			a := programme.Assignment{Meta: fresh(), EnrolmentID: w.enrolment.ID, ProgrammeID: w.programme.ID, AssessorID: w.person.ID}
			must(t, w.Assignments().Insert(t.Context(), a))
			a.Meta = fresh()
			return w.Assignments().Insert(t.Context(), a)
		}},
		{"project of an enrolment", "project_exists", "", func(t *testing.T, w *world) error {
			p := programme.Project{Meta: fresh(), EnrolmentID: w.enrolment.ID, ProgrammeID: w.programme.ID}
			must(t, w.Projects().Insert(t.Context(), p))
			p.Meta = fresh()
			return w.Projects().Insert(t.Context(), p)
		}},
		{"certificate of an enrolment", "certificate_exists", "", func(t *testing.T, w *world) error {
			c := w.addCertificate()
			c.Meta, c.Sections, c.Signatories = fresh(), nil, nil
			return w.Certificates().Insert(t.Context(), c)
		}},
		{"verification code", "code_exists", "", func(t *testing.T, w *world) error {
			v := w.version
			v.ID = newID()
			return w.InsertVersion(t.Context(), v)
		}},
		{"issued file", "file_exists", "", func(t *testing.T, w *world) error {
			f := certificate.IssuedFile{Digest: record.DigestOf([]byte("pdf")), VersionID: w.version.ID, At: epoch}
			must(t, w.InsertIssuedFile(t.Context(), f))
			return w.InsertIssuedFile(t.Context(), f)
		}},
		{"token", "token_exists", "", func(t *testing.T, w *world) error {
			k := access.Token{Meta: fresh(), Hash: [32]byte{1}}
			must(t, w.Tokens().Insert(t.Context(), k))
			k.Meta = fresh()
			return w.Tokens().Insert(t.Context(), k)
		}},
		{"number of a writing", "writing_exists", "", func(t *testing.T, w *world) error {
			again := w.writing
			again.ID = newID()
			return w.AppendWriting(t.Context(), again)
		}},
		{"id", "exists", "", func(t *testing.T, w *world) error { return w.Programmes().Insert(t.Context(), w.programme) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				err := test.attempt(t, newWorld(t, s))
				checkTaken(t, err, test.reason, test.pointer)
			})
		})
	}
}

func checkTaken(t *testing.T, err error, reason, pointer string) {
	t.Helper()
	f := &fault.Error{}
	if !asFault(err, &f) || f.Code != fault.Conflict || f.Reason != reason {
		t.Fatalf("got %v, want a conflict for the reason %s", err, reason)
	}
	var got, want []string
	for _, v := range f.Violations {
		got = append(got, v.Pointer+" "+v.Reason)
	}
	if pointer != "" {
		want = []string{pointer + " " + reason}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("violations (-want +got):\n%s", diff)
	}
}

func TestWhatIsEmptyOrEndedIsNotTaken(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s) // its people have neither e-mail nor external id
		ended := programme.Assignment{Meta: fresh(), EnrolmentID: w.enrolment.ID, ProgrammeID: w.programme.ID, AssessorID: w.person.ID}
		must(t, s.Assignments().Insert(t.Context(), ended))
		ended.Archived = true
		must(t, s.Assignments().Update(t.Context(), &ended))
		anew := ended
		anew.Meta, anew.Archived = fresh(), false
		must(t, s.Assignments().Insert(t.Context(), anew))
		checkTaken(t, s.Assignments().Update(t.Context(), restored(ended)), "already_assigned", "/assessor_id")

		c := w.addCertificate()
		c.State = certificate.Cancelled
		must(t, s.Certificates().Update(t.Context(), &c))
		next := certificate.Certificate{
			Meta: fresh(), EnrolmentID: c.EnrolmentID, CohortID: c.CohortID, ProgrammeID: c.ProgrammeID, State: certificate.Composing,
		}
		must(t, s.Certificates().Insert(t.Context(), next))
	})
}

func restored(a programme.Assignment) *programme.Assignment {
	a.Archived = false
	return &a
}

func TestOfManyWhoTakeOneAddressAtOnceOneGetsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := &world{Store: s, t: t}
		var people []access.Person
		for range 4 {
			people = append(people, w.addPerson("x"))
		}
		errs := atOnce(8, func(i int) error {
			if i < len(people) { // half change their address, half come with it
				people[i].Email = "one@example.org"
				return s.People().Update(t.Context(), &people[i])
			}
			return s.People().Insert(t.Context(), access.Person{Meta: fresh(), PersonFields: access.PersonFields{Email: "One@example.org"}})
		})
		if got := outcomes(errs); got[""] != 1 || got["conflict/duplicate_email"] != 7 {
			t.Errorf("got %v", got)
		}
	})
}

func TestAConflictLeavesTheTransactionUsable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		err := s.Update(t.Context(), func(ctx contextT) error {
			if err := s.People().Insert(ctx, w.person); fault.CodeOf(err) != fault.Conflict {
				t.Errorf("inserting twice gave %v", err)
			}
			_, err := s.People().Get(ctx, w.person.ID)
			if err != nil {
				t.Errorf("after a conflict nothing can be read: %v", err)
			}
			return nil
		})
		// The failed insert joined this transaction, and undoes it.
		if fault.CodeOf(err) != fault.Conflict {
			t.Errorf("the transaction ended with %v", err)
		}
	})
}
