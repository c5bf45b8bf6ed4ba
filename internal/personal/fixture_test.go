package personal_test

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
	"testamur/internal/fault"
	"testamur/internal/keys"
	"testamur/internal/personal"
	"testamur/internal/picture"
	"testamur/internal/press"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
	"testamur/internal/typeset"
	"testamur/templates"

	"github.com/google/uuid"
)

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// office is the integration token of the tests' staff.
var office = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "office", Role: access.RoleAdmin}

// typesetter is parsed once for all tests.
var typesetter = sync.OnceValues(func() (*typeset.Typesetter, error) { return typeset.NewTypesetter(templates.Files) })

// folder is a blob folder whose removals can be made to fail.
type folder struct {
	*blob.Folder
	path   string
	broken error
}

func (f *folder) Remove(ctx context.Context, d record.Digest) error {
	if f.broken != nil {
		return f.broken
	}
	return f.Folder.Remove(ctx, d)
}

// nobody mails nothing to guests.
type nobody struct{}

func (nobody) Invite(context.Context, access.LetterKind, access.Person, access.Ref, map[string]string, time.Time) error {
	return nil
}
func (nobody) End(context.Context, access.Ref, uuid.UUID) error { return nil }
func (nobody) SendCode(context.Context, access.Actor, access.Ref, map[string]string) error {
	return nil
}
func (nobody) Tell(context.Context, access.LetterKind, access.Person, map[string]string) error {
	return nil
}
func (nobody) CheckCode(context.Context, access.Actor, access.Ref, string) error { return nil }

// world is a real store, real files and a real press, with a clock of its own.
type world struct {
	*personal.Service
	t            *testing.T
	options      store.Options
	db           *store.Store
	blobs        *folder
	people       *access.Service
	programmes   *programme.Service
	certificates *certificate.Service
	mu           sync.Mutex
	clock        time.Time
	admin        access.Actor
	programme    programme.Programme
	theme        programme.Theme
	cohort       programme.Cohort
}

// each runs a test in a new world on every database that is there.
func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	storetest.EachOptions(t, func(t *testing.T, o store.Options) { test(t, newWorld(t, o)) })
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(time.Millisecond)
	return w.clock
}

