package excerpt_test

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/blob"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/excerpt"
	"testamur/internal/framework"
	"testamur/internal/keys"
	"testamur/internal/press"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
	"testamur/internal/typeset"
	"testamur/templates"

	"github.com/google/uuid"
)

// office is an administrator, and staff nobody's.
var office = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "office", Role: access.RoleAdmin}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

var typesetter = sync.OnceValues(func() (*typeset.Typesetter, error) { return typeset.NewTypesetter(templates.Files) })

// letters takes what is mailed.
type letters struct{ to []string }

func (l *letters) Invite(_ context.Context, _ access.LetterKind, p access.Person, _ access.Ref, _ map[string]string, _ time.Time) error {
	l.to = append(l.to, p.Name)
	return nil
}
func (*letters) End(context.Context, access.Ref, uuid.UUID) error { return nil }
func (*letters) Tell(context.Context, access.LetterKind, access.Person, map[string]string) error {
	return nil
}
func (*letters) SendCode(context.Context, access.Actor, access.Ref, map[string]string) error {
	return nil
}
func (*letters) CheckCode(context.Context, access.Actor, access.Ref, string) error { return nil }

// world has Ana Lopes, whose issued certificate quotes Karl Kundig under a theme that links to ASKING.
type world struct {
	*excerpt.Service
	t            *testing.T
	db           *store.Store
	mu           sync.Mutex
	clock        time.Time
	mailed       letters
	people       *access.Service
	programmes   *programme.Service
	certificates *certificate.Service
	edition      uuid.UUID
	programme    programme.Programme
	ana, karl    access.Person
	certificate  certificate.Certificate
}

