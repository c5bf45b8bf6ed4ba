package certificate_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"image"
	"image/color"
	"image/png"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/blob"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/keys"
	"testamur/internal/picture"
	"testamur/internal/press"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/typeset"
	"testamur/templates"

	"github.com/google/uuid"
)

// The hands of the tests: the office composes, the panel records answers, reader reads what is finished.
var (
	office = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "office", Role: access.RoleAdmin}
	panel  = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "panel", Role: access.RoleStaff}
	reader = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "reader", Role: access.RoleRead}
)

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// typesetter is parsed once for all tests.
var typesetter = sync.OnceValues(func() (*typeset.Typesetter, error) { return typeset.NewTypesetter(templates.Files) })

// world is a real store, real files and a real press, with a clock that stands still until it is moved.
type world struct {
	post postbox
	*certificate.Service
	t          testing.TB
	db         *store.Store
	blobs      *blob.Folder
	press      *press.Press
	people     *access.Service
	programmes *programme.Service
	mu         sync.Mutex
	clock      time.Time
	programme  programme.Programme
	theme      programme.Theme
	cohort     programme.Cohort
	enrolment  programme.Enrolment
	assessors  []access.Person
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(time.Millisecond)
	return w.clock
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
}

// newWorld holds one participant with a project and the submitted feedback of two assessors.
func newWorld(t testing.TB, db *store.Store) *world {
	t.Helper()
	return newWorldAt(t, db, time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
}

func newWorldAt(t testing.TB, db *store.Store, clock time.Time) *world {
	t.Helper()
	w := &world{t: t, db: db, clock: clock}
	journal := access.Journal{Store: db, Now: w.now, NewID: newID}
	wrapping, err := keys.NewWrappingKey(make([]byte, 32))
	w.must(err)
	ring := &keys.Ring{Store: db, Wrapping: wrapping, Journal: journal, Institution: "Institute", Now: w.now, NewID: newID}
	w.must(ring.Prepare(t.Context()))
	w.blobs, err = blob.Open(t.TempDir())
	w.must(err)
	setter, err := typesetter()
	w.must(err)
	w.press = &press.Press{Typesetter: setter, Keys: ring}
	w.people = &access.Service{Store: db, Journal: journal, Now: w.now, NewID: newID, Random: rand.Reader}
	w.programmes = &programme.Service{Store: db, Journal: journal, Now: w.now, NewID: newID, Layouts: setter.Layouts()}
	w.Service = &certificate.Service{
		Store: db, Blobs: w.blobs, Press: w.press, Journal: journal, Guests: &w.post, Now: w.now, NewID: newID, Random: rand.Reader,
		PublicURL: "https://certificates.example.org",
		Flatten: func(_ certificate.FilePurpose, b []byte) (certificate.Picturing, error) {
			flat, err := picture.Flatten(b, 900, 300, true)
			return certificate.Picturing{PNG: flat.PNG, Width: flat.Width, Height: flat.Height}, err
		},
	}
	w.populate()
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) populate() {
	ctx := w.t.Context()
	fields := programme.Defaults()
	fields.Name, fields.Institution, fields.SerialPrefix = "Social learning leadership", "Institute", "SLL"
	fields.ParticipantCheckDays = 0 // reviews have tests of their own
	var err error
	w.programme, err = w.programmes.CreateProgramme(ctx, office, fields)
	w.must(err)
	w.theme, err = w.programmes.CreateTheme(ctx, office, w.programme.ID, uuid.Nil, programme.ThemeFields{Heading: "Persistence"})
	w.must(err)
	w.cohort, err = w.programmes.CreateCohort(ctx, office, w.programme.ID, programme.CohortFields{Name: "2015", PanelOn: civil.Date{Year: 2015, Month: 12, Day: 14}})
	w.must(err)
	w.assessors = []access.Person{w.person("Karsten Ehms"), w.person("Beverly Wenger-Trayner")}
	w.enrolment = w.participant("Olga Vtorushina")
}

// participant enrols somebody who has a project and the submitted feedback of both assessors.
func (w *world) participant(name string) programme.Enrolment {
	w.t.Helper()
	ctx := w.t.Context()
	e, err := w.programmes.Enrol(ctx, office, w.person(name).ID, programme.EnrolmentFields{CohortID: w.cohort.ID})
	w.must(err)
	_, _, err = w.programmes.PutProject(ctx, office, e.ID, record.Any, programme.ProjectFields{Title: "Transforming a culture", Context: "She set out to change how a department thinks."})
	w.must(err)
	for i, text := range []string{"She does not give up.", "When a colleague left she found a way on."} {
		assessor := w.assessors[i]
		_, err := w.programmes.Assign(ctx, office, e.ID, assessor.ID, programme.AssignmentFields{})
		w.must(err)
		hand := access.Actor{Kind: access.KindToken, ID: newID(), Role: access.RoleAssessor, Person: assessor.ID}
		fb, err := w.programmes.WriteFeedback(ctx, hand, e.ID, assessor.ID, programme.FeedbackFields{ThemeID: w.theme.ID, Text: text})
		w.must(err)
		_, err = w.programmes.SubmitFeedback(ctx, hand, fb.ID, record.Match(fb.Revision))
		w.must(err)
	}
	return e
}

func (w *world) person(name string) access.Person {
	w.t.Helper()
	p, err := w.people.CreatePerson(w.t.Context(), office, access.PersonFields{Name: name})
	w.must(err)
	return p
}

// proposed is a certificate in composing, sent one that is out for signing, signed one that all have approved.
func (w *world) proposed() certificate.Certificate {
	w.t.Helper()
	return w.proposedFor(w.enrolment)
}

func (w *world) proposedFor(e programme.Enrolment) certificate.Certificate {
	w.t.Helper()
	c, err := w.Propose(w.t.Context(), office, e.ID)
	w.must(err)
	return c
}

func (w *world) sent() certificate.Certificate {
	w.t.Helper()
	return w.send(w.proposed())
}

func (w *world) send(c certificate.Certificate) certificate.Certificate {
	w.t.Helper()
	c, err := w.SendForSigning(w.t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	return c
}

func (w *world) signed() certificate.Certificate {
	w.t.Helper()
	return w.approved(w.sent())
}

func (w *world) approved(c certificate.Certificate) certificate.Certificate {
	w.t.Helper()
	for _, s := range c.Signatories {
		w.answer(c, s, certificate.Approved)
	}
	return w.again(c)
}

func (w *world) answer(c certificate.Certificate, s certificate.Signatory, d certificate.Decision) {
	w.t.Helper()
	a := certificate.Answer{SignatoryID: s.ID, Decision: d, TextDigest: w.version(c).TextDigest, Reason: "because"}
	_, err := w.RecordSignOff(w.t.Context(), panel, c.ID, a)
	w.must(err)
}

func (w *world) version(c certificate.Certificate) certificate.Version {
	w.t.Helper()
	v, err := w.Version(w.t.Context(), office, c.VersionID)
	w.must(err)
	return v
}

func (w *world) again(c certificate.Certificate) certificate.Certificate {
	w.t.Helper()
	c, err := w.Certificate(w.t.Context(), office, c.ID)
	w.must(err)
	return c
}

func (w *world) issue(c certificate.Certificate) (certificate.Certificate, error) {
	return w.Issue(context.WithoutCancel(w.t.Context()), office, c.ID, record.Match(c.Revision))
}

func (w *world) pdf(c certificate.Certificate) []byte {
	w.t.Helper()
	d, err := w.Document(w.t.Context(), office, c.VersionID)
	w.must(err)
	return d.PDF
}

func (w *world) verdict(file []byte) certificate.Verdict {
	w.t.Helper()
	v, err := w.VerifyFile(w.t.Context(), file)
	w.must(err)
	return v.Verdict
}

// stroke is a drawn signature.
func stroke(t testing.TB) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 120, 40))
	for x := 10; x < 110; x++ {
		img.SetNRGBA(x, 10+(x*x)%20, color.NRGBA{B: 120, A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