func newWorld(t *testing.T, o store.Options) *world {
	t.Helper()
	w := &world{t: t, options: o, db: storetest.OpenAt(t, o), clock: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	journal := access.Journal{Store: w.db, Now: w.now, NewID: newID}
	wrapping, err := keys.NewWrappingKey(make([]byte, 32))
	w.must(err)
	ring := &keys.Ring{Store: w.db, Wrapping: wrapping, Journal: journal, Institution: "Institute", Now: w.now, NewID: newID}
	w.must(ring.Prepare(t.Context()))
	w.blobs = &folder{path: t.TempDir()}
	w.blobs.Folder, err = blob.Open(w.blobs.path)
	w.must(err)
	setter, err := typesetter()
	w.must(err)
	w.people = &access.Service{Store: w.db, Journal: journal, Now: w.now, NewID: newID, Random: rand.Reader}
	w.programmes = &programme.Service{Store: w.db, Journal: journal, Guests: nobody{}, Now: w.now, NewID: newID, Layouts: setter.Layouts()}
	w.certificates = &certificate.Service{
		Store: w.db, Blobs: w.blobs, Press: &press.Press{Typesetter: setter, Keys: ring}, Journal: journal, Guests: nobody{},
		Now: w.now, NewID: newID, Random: rand.Reader, PublicURL: "https://certificates.example.org",
		Flatten: func(_ certificate.FilePurpose, b []byte) (certificate.Picturing, error) {
			flat, err := picture.Flatten(b, 900, 300, true)
			return certificate.Picturing{PNG: flat.PNG, Width: flat.Width, Height: flat.Height}, err
		},
	}
	w.Service = &personal.Service{Store: w.db, Blobs: w.blobs, Journal: journal, Now: w.now, Institution: "Institute"}
	w.admin = access.Actor{
		Kind: access.KindAccount, ID: newID(), Name: "Ada Admin", Role: access.RoleAdmin, Person: w.person("Ada Admin").ID,
		Powers: access.Powers{Fresh: true},
	}
	fields := programme.Defaults()
	fields.ParticipantCheckDays = 0 // reviews have tests of their own
	fields.Name, fields.Institution, fields.SerialPrefix = "Social learning leadership", "Institute", "SLL"
	w.programme, err = w.programmes.CreateProgramme(t.Context(), office, fields)
	w.must(err)
	w.theme, err = w.programmes.CreateTheme(t.Context(), office, w.programme.ID, uuid.Nil, programme.ThemeFields{Heading: "Persistence"})
	w.must(err)
	w.cohort, err = w.programmes.CreateCohort(t.Context(), office, w.programme.ID, programme.CohortFields{Name: "2015 / ../autumn", PanelOn: civil.Date{Year: 2015, Month: 12, Day: 14}})
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refused fails unless err has the code and the reason.
func (w *world) refused(what string, err error, code fault.Code, reason string) {
	w.t.Helper()
	if fault.CodeOf(err) != code || fault.ReasonOf(err) != reason {
		w.t.Errorf("%s: got %v, want %s/%s", what, err, code, reason)
	}
}

func (w *world) person(name string) access.Person {
	w.t.Helper()
	return w.personOf(access.PersonFields{Name: name})
}

func (w *world) personOf(fields access.PersonFields) access.Person {
	w.t.Helper()
	p, err := w.people.CreatePerson(w.t.Context(), office, fields)
	w.must(err)
	return p
}

// signedIn is somebody who has just proved who they are.
func signedIn(p access.Person) access.Actor {
	return access.Actor{Kind: access.KindAccount, ID: newID(), Name: p.Name, Person: p.ID, Powers: access.Powers{Fresh: true}}
}

// participant enrols somebody and gives them a project; what is written of them begins with words.
func (w *world) participant(p access.Person, words string) programme.Enrolment {
	w.t.Helper()
	ctx := w.t.Context()
	e, err := w.programmes.Enrol(ctx, office, p.ID, programme.EnrolmentFields{CohortID: w.cohort.ID, Scale: words + " scale", ExternalID: words + "-enrolment"})
	w.must(err)
	match := record.Any
	for _, context := range []string{words + " first context", words + " context"} {
		p, _, err := w.programmes.PutProject(ctx, office, e.ID, match, programme.ProjectFields{Title: words + " title", Context: context, Aims: words + " aims"})
		w.must(err)
		match = record.Match(p.Revision)
	}
	_, err = w.programmes.AddLogEntry(ctx, office, e.ID, programme.LogEntryFields{On: civil.Date{Year: 2015, Month: 3, Day: 2}, Text: words + " log"})
	w.must(err)
	return e
}

// assessed has the assessor write on an enrolment, and submit it twice.
func (w *world) assessed(e programme.Enrolment, assessor access.Person, theme uuid.UUID, words string) programme.Feedback {
	w.t.Helper()
	ctx := w.t.Context()
	_, err := w.programmes.Assign(ctx, office, e.ID, assessor.ID, programme.AssignmentFields{Conflict: programme.ConflictDeclared, ConflictNote: words + " conflict"})
	if fault.CodeOf(err) != fault.Conflict { // one is assigned once
		w.must(err)
	}
	fb, err := w.programmes.WriteFeedback(ctx, signedIn(assessor), e.ID, assessor.ID, programme.FeedbackFields{ThemeID: theme, Text: words + " first"})
	w.must(err)
	fb, err = w.programmes.SubmitFeedback(ctx, signedIn(assessor), fb.ID, record.Match(fb.Revision))
	w.must(err)
	fb, err = w.programmes.ChangeFeedback(ctx, signedIn(assessor), fb.ID, record.Match(fb.Revision), func(f *programme.FeedbackFields) { f.Text = words + " second" })
	w.must(err)
	return fb
}

// sent proposes a certificate and sends it for signing.
func (w *world) sent(e programme.Enrolment) certificate.Certificate {
	w.t.Helper()
	c, err := w.certificates.Propose(w.t.Context(), office, e.ID)
	w.must(err)
	return w.send(c)
}

func (w *world) send(c certificate.Certificate) certificate.Certificate {
	w.t.Helper()
	c, err := w.certificates.SendForSigning(w.t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	return c
}

// suggestion is whom signatories suggest in their place.
var suggestion = certificate.Suggestion{Name: anas + " Ana", Email: "Ana@" + anas + ".example.org"}

// answer records what a signatory says, with a drawn signature when drawn says so.
func (w *world) answer(c certificate.Certificate, s certificate.Signatory, decision certificate.Decision, reason string, drawn []byte) {
	w.t.Helper()
	ctx := w.t.Context()
	hand := access.Actor{Kind: access.KindAccount, ID: newID(), Name: s.Name, Person: s.PersonID, Powers: access.Powers{Fresh: true}}
	v, err := w.certificates.Version(ctx, office, c.VersionID)
	w.must(err)
	answer := certificate.Answer{SignatoryID: s.ID, Decision: decision, Reason: reason, Conflict: programme.ConflictNone, TextDigest: v.TextDigest}
	if decision == certificate.Suggested {
		answer.Suggested = suggestion
	}
	if drawn != nil {
		f, err := w.certificates.Upload(ctx, hand, certificate.PurposeSignature, "signature of "+s.Name, drawn)
		w.must(err)
		answer.SignatureFile = f.ID
	}
	_, err = w.certificates.RecordSignOff(ctx, hand, c.ID, answer)
	w.must(err)
}

// issued has everybody sign what was sent, and issues it.
func (w *world) issued(c certificate.Certificate) certificate.Certificate {
	w.t.Helper()
	for i, s := range c.Signatories {
		w.answer(c, s, certificate.Approved, "", stroke(w.t, i))
	}
	c, err := w.certificates.Certificate(w.t.Context(), office, c.ID)
	w.must(err)
	c, err = w.certificates.Issue(w.t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	return c
}

func (w *world) pdf(c certificate.Certificate) []byte {
	w.t.Helper()
	d, err := w.certificates.Document(w.t.Context(), office, c.VersionID)
	w.must(err)
	return d.PDF
}

func (w *world) exported(a access.Actor, person uuid.UUID) []byte {
	w.t.Helper()
	var b bytes.Buffer
	w.must(w.Export(w.t.Context(), a, person, &b))
	return b.Bytes()
}

// stroke is a drawn signature, another one for every shape.
func stroke(t testing.TB, shape int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 120, 40))
	for x := 10; x < 110; x++ {
		img.SetNRGBA(x, 10+(x*(x+shape))%20, color.NRGBA{B: 120, A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