// each runs a test in a new world on every database that is there.
func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.Store) { test(t, newWorld(t, db)) })
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(time.Millisecond)
	return w.clock
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func newWorld(t *testing.T, db *store.Store) *world {
	t.Helper()
	w := &world{t: t, db: db, clock: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	journal := access.Journal{Store: db, Now: w.now, NewID: newID}
	wrapping, err := keys.NewWrappingKey(make([]byte, 32))
	w.must(err)
	ring := &keys.Ring{Store: db, Wrapping: wrapping, Journal: journal, Institution: "Institute", Now: w.now, NewID: newID}
	w.must(ring.Prepare(t.Context()))
	blobs, err := blob.Open(t.TempDir())
	w.must(err)
	setter, err := typesetter()
	w.must(err)
	w.people = &access.Service{Store: db, Journal: journal, Now: w.now, NewID: newID, Random: rand.Reader}
	w.programmes = &programme.Service{Store: db, Journal: journal, Guests: &w.mailed, Now: w.now, NewID: newID, Layouts: setter.Layouts()}
	w.certificates = &certificate.Service{
		Store: db, Blobs: blobs, Press: &press.Press{Typesetter: setter, Keys: ring}, Journal: journal, Guests: &w.mailed,
		Now: w.now, NewID: newID, Random: rand.Reader, PublicURL: "https://certificates.example.org",
	}
	w.Service = &excerpt.Service{
		Store: db, Journal: journal, Guests: &w.mailed, Now: w.now, NewID: newID, Random: rand.Reader,
		Mark: func(string) string { return "[name]" }, Institution: "Institute",
	}
	w.populate()
	w.mailed.to = nil
	return w
}

const disciplines = `framework: {code: FEW, name: Few, language: en, edition: 1, title: "Few: a handbook"}
groups:
  - code: ALL
    name: All
    disciplines:
      - {code: ASKING, name: Asking, question: "Who asks?", summary: Aloud., guiding_questions: ["Who asked first?"]}
      - {code: RESTING, name: Resting, question: "When?", summary: Now and then., guiding_questions: ["Who rested?"]}
`

func (w *world) populate() {
	ctx := w.t.Context()
	f, err := w.programmes.CreateFramework(ctx, office, "FEW", "en", programme.FrameworkFields{Name: "Few"})
	w.must(err)
	e, err := w.programmes.CreateEdition(ctx, office, f.ID)
	w.must(err)
	e, err = w.programmes.PutEditionFile(ctx, office, e.ID, record.Match(e.Revision), []byte(disciplines))
	w.must(err)
	for _, move := range []func(context.Context, access.Actor, uuid.UUID, record.Match) (framework.Edition, error){w.programmes.SubmitEdition, w.programmes.PublishEdition} {
		e, err = move(ctx, office, e.ID, record.Match(e.Revision))
		w.must(err)
	}
	w.edition = e.ID
	fields := programme.Defaults()
	fields.Name, fields.Institution, fields.SerialPrefix, fields.FrameworkID, fields.ParticipantCheckDays = "Leading", "Institute", "SLL", f.ID, 0
	w.programme, err = w.programmes.CreateProgramme(ctx, office, fields)
	w.must(err)
	w.ana, w.karl = w.person("Ana Lopes"), w.person("Karl Kündig")
	w.certificate = w.issue(w.ana, w.karl, "Persistence", "When Ana asked, KARL and Lopes fell silent; Sofia de Melo did not. Banana.")
}

func (w *world) person(name string) access.Person {
	w.t.Helper()
	p, err := w.people.CreatePerson(w.t.Context(), office, access.PersonFields{Name: name, Email: strings.Fields(name)[0] + "@example.org"})
	w.must(err)
	return p
}

// signedIn is somebody at their account.
func signedIn(p access.Person) access.Actor {
	return access.Actor{Kind: access.KindAccount, ID: newID(), Name: p.Name, Person: p.ID, Powers: access.Powers{Fresh: true}}
}

// issue enrols somebody in a cohort of their own, on whom an assessor writes under a theme that links to ASKING, and issues what comes of it.
func (w *world) issue(participant, assessor access.Person, theme, words string) certificate.Certificate {
	w.t.Helper()
	ctx := w.t.Context()
	cohort, err := w.programmes.CreateCohort(ctx, office, w.programme.ID, programme.CohortFields{Name: theme, PanelOn: civil.Date{Year: 2015, Month: 12, Day: 14}})
	w.must(err)
	e, err := w.programmes.Enrol(ctx, office, participant.ID, programme.EnrolmentFields{CohortID: cohort.ID})
	w.must(err)
	_, _, err = w.programmes.PutProject(ctx, office, e.ID, record.Any, programme.ProjectFields{Title: "Harbour", Context: "Pilots.", Aims: "Trust."})
	w.must(err)
	x, err := w.programmes.CreateTheme(ctx, office, w.programme.ID, uuid.Nil, programme.ThemeFields{Heading: theme, Disciplines: "ASKING"})
	w.must(err)
	_, err = w.programmes.Assign(ctx, office, e.ID, assessor.ID, programme.AssignmentFields{Conflict: programme.ConflictNone})
	w.must(err)
	fb, err := w.programmes.WriteFeedback(ctx, signedIn(assessor), e.ID, assessor.ID, programme.FeedbackFields{ThemeID: x.ID, Text: words})
	w.must(err)
	_, err = w.programmes.SubmitFeedback(ctx, signedIn(assessor), fb.ID, record.Match(fb.Revision))
	w.must(err)
	sofia, err := w.people.CreatePerson(ctx, office, access.PersonFields{Name: "Sofia de Melo"})
	w.must(err)
	c, err := w.certificates.Propose(ctx, office, e.ID)
	w.must(err)
	c, err = w.certificates.PutSignatories(ctx, office, c.ID, record.Match(c.Revision), []certificate.Signatory{{PersonID: sofia.ID}})
	w.must(err)
	c, err = w.certificates.SendForSigning(ctx, office, c.ID, record.Match(c.Revision))
	w.must(err)
	v, err := w.certificates.Version(ctx, office, c.VersionID)
	w.must(err)
	_, err = w.certificates.RecordSignOff(ctx, signedIn(sofia), c.ID, certificate.Answer{
		SignatoryID: c.Signatories[0].ID, Decision: certificate.Approved, Conflict: programme.ConflictNone, TextDigest: v.TextDigest,
	})
	w.must(err)
	c, err = w.certificates.Certificate(ctx, office, c.ID)
	w.must(err)
	c, err = w.certificates.Issue(ctx, office, c.ID, record.Match(c.Revision))
	w.must(err)
	return c
}
