package web_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/excerpt"
	"testamur/internal/fault"
	"testamur/internal/handbook"
	"testamur/internal/operation"
	"testamur/internal/overview"
	"testamur/internal/personal"
	"testamur/internal/picture"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
	"testamur/internal/throttle"
	"testamur/internal/web"
	"testamur/templates"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

const (
	publicURL    = "https://certificates.example.org"
	cookieName   = "__Host-testamur"
	goodPassword = "violet harbour tin whistle"
	filesAtOnce  = 5 // that one address may have verified
)

var office = access.System("test")

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// world is the pages over real services and a real database. Only PDFs are made by a stand-in.
type world struct {
	t            testing.TB
	db           *store.Store
	path         string // of the database
	handler      http.Handler
	accounts     *account.Service
	access       *access.Service
	programmes   *programme.Service
	operations   *operation.Service
	excerpts     *excerpt.Service
	certificates *certificate.Service
	log          bytes.Buffer
	lock         sync.Mutex
	clock        time.Time
	letters      []access.Letter
	cookie       string            // what the browser holds
	plans        map[string]string // by the name of a cookie: what confirms its dry runs
	wanted       string            // and the page that it was asked for before signing in
	files        map[record.Digest][]byte
	enrolment    programme.Enrolment
	assessor     access.Person // with an e-mail address
	other        access.Person // the second assessor, without one
}

func (w *world) now() time.Time {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.clock
}

func (w *world) later(d time.Duration) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.clock = w.clock.Add(d)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// newWorld has a participant whom two people assess.
func newWorld(t testing.TB) *world {
	t.Helper()
	w := newEmptyWorld(t)
	w.populate()
	return w
}

// newEmptyWorld has nobody and nothing.
func newEmptyWorld(t testing.TB) *world {
	t.Helper()
	options := storetest.Migrated(t)
	w := &world{t: t, db: storetest.OpenAt(t, options), path: options.Path, clock: time.Date(2015, 12, 14, 9, 0, 0, 0, time.UTC), files: map[record.Digest][]byte{}, plans: map[string]string{}}
	journal := access.Journal{Store: w.db, Now: w.now, NewID: newID}
	party, err := account.NewPasskeyParty(publicURL, "School of Leadership")
	w.must(err)
	w.accounts = &account.Service{
		Passkeys: party,
		Store:    w.db, People: w.db.People(), Journal: journal, Outbox: w, Now: w.now, NewID: newID, Random: rand.Reader,
		Hasher: account.NewArgon2(64), PublicURL: publicURL, Institution: "School of Leadership",
	}
	guests := account.Guests{Service: w.accounts}
	w.access = &access.Service{Store: w.db, Journal: journal, Now: w.now, NewID: newID, Random: rand.Reader}
	w.programmes = &programme.Service{Store: w.db, Journal: journal, Guests: guests, People: people{w}, Now: w.now, NewID: newID, Layouts: []string{"classic"}}
	w.certificates = &certificate.Service{
		Store: w.db, Blobs: w, Press: w, Flatten: flatten, Journal: journal, Guests: guests, Now: w.now, NewID: newID,
		Random: rand.Reader, PublicURL: publicURL, Cohorts: w.programmes,
	}
	w.operations = w.newOperations(journal)
	words, err := handbook.NewWords(templates.Files)
	w.must(err)
	w.excerpts = &excerpt.Service{
		Store: w.db, Journal: journal, Guests: guests, Now: w.now, NewID: newID, Random: rand.Reader, Mark: words.NameMark,
	}
	pages, err := web.NewPages(web.Config{
		Excerpts:  w.excerpts,
		Handbooks: &handbook.Service{Editions: w.programmes, Passages: w.excerpts, Printer: printer{}, Words: words, Institution: "School of Leadership", PublicURL: publicURL},
		Files:     throttle.NewFiles(1, filesAtOnce, w.now), Handwriting: handwriting(t),
		Accounts: w.accounts, Access: w.access, Programmes: w.programmes, Certificates: w.certificates, Operations: w.operations,
		Overview: &overview.Service{Store: w.db, Programmes: w.programmes, Now: w.now},
		Personal: &personal.Service{Store: w.db, Blobs: w, Journal: journal, Now: w.now, Institution: "School of Leadership"},
		Log:      slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: w.now, PublicURL: publicURL, Cookie: cookieName,
	})
	w.must(err)
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	pages.Mount(engine)
	w.handler = engine
	return w
}

