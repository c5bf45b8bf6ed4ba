package api_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/api"
	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// world is the whole API over a real database and real services. Only files are made by a stand-in, which needs no
// fonts: package press has tests of its own.
type world struct {
	t        testing.TB
	store    *store.Store
	press    *press
	handler  http.Handler
	log      *strings.Builder
	mu       sync.Mutex
	clock    time.Time
	broken   bool              // the next id is a panic
	silent   bool              // the database is closed
	names    map[string]string // what <name> in a scenario stands for: "ana" an id, "ana.tag" its ETag, "staff" a token
	sequence int64             // of the last event that was looked at
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

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

// id is newID, unless the world was told to break: then it is a panic, as from a mistake in the program.
func (w *world) id() uuid.UUID {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken {
		w.broken = false
		panic("no id: the test broke it")
	}
	return newID()
}

// newWorld has one programme with a cohort, Ana as participant, and Etta, who assesses her, beside Luis, who does not.
func newWorld(t testing.TB) *world {
	t.Helper()
	begun := template()
	path := filepath.Join(t.TempDir(), "world.db")
	if err := os.WriteFile(path, begun.database, 0o600); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, press: newPress(), log: &strings.Builder{}, names: maps.Clone(begun.names), clock: begun.clock}
	w.store = storetest.OpenAt(t, store.Options{Path: path})
	w.serve()
	return w
}

// begun is a world as a file, so that not every scenario begins by making it.
type begun struct {
	database []byte
	names    map[string]string
	clock    time.Time
}

