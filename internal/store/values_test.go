package store_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

var epoch = time.Date(2026, time.March, 4, 5, 6, 7, 8000, time.UTC)

// contextT is short for what every function of a transaction takes.
type contextT = context.Context

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func fresh() record.Meta {
	return record.Meta{ID: newID(), Revision: 1, CreatedAt: epoch, ChangedAt: epoch}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Generators of every kind of value that a domain type holds. Text has everything but the NUL that PostgreSQL refuses and
// the edge takes out.
var (
	anyText = rapid.StringMatching(`[^\x00]{0,12}`)
	someDay = rapid.Custom(func(t *rapid.T) time.Time {
		return time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "µs")).UTC()
	})
	anyTime = rapid.OneOf(rapid.Just(time.Time{}), someDay)
	anyDate = rapid.OneOf(rapid.Just(civil.Date{}), rapid.Custom(func(t *rapid.T) civil.Date {
		return civil.Of(time.Date(1900, 1, 1+rapid.IntRange(0, 2_900_000).Draw(t, "day"), 0, 0, 0, 0, time.UTC))
	}))
	anyID = rapid.Map(rapid.Bool(), func(bool) uuid.UUID { return newID() }) // rapid asks of a generator that it draws
)

// drawn fills every field of a T.
func drawn[T any](t *rapid.T) T {
	return rapid.MakeCustom[T](rapid.MakeConfig{
		Types: map[reflect.Type]*rapid.Generator[any]{
			reflect.TypeFor[time.Time]():   anyTime.AsAny(),
			reflect.TypeFor[civil.Date]():  anyDate.AsAny(),
			reflect.TypeFor[uuid.UUID]():   anyID.AsAny(),
			reflect.TypeFor[record.Meta](): rapid.Map(rapid.Bool(), func(bool) record.Meta { return fresh() }).AsAny(),
		},
		Kinds: map[reflect.Kind]*rapid.Generator[any]{
			reflect.String:  anyText.AsAny(),
			reflect.Float64: rapid.Float64Range(-1e6, 1e6).AsAny(),
		},
	}).Draw(t, reflect.TypeFor[T]().Name())
}

// either draws an id that is there or none.
func either(t *rapid.T, id uuid.UUID) uuid.UUID {
	return rapid.SampledFrom([]uuid.UUID{uuid.Nil, id}).Draw(t, "reference")
}

// world is a small institution, for what others refer to.
type world struct {
	*store.Store
	t         testing.TB
	person    access.Person
	file      certificate.File
	programme programme.Programme
	edition   framework.Edition
	cohort    programme.Cohort
	meeting   programme.Meeting
	enrolment programme.Enrolment
	theme     programme.Theme
	feedback  programme.Feedback
	writing   programme.Writing
	version   certificate.Version // of some certificate
}

func newWorld(t testing.TB, s *store.Store) *world {
	t.Helper()
	w := &world{Store: s, t: t}
	w.person = w.addPerson("Ada")
	w.file = certificate.File{Meta: fresh(), Purpose: certificate.PurposeLogo, Digest: record.DigestOf([]byte("logo"))}
	must(t, s.Files().Insert(t.Context(), w.file))
	w.programme = w.addProgramme("CERT")
	w.edition = addEdition(t, s, addFramework(t, s, "WORLD"), 1, 1)
	w.cohort = programme.Cohort{Meta: fresh(), ProgrammeID: w.programme.ID, CohortFields: programme.CohortFields{Name: "2026"}}
	must(t, s.Cohorts().Insert(t.Context(), w.cohort))
	w.enrolment = w.enrol(w.person)
	w.meeting = programme.Meeting{
		Meta: fresh(), CohortID: w.cohort.ID, ProgrammeID: w.programme.ID,
		MeetingFields: programme.MeetingFields{Kind: programme.Panel, On: civil.Date{Year: 2015, Month: 12, Day: 14}},
	}
	must(t, s.Meetings().Insert(t.Context(), w.meeting))
	w.theme = programme.Theme{Meta: fresh(), ProgrammeID: w.programme.ID, ThemeFields: programme.ThemeFields{Heading: "Persistence"}}
	must(t, s.Themes().Insert(t.Context(), w.theme))
	w.feedback = w.addFeedback(programme.FeedbackSubmitted)
	w.writing = w.addWriting(programme.WritingFeedback, w.feedback.ID, 1, "She persists.")
	w.version = w.addVersion(w.addCertificate())
	return w
}