func (w *world) populate() {
	ctx := w.t.Context()
	fields := programme.Defaults()
	fields.ParticipantCheckDays = 0 // reviews have tests of their own
	fields.Name, fields.Institution, fields.SerialPrefix = "Social learning leadership", "School of Leadership", "SLL"
	fields.CertificateTitle = "Social learning leadership certificate"
	p, err := w.programmes.CreateProgramme(ctx, office, fields)
	w.must(err)
	cohort, err := w.programmes.CreateCohort(ctx, office, p.ID, programme.CohortFields{Name: "2015", PanelOn: civil.Date{Year: 2015, Month: 12, Day: 14}})
	w.must(err)
	w.enrolment, err = w.programmes.Enrol(ctx, office, w.person("Olga Vtorushina", "").ID, programme.EnrolmentFields{CohortID: cohort.ID})
	w.must(err)
	_, _, err = w.programmes.PutProject(ctx, office, w.enrolment.ID, record.Any, programme.ProjectFields{Title: "Transforming a culture", Context: "She set out to change how a department thinks."})
	w.must(err)
	w.assessor, w.other = w.person("Karsten Ehms", "karsten@example.org"), w.person("Beverly Wenger-Trayner", "")
	for _, assessor := range []access.Person{w.assessor, w.other} {
		_, err := w.programmes.Assign(ctx, office, w.enrolment.ID, assessor.ID, programme.AssignmentFields{})
		w.must(err)
	}
}

func (w *world) person(name, email string) access.Person {
	w.t.Helper()
	fields := access.PersonFields{Name: name, Email: email}
	if email != "" {
		fields.JobTitle, fields.Organisation = "Researcher", "Example Energy"
	}
	p, err := w.access.CreatePerson(w.t.Context(), office, fields)
	w.must(err)
	return p
}

// takenDown is feedback that staff took down in the assessor's name, and the secret of the link to confirm it.
func (w *world) takenDown() (programme.Feedback, string) {
	w.t.Helper()
	ctx := w.t.Context()
	fb, err := w.programmes.WriteFeedback(ctx, office, w.enrolment.ID, w.assessor.ID, programme.FeedbackFields{
		Text: "She does not give up.\n\nWhen a colleague left in the spring, she sat down with those who stayed and found a way on.",
	})
	w.must(err)
	fb, err = w.programmes.SubmitFeedback(ctx, office, fb.ID, record.Match(fb.Revision))
	w.must(err)
	w.must(w.programmes.InviteAssessor(ctx, office, fb.ID))
	return fb, w.link(access.LetterConfirming)
}

// sent is a certificate that is out for signing, and the secret of the assessor's link to it.
func (w *world) sent() (certificate.Certificate, string) {
	w.t.Helper()
	c, err := w.certificates.Propose(w.t.Context(), office, w.enrolment.ID)
	w.must(err)
	c, err = w.certificates.SendForSigning(w.t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	return c, w.link(access.LetterSigning)
}

// invited is the secret of an invitation, as an administrator's or not.
func (w *world) invited(p access.Person, admin bool) string {
	w.t.Helper()
	_, err := w.accounts.Invite(w.t.Context(), office, p.ID, account.Invitation{Admin: admin})
	w.must(err)
	return w.link(access.LetterInvitation)
}

// signedIn has the browser sign in by an invitation.
func (w *world) signedIn() {
	w.t.Helper()
	w.goes(w.post("/l/"+w.invited(w.assessor, false), nil), "/account")
}

// Post implements access.Outbox.
func (w *world) Post(_ context.Context, l access.Letter) error {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.letters = append(w.letters, l)
	return nil
}

// letter gives the last letter of a kind.
func (w *world) letter(kind access.LetterKind) access.Letter {
	w.t.Helper()
	w.lock.Lock()
	defer w.lock.Unlock()
	for _, l := range slices.Backward(w.letters) {
		if l.Kind == kind {
			return l
		}
	}
	w.t.Fatalf("no letter of the kind %s was written", kind)
	return access.Letter{}
}

func (w *world) link(kind access.LetterKind) string {
	w.t.Helper()
	_, secret, ok := strings.Cut(w.letter(kind).Data["link"], "/l/")
	if !ok {
		w.t.Fatalf("the letter %s has no link", kind)
	}
	return secret
}

func (w *world) code() string {
	w.t.Helper()
	return w.letter(access.LetterCode).Data["code"]
}

// get and post send what a browser sends, with the cookie that it holds.
func (w *world) get(path string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send(httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, path, nil))
}