var template = sync.OnceValue(func() begun {
	dir, err := os.MkdirTemp("", "testamur-api")
	fatal(err)
	defer func() { fatal(os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "world.db")
	w := &world{t: loud{}, press: newPress(), log: &strings.Builder{}, names: map[string]string{}}
	w.clock = time.Date(2015, 12, 14, 9, 0, 0, 0, time.UTC)
	w.store, err = store.Open(context.Background(), store.Options{Path: path})
	fatal(err)
	fatal(w.store.Migrate(context.Background()))
	w.populate(w.serve())
	fatal(w.store.Close())
	database, err := os.ReadFile(path)
	fatal(err)
	return begun{database: database, names: w.names, clock: w.clock}
})

func fatal(err error) {
	if err != nil {
		panic(err)
	}
}

// loud is a test that is not there yet: what fails while the template is made stops everything.
type loud struct{ testing.TB }

func (loud) Helper()                           {}
func (loud) Context() context.Context          { return context.Background() }
func (loud) Error(args ...any)                 { panic(fmt.Sprint(args...)) }
func (loud) Errorf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (loud) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (loud) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// serve builds the API over the world's database.
func (w *world) serve() *access.Service {
	w.t.Helper()
	journal := access.Journal{Store: w.store, Now: w.now, NewID: newID}
	people := &access.Service{Store: w.store, Journal: journal, Now: w.now, NewID: w.id, Random: rand.Reader}
	config := api.Config{
		Access:     people,
		Programmes: &programme.Service{Store: w.store, Journal: journal, Now: w.now, NewID: w.id, Layouts: []string{"classic", "plain"}},
		Certificates: &certificate.Service{
			Store: w.store, Blobs: w.press, Press: w.press, Flatten: flatten, Journal: journal, Now: w.now, NewID: w.id,
			Random: rand.Reader, PublicURL: "https://certificates.example.org",
		},
		Journal: journal, Idempotency: w.store, Ready: w.store.Ready, Now: w.now, NewID: newID,
		Log: slog.New(slog.NewTextHandler(w.log, nil)),
	}
	var err error
	w.handler, err = api.New(config)
	w.must(err)
	return people
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) populate(people *access.Service) {
	w.token(people, "admin", access.RoleAdmin, uuid.Nil)
	w.token(people, "staff", access.RoleStaff, uuid.Nil)
	w.token(people, "panel", access.RoleStaff, uuid.Nil)
	w.token(people, "read", access.RoleRead, uuid.Nil)
	w.make("admin", "programme", "POST", "/v1/programmes", `{"name": "Social learning", "institution": "Institute", "serial_prefix": "SLL", "time_zone": "Europe/Lisbon"}`)
	w.make("staff", "theme", "POST", "/v1/themes", `{"programme_id": "<programme>", "heading": "Persistence"}`)
	w.make("staff", "cohort", "POST", "/v1/cohorts", `{"programme_id": "<programme>", "name": "2015", "panel_on": "2015-12-14", "external_id": "run-1"}`)
	for _, name := range []string{"ana", "etta", "luis"} {
		w.make("staff", name, "POST", "/v1/people", fmt.Sprintf(`{"name": %q, "email": "%s@example.org", "external_id": "lms-%s"}`, strings.ToTitle(name[:1])+name[1:]+" Reis", name, name))
	}
	for _, name := range []string{"etta", "luis"} {
		w.token(people, name+".token", access.RoleAssessor, uuid.MustParse(w.names[name]))
	}
	w.make("staff", "enrolment", "POST", "/v1/enrolments", `{"cohort_id": "<cohort>", "person_id": "<ana>", "external_id": "seat/1"}`)
	w.make("staff", "project", "PUT", "/v1/enrolments/<enrolment>/project", `{"title": "Harbour pilots", "context": "Pilots learn from near misses."}`)
	w.make("staff", "entry", "POST", "/v1/enrolments/<enrolment>/log-entries", `{"on": "2015-03-02", "text": "Twelve came."}`)
	w.make("staff", "assignment", "POST", "/v1/enrolments/<enrolment>/assignments", `{"assessor_id": "<etta>", "due_on": "2015-11-30"}`)
	w.make("etta.token", "feedback", "POST", "/v1/enrolments/<enrolment>/feedback", `{"assessor_id": "<etta>", "theme_id": "<theme>", "text": "She does not give up."}`)
}

func (w *world) token(people *access.Service, name string, role access.Role, person uuid.UUID) {
	w.t.Helper()
	_, secret, err := people.CreateToken(w.t.Context(), access.System("test"), name, role, person)
	w.must(err)
	w.names[name] = secret
}

// make sends a request that must succeed, and remembers the id and the ETag of what came back under name.
func (w *world) make(as, name, method, path, body string) map[string]any {
	w.t.Helper()
	header := map[string]string{}
	if body != "" {
		header["Content-Type"] = "application/json"
	}
	if tag := w.names[name+".tag"]; tag != "" {
		header["If-Match"] = tag
	}
	response := w.send(as, method, path, header, body)
	if response.Code >= 300 {
		w.t.Fatalf("%s %s as %s: %d %s", method, path, as, response.Code, response.Body)
	}
	var object map[string]any
	if response.Body.Len() > 0 {
		w.must(json.Unmarshal(response.Body.Bytes(), &object))
	}
	w.names[name+".tag"] = response.Header().Get("ETag")
	if id, ok := object["id"].(string); ok {
		w.names[name] = id
	}
	return object
}

// send sends a request and compares the answer with the contract, whatever it is.
func (w *world) send(as, method, path string, header map[string]string, body string) *httptest.ResponseRecorder {
	w.t.Helper()
	request := httptest.NewRequest(method, w.named(path), strings.NewReader(w.named(body)))
	for name, value := range header {
		request.Header.Set(name, w.named(value))
	}
	if as != "" {
		request.Header.Set("Authorization", "Bearer "+w.names[as])
	}
	response := httptest.NewRecorder()
	w.handler.ServeHTTP(response, request)
	checkAnswer(w.t, request, response)
	return response
}

// named puts what they stand for in the place of <names>.
func (w *world) named(s string) string {
	for name, value := range w.names {
		s = strings.ReplaceAll(s, "<"+name+">", value)
	}
	return s
}

// events gives the operations of the events since it was asked last.
func (w *world) events() []string {
	w.t.Helper()
	if w.silent {
		return nil
	}
	list, err := w.store.Events(w.t.Context(), access.EventFilter{After: w.sequence}, record.MaxPage)
	w.must(err)
	var out []string
	for _, e := range list.Items {
		out = append(out, string(e.Operation))
		w.sequence = e.Sequence
	}
	return out
}

// The steps of a certificate's life, for scenarios that begin later in it.

func submitted(w *world) {
	w.make("etta.token", "feedback", "POST", "/v1/feedback/<feedback>/submit", "")
}

func proposed(w *world) {
	submitted(w)
	w.remember(w.make("staff", "certificate", "POST", "/v1/enrolments/<enrolment>/certificate", ""))
}

func sent(w *world) {
	proposed(w)
	w.remember(w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/send-for-signing", ""))
}

func signed(w *world) {
	sent(w)
	w.make("panel", "signoff", "POST", "/v1/certificates/<certificate>/sign-offs", `{"signatory_id": "<signatory>", "decision": "approved", "text_digest": "<digest>"}`)
	w.make("staff", "", "GET", "/v1/certificates/<certificate>", "")
	w.names["certificate.tag"] = w.names[".tag"]
}

func issued(w *world) {
	signed(w)
	w.remember(w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/issue", ""))
	version := w.make("staff", "", "GET", "/v1/versions/<version>", "")
	w.names["code"] = fmt.Sprint(version["code"])
}

func corrected(w *world) {
	issued(w)
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/correct", `{"reason_class": "correction"}`)
}

func uploaded(w *world) {
	response := w.send("staff", "POST", "/v1/files?purpose=signature&name=moss.png", map[string]string{"Content-Type": "image/png"}, pixel)
	var file struct{ ID string }
	w.must(json.Unmarshal(response.Body.Bytes(), &file))
	w.names["file"] = file.ID
}

// remember names what later steps refer to.
func (w *world) remember(c map[string]any) {
	for name, field := range map[string]string{"version": "version_id", "digest": "text_digest"} {
		if v, ok := c[field].(string); ok {
			w.names[name] = v
		}
	}
	if list, ok := c["signatories"].([]any); ok && len(list) > 0 {
		w.names["signatory"] = fmt.Sprint(list[0].(map[string]any)["id"])
	}
}

// press stands in for rendering, sealing and keeping files.
type press struct {
	mu    sync.Mutex
	files map[record.Digest][]byte
	fail  error // of the next seal
}

func newPress() *press { return &press{files: map[record.Digest][]byte{}} }

const sealMark = "sealed "

func (p *press) Typeset(_ context.Context, s certificate.Sheet) ([]byte, certificate.Base, error) {
	places := make([]certificate.Place, len(s.Signatories))
	return []byte("%PDF-1.7 " + string(s.Code) + " "), certificate.Base{Pages: 1, Places: places, Layout: s.Layout}, nil
}

func (p *press) Uncovered(_ string, texts ...string) ([]rune, error) {
	if strings.ContainsRune(strings.Join(texts, ""), '☃') {
		return []rune{'☃'}, nil
	}
	return nil, nil
}

func (p *press) Seal(_ context.Context, base []byte, s certificate.Sealing) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.fail; err != nil {
		p.fail = nil
		return nil, err
	}
	return append(base, sealMark+strconv.FormatInt(s.At.Unix(), 10)...), nil
}

func (p *press) Inspect(_ context.Context, file []byte) (certificate.Inspection, error) {
	words := strings.Fields(string(file))
	if len(words) == 0 || !strings.HasPrefix(words[0], "%PDF") {
		return certificate.Inspection{}, errNoPDF
	}
	found := certificate.Inspection{Sealed: strings.Contains(string(file), sealMark)}
	if len(words) > 1 {
		found.Code, _ = certificate.ParseCode(words[1])
	}
	return found, nil
}

func (p *press) Put(_ context.Context, b []byte) (record.Digest, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := record.DigestOf(b)
	p.files[d] = append([]byte{}, b...)
	return d, nil
}

func (p *press) Get(_ context.Context, d record.Digest) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b, ok := p.files[d]; ok {
		return b, nil
	}
	return nil, io.ErrUnexpectedEOF
}

// silence closes the database under the API, as a failing disk would.
func (w *world) silence() {
	w.must(w.store.Close())
	w.silent = true
}
