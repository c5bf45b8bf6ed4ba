package access_test

import (
	"crypto/rand"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// Staff of one programme who could set anybody's address would have the links of every other sent to themselves.
func TestStaffChangeOnlyPeopleWhoAreAllTheirs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		now := func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }
		journal := access.Journal{Store: db, Now: now, NewID: newID}
		people := &access.Service{Store: db, Journal: journal, Now: now, NewID: newID, Random: rand.Reader}
		programmes := &programme.Service{Store: db, Journal: journal, Now: now, NewID: newID, Layouts: []string{"classic"}}
		admin := access.System("test")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		run := func() programme.Programme {
			f := programme.Defaults()
			f.Name = "A programme"
			p, err := programmes.CreateProgramme(t.Context(), admin, f)
			must(err)
			return p
		}
		mine, other := run(), run()
		staff := account(newID(), mine.ID)
		tied := func(tie func(access.Person)) access.Person {
			p, err := people.CreatePerson(t.Context(), staff, access.PersonFields{Name: "Ana"})
			must(err)
			tie(p)
			return p
		}
		enrol := func(in programme.Programme) func(access.Person) {
			return func(p access.Person) {
				c, err := programmes.CreateCohort(t.Context(), admin, in.ID, programme.CohortFields{Name: "2026"})
				must(err)
				_, err = programmes.Enrol(t.Context(), admin, p.ID, programme.EnrolmentFields{CohortID: c.ID})
				must(err)
			}
		}
		for name, c := range map[string]struct {
			tie  func(access.Person)
			want fault.Code
		}{
			"somebody new":                   {func(access.Person) {}, ""},
			"a participant of the programme": {enrol(mine), ""},
			"a participant of another":       {enrol(other), fault.Forbidden},
			"a participant of both":          {func(p access.Person) { enrol(mine)(p); enrol(other)(p) }, fault.Forbidden},
			"staff of the programme":         {func(p access.Person) { must(people.AddStaff(t.Context(), admin, mine.ID, p.ID)) }, ""},
			"staff of another":               {func(p access.Person) { must(people.AddStaff(t.Context(), admin, other.ID, p.ID)) }, fault.Forbidden},
		} {
			p := tied(c.tie)
			_, err := people.ChangePerson(t.Context(), staff, p.ID, record.Match(p.Revision), func(f *access.PersonFields) { f.Email = p.ID.String() + "@evil.example" })
			if fault.CodeOf(err) != c.want {
				t.Errorf("the address of %s: %v", name, err)
			}
			if c.want == "" {
				continue
			}
			if _, err := people.ChangePerson(t.Context(), staff, p.ID, record.Match(p.Revision), func(f *access.PersonFields) { f.JobTitle = "Professor" }); err != nil {
				t.Errorf("the title of %s: %v", name, err)
			}
		}
	})
}

func TestPeopleChangeOfThemselvesWhatIsTheirs(t *testing.T) {
	db := storetest.Open(t)
	now := func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }
	people := &access.Service{Store: db, Journal: access.Journal{Store: db, Now: now, NewID: newID}, Now: now, NewID: newID}
	p, err := people.CreatePerson(t.Context(), access.System("test"), access.PersonFields{Name: "Ana", Email: "ana@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	self := account(p.ID)
	p, err = people.ChangePerson(t.Context(), self, p.ID, record.Match(p.Revision), func(f *access.PersonFields) {
		f.PrivateEmail, f.Organisation, f.JobTitle, f.Language = "ana@home.example", "Example Energy", "Engineer", "da"
	})
	if err != nil || p.PrivateEmail != "ana@home.example" {
		t.Fatalf("%+v, %v", p, err)
	}
	for name, edit := range map[string]func(*access.PersonFields){
		"name": func(f *access.PersonFields) { f.Name = "Anna" }, "address": func(f *access.PersonFields) { f.Email = "anna@example.org" },
		"external id": func(f *access.PersonFields) { f.ExternalID = "7" }, "standing": func(f *access.PersonFields) { f.Archived = true },
	} {
		if _, err := people.ChangePerson(t.Context(), self, p.ID, record.Match(p.Revision), edit); fault.CodeOf(err) != fault.Forbidden {
			t.Errorf("their %s: %v", name, err)
		}
	}
	if _, err := people.Person(t.Context(), account(newID()), p.ID); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("somebody else reads them: %v", err)
	}
}

// Whoever composes could otherwise have the link and the code of a signatory sent to themselves, and sign in their place.
func TestOnlyAnAdministratorMovesAnAddressThatProvesWhoSomebodyIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		now := func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }
		journal := access.Journal{Store: db, Now: now, NewID: newID}
		people := &access.Service{Store: db, Journal: journal, Now: now, NewID: newID}
		programmes := &programme.Service{Store: db, Journal: journal, Now: now, NewID: newID, Layouts: []string{"classic"}}
		admin := access.System("test")
		f := programme.Defaults()
		f.Name = "A programme"
		p, err := programmes.CreateProgramme(t.Context(), admin, f)
		if err != nil {
			t.Fatal(err)
		}
		c, err := programmes.CreateCohort(t.Context(), admin, p.ID, programme.CohortFields{Name: "2026"})
		if err != nil {
			t.Fatal(err)
		}
		somebody := func(name, email string) access.Person {
			p, err := people.CreatePerson(t.Context(), admin, access.PersonFields{Name: name, Email: email})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		karl, maria := somebody("Karl", "karl@example.org"), somebody("Maria", "")
		e, err := programmes.Enrol(t.Context(), admin, somebody("Ana", "ana@example.org").ID, programme.EnrolmentFields{CohortID: c.ID})
		if err != nil {
			t.Fatal(err)
		}
		for _, assessor := range []access.Person{karl, maria} {
			if _, err := programmes.Assign(t.Context(), admin, e.ID, assessor.ID, programme.AssignmentFields{}); err != nil {
				t.Fatal(err)
			}
		}
		staff := account(newID(), p.ID)
		move := func(a access.Actor, who access.Person, to string) error {
			_, err := people.ChangePerson(t.Context(), a, who.ID, record.Any, func(f *access.PersonFields) { f.Email = to })
			return err
		}
		if err := move(staff, karl, "composer@example.org"); fault.ReasonOf(err) != "address_proves" {
			t.Errorf("an assessor's: %v", err)
		}
		if err := move(staff, maria, "maria@example.org"); err != nil {
			t.Errorf("the first one of an assessor: %v", err)
		}
		if err := move(staff, maria, "composer@example.org"); fault.ReasonOf(err) != "address_proves" {
			t.Errorf("and then another: %v", err)
		}
		if err := move(admin, karl, "karl@elsewhere.example"); err != nil {
			t.Errorf("by an administrator: %v", err)
		}
	})
}
