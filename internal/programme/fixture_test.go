package programme_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// The hands of the tests: the office of the programme, and a secretary with another token.
var (
	office    = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "office", Role: access.RoleAdmin}
	secretary = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "secretary", Role: access.RoleStaff}
	reader    = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "reader", Role: access.RoleRead}
)

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// house is a programme with one cohort, one participant and one assessor, over a real database.
type house struct {
	*programme.Service
	t         *testing.T
	db        *store.Store
	people    *access.Service
	programme programme.Programme
	theme     programme.Theme
	cohort    programme.Cohort
	enrolment programme.Enrolment
	assessor  access.Person
	hand      access.Actor // the assessor's own token
}

// each runs a test in a new house on every database that is there.
func each(t *testing.T, test func(h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.Store) { test(newHouse(t, db)) })
}

func newHouse(t *testing.T, db *store.Store) *house {
	t.Helper()
	clock := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	var lock sync.Mutex
	now := func() time.Time {
		lock.Lock()
		defer lock.Unlock()
		clock = clock.Add(time.Second)
		return clock
	}
	journal := access.Journal{Store: db, Now: now, NewID: newID}
	h := &house{
		t: t, db: db,
		Service: &programme.Service{Store: db, Journal: journal, Now: now, NewID: newID, Layouts: []string{"classic"}},
		people:  &access.Service{Store: db, Journal: journal, Now: now, NewID: newID},
	}
	h.programme = h.newProgramme("Social learning leadership")
	h.theme = h.newTheme(h.programme.ID, "Persistence")
	h.cohort = h.newCohort(h.programme.ID, "2015")
	h.enrolment = h.enrol("Olga Vtorushina")
	h.assessor = h.person("Karsten Ehms")
	h.hand = handOf(h.assessor)
	h.assign(h.assessor)
	return h
}

// handOf is a token that acts as the person.
func handOf(p access.Person) access.Actor {
	return access.Actor{Kind: access.KindToken, ID: newID(), Name: p.Name, Role: access.RoleAssessor, Person: p.ID}
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// refused fails unless err has the code and the reason.
func refused(t *testing.T, what string, err error, code fault.Code, reason string) {
	t.Helper()
	if fault.CodeOf(err) != code || reasonOf(err) != reason {
		t.Errorf("%s: got %v, want %s/%s", what, err, code, reason)
	}
}

// reasonOf is the reason of the error or of its only violation.
func reasonOf(err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	if ok && e.Reason == "" && len(e.Violations) == 1 {
		return e.Violations[0].Reason
	}
	return fault.ReasonOf(err)
}

func at(m record.Meta) record.Match { return record.Match(m.Revision) }

func (h *house) newProgramme(name string) programme.Programme {
	h.t.Helper()
	f := programme.Defaults()
	f.Name = name
	p, err := h.CreateProgramme(h.t.Context(), office, f)
	return must(h.t, p, err)
}

func (h *house) newTheme(of uuid.UUID, heading string) programme.Theme {
	h.t.Helper()
	theme, err := h.CreateTheme(h.t.Context(), office, of, uuid.Nil, programme.ThemeFields{Heading: heading})
	return must(h.t, theme, err)
}

func (h *house) newCohort(of uuid.UUID, name string) programme.Cohort {
	h.t.Helper()
	c, err := h.CreateCohort(h.t.Context(), office, of, programme.CohortFields{Name: name, PanelOn: civil.Date{Year: 2015, Month: 12, Day: 14}})
	return must(h.t, c, err)
}

func (h *house) person(name string) access.Person {
	h.t.Helper()
	p, err := h.people.CreatePerson(h.t.Context(), office, access.PersonFields{Name: name})
	return must(h.t, p, err)
}

func (h *house) enrol(name string) programme.Enrolment {
	h.t.Helper()
	e, err := h.Enrol(h.t.Context(), office, h.person(name).ID, programme.EnrolmentFields{CohortID: h.cohort.ID})
	return must(h.t, e, err)
}

func (h *house) assign(p access.Person) programme.Assignment {
	h.t.Helper()
	a, err := h.Assign(h.t.Context(), office, h.enrolment.ID, p.ID, programme.AssignmentFields{})
	return must(h.t, a, err)
}

func (h *house) settle(e programme.Enrolment, state programme.EnrolmentState) (programme.Enrolment, error) {
	e, err := h.Enrolment(h.t.Context(), office, e.ID)
	must(h.t, e, err)
	return h.ChangeEnrolment(h.t.Context(), office, e.ID, at(e.Meta), func(f *programme.EnrolmentFields) { f.State = state })
}

// draft is what hand writes in the assessor's name.
func (h *house) draft(hand access.Actor, text string) programme.Feedback {
	h.t.Helper()
	fb, err := h.WriteFeedback(h.t.Context(), hand, h.enrolment.ID, h.assessor.ID, programme.FeedbackFields{ThemeID: h.theme.ID, Text: text})
	return must(h.t, fb, err)
}

func (h *house) submitted(hand access.Actor, text string) programme.Feedback {
	h.t.Helper()
	fb := h.draft(hand, text)
	fb, err := h.SubmitFeedback(h.t.Context(), hand, fb.ID, at(fb.Meta))
	return must(h.t, fb, err)
}

func (h *house) texts(fb programme.Feedback) []string {
	h.t.Helper()
	writings, err := h.FeedbackWritings(h.t.Context(), h.hand, fb.ID)
	must(h.t, writings, err)
	var out []string
	for _, w := range writings {
		out = append(out, w.Text)
	}
	return out
}