func (w *world) addPerson(name string) access.Person {
	w.t.Helper()
	p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Name: name}}
	must(w.t, w.People().Insert(w.t.Context(), p))
	return p
}

func (w *world) addProgramme(prefix string) programme.Programme {
	w.t.Helper()
	p := programme.Programme{Meta: fresh(), Fields: programme.Defaults()}
	p.SerialPrefix = prefix
	must(w.t, w.Programmes().Insert(w.t.Context(), p))
	return p
}

func (w *world) enrol(p access.Person) programme.Enrolment {
	w.t.Helper()
	e := programme.Enrolment{
		Meta: fresh(), PersonID: p.ID, PersonName: p.Name, ProgrammeID: w.programme.ID,
		EnrolmentFields: programme.EnrolmentFields{CohortID: w.cohort.ID, State: programme.Active},
	}
	must(w.t, w.Enrolments().Insert(w.t.Context(), e))
	return e
}

func (w *world) addFeedback(state programme.FeedbackState) programme.Feedback {
	w.t.Helper()
	fb := programme.Feedback{
		Meta: fresh(), EnrolmentID: w.enrolment.ID, ProgrammeID: w.programme.ID, AssessorID: w.person.ID, State: state,
		FeedbackFields: programme.FeedbackFields{ThemeID: w.theme.ID, Text: "She persists."},
	}
	must(w.t, w.Feedback().Insert(w.t.Context(), fb))
	return fb
}

func (w *world) addWriting(kind programme.WritingKind, owner uuid.UUID, number int, text string) programme.Writing {
	w.t.Helper()
	wr := programme.Writing{ID: newID(), Kind: kind, OwnerID: owner, EnrolmentID: w.enrolment.ID, Number: number, Text: text, At: epoch}
	if kind == programme.WritingFeedback {
		wr.AssessorID, wr.ThemeID = w.person.ID, w.theme.ID
	}
	must(w.t, w.AppendWriting(w.t.Context(), wr))
	return wr
}

// addCertificate makes a certificate for a new participant, with one passage.
func (w *world) addCertificate() certificate.Certificate {
	w.t.Helper()
	e := w.enrol(w.addPerson("Participant"))
	c := certificate.Certificate{
		Meta: fresh(), EnrolmentID: e.ID, PersonID: e.PersonID, CohortID: w.cohort.ID, ProgrammeID: w.programme.ID,
		State: certificate.Composing,
		Sections: []certificate.Section{{ID: newID(), Heading: "Persistence", Passages: []certificate.Passage{
			{ID: newID(), Text: "She persists.", Sources: []certificate.Source{{WritingID: w.writing.ID, Relation: certificate.Verbatim}}},
		}}},
		Signatories: []certificate.Signatory{{ID: newID(), PersonID: w.person.ID, Name: "Ada"}},
	}
	must(w.t, w.Certificates().Insert(w.t.Context(), c))
	return c
}

func (w *world) addVersion(c certificate.Certificate) certificate.Version {
	w.t.Helper()
	v := certificate.Version{
		ID: newID(), CertificateID: c.ID, ProgrammeID: c.ProgrammeID, Number: 1, State: certificate.VersionSigning,
		Code: certificate.Code(newID().String()), SentAt: epoch, Content: []byte("{}"),
	}
	must(w.t, w.InsertVersion(w.t.Context(), v))
	return v
}