func (w *world) post(path string, typed url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, path, strings.NewReader(typed.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return w.send(r)
}

func (w *world) send(r *http.Request) *httptest.ResponseRecorder {
	w.t.Helper()
	if w.cookie != "" {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: w.cookie})
	}
	if w.wanted != "" {
		r.AddCookie(&http.Cookie{Name: cookieName + "-to", Value: w.wanted})
	}
	for name, value := range w.plans {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	for _, c := range answer.Result().Cookies() {
		w.keep(c)
	}
	return answer
}

// keep does with a cookie what a browser does.
func (w *world) keep(c *http.Cookie) {
	if strings.HasPrefix(c.Name, cookieName+"-plan-") {
		w.plans[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(w.plans, c.Name)
		}
		return
	}
	held := &w.cookie
	if c.Name != cookieName {
		held = &w.wanted
	}
	if *held = c.Value; c.MaxAge < 0 {
		*held = ""
	}
}

// goes checks that an answer leads on to a page.
func (w *world) goes(r *httptest.ResponseRecorder, path string) {
	w.t.Helper()
	if r.Code != http.StatusSeeOther || r.Header().Get("Location") != path {
		w.t.Fatalf("%d to %q, want 303 to %q:\n%s", r.Code, r.Header().Get("Location"), path, r.Body)
	}
}

// says checks the status and the words of a page.
func (w *world) says(r *httptest.ResponseRecorder, status int, words ...string) {
	w.t.Helper()
	if r.Code != status {
		w.t.Errorf("status %d, want %d", r.Code, status)
	}
	for _, s := range words {
		if !strings.Contains(r.Body.String(), s) {
			w.t.Errorf("it does not say %q:\n%s", s, r.Body)
		}
	}
}

// Typeset and the rest implement certificate.Press and certificate.Blobs.
func (w *world) Typeset(_ context.Context, s certificate.Sheet) ([]byte, certificate.Base, error) {
	return fmt.Appendf(nil, "%%PDF-1.7 %s of %s", s.Code, s.Content.Name), certificate.Base{Pages: 3, Places: make([]certificate.Place, len(s.Signatories)), Layout: s.Layout}, nil
}

func (*world) Layouts() []certificate.Layout {
	return []certificate.Layout{{Name: "classic", Version: 1, Description: "upright and festive"}, {Name: "diploma", Version: 1, Description: "a page to be framed"}}
}

func (*world) Sample(_ context.Context, layout string, _ time.Time) ([]byte, error) {
	if layout != "classic" && layout != "diploma" {
		return nil, fault.Missing("layout")
	}
	return []byte("%PDF-1.7 sample"), nil
}

func (*world) Uncovered(string, ...string) ([]rune, error) { return nil, nil }

func (*world) Seal(_ context.Context, base []byte, _ certificate.Sealing) ([]byte, error) {
	return append(base, " sealed"...), nil
}

func (*world) Inspect(_ context.Context, file []byte) (certificate.Inspection, error) {
	code, ok := certificate.ParseCode(strings.Fields(string(file))[1])
	return certificate.Inspection{Code: code, Sealed: ok}, nil
}

func (w *world) Put(_ context.Context, b []byte) (record.Digest, error) {
	d := record.DigestOf(b)
	w.files[d] = bytes.Clone(b)
	return d, nil
}

func (w *world) Get(_ context.Context, d record.Digest) ([]byte, error) {
	if b, ok := w.files[d]; ok {
		return b, nil
	}
	return nil, io.ErrUnexpectedEOF
}

// Remove implements personal.Blobs.
func (w *world) Remove(_ context.Context, d record.Digest) error {
	delete(w.files, d)
	return nil
}

func flatten(_ certificate.FilePurpose, b []byte) (certificate.Picturing, error) {
	flat, err := picture.Flatten(b, 900, 300, true)
	return certificate.Picturing{PNG: flat.PNG, Width: flat.Width, Height: flat.Height}, err
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
