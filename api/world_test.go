package api_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/api"
	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/account/accounttest"
	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/operation"
	"testamur/internal/overview"
	"testamur/internal/personal"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// world is the whole API over a real database and real services. Only files are made by a stand-in, which needs no
// fonts: package press has tests of its own.
type world struct {
	t          testing.TB
	store      *store.Store
	database   *sql.DB // the same one, for looking at it
	press      *press
	handler    http.Handler
	log        *strings.Builder
	sessions   *account.Service
	operations *operation.Service
	letters    []access.Letter
	device     *accounttest.Device
	unknown    access.Tally
	mu         sync.Mutex
	clock      time.Time
	broken     bool              // the next id is a panic
	silent     bool              // the database is closed
	previews   int               // that one address may have rendered at once
	names      map[string]string // what <name> in a scenario stands for: "ana" an id, "ana.tag" its ETag, "staff" a token, "ana.session" a cookie
	sequence   int64             // of the last event that was looked at
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
	w := &world{t: t, press: newPress(), log: &strings.Builder{}, names: maps.Clone(begun.names), clock: begun.clock, previews: unlimited}
	w.store = storetest.OpenAt(t, store.Options{Path: path})
	database, err := sql.Open("sqlite3", path)
	w.must(err)
	w.database = database
	t.Cleanup(func() { w.must(database.Close()) })
	w.serve()
	return w
}

// serve builds the API over the world's database.
func (w *world) serve() *access.Service {
	w.t.Helper()
	journal := access.Journal{Store: w.store, Now: w.now, NewID: newID, Unknown: &w.unknown}
	people := &access.Service{Store: w.store, Journal: journal, Now: w.now, NewID: w.id, Random: rand.Reader}
	accounts := w.accounts(journal)
	w.sessions = accounts
	guests := account.Guests{Service: accounts}
	programmes := &programme.Service{Store: w.store, Journal: journal, Guests: guests, People: newcomers{people, accounts}, Now: w.now, NewID: w.id, Layouts: []string{"classic", "plain-2"}}
	certificates := &certificate.Service{
		Store: w.store, Blobs: w.press, Press: w.press, Flatten: flatten, Journal: journal, Guests: guests, Cohorts: programmes, Now: w.now, NewID: w.id,
		Random: rand.Reader, PublicURL: publicURL,
	}
	w.operations = &operation.Service{
		Store: w.store, Kinds: slices.Concat(programmes.Kinds(), certificates.Kinds()), Cohorts: programmes, Tokens: people, Accounts: accounts,
		Journal: journal, Log: slog.New(slog.NewTextHandler(w.log, nil)), Now: w.now, NewID: newID, Random: rand.Reader,
	}
	books, excerpts := handbooks(w.t, programmes, excerpt.Service{Store: w.store, Journal: journal, Guests: guests, Now: w.now, NewID: w.id}, blankPrinter{})
	config := api.Config{
		Access: people, Accounts: accounts, PublicURL: publicURL,
		Personal:   &personal.Service{Store: w.store, Blobs: w.press, Journal: journal, Now: w.now, Institution: "Institute"},
		Programmes: programmes, Certificates: certificates, Operations: w.operations, Handbooks: books, Excerpts: excerpts,
		Journal: journal, Idempotency: w.store, Ready: w.store.Ready, Now: w.now, NewID: newID,
		Log: slog.New(slog.NewTextHandler(w.log, nil)), PreviewBurst: w.previews,
	}
	config.Overview = &overview.Service{Store: w.store, Programmes: config.Programmes, Now: w.now}
	var err error
	w.handler, err = api.New(config)
	w.must(err)
	return people
}

// newcomers adds people and invites them.
type newcomers struct {
	*access.Service
	accounts *account.Service
}

func (n newcomers) InvitePerson(ctx context.Context, a access.Actor, person uuid.UUID) error {
	_, err := n.accounts.Invite(ctx, a, person, account.Invitation{})
	return err
}

// unlimited is more requests than any test sends.
const unlimited = 1_000_000

const publicURL = "https://certificates.example.org"

// accounts hashes passwords with little memory: package account has tests of its own.
func (w *world) accounts(journal access.Journal) *account.Service {
	passkeys, err := account.NewPasskeyParty(publicURL, "Institute")
	w.must(err)
	return &account.Service{
		Store: w.store, People: w.store.People(), Journal: journal, Outbox: w, Now: w.now, NewID: newID, Random: rand.Reader,
		Hasher: account.NewArgon2(64), Passkeys: passkeys, PublicURL: publicURL, Institution: "Institute",
	}
}

// Post implements access.Outbox: letters are kept here.
func (w *world) Post(_ context.Context, l access.Letter) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.letters = append(w.letters, l)
	return nil
}

// letter gives the last letter, which must be of a kind.
func (w *world) letter(kind access.LetterKind) access.Letter {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.letters) == 0 || w.letters[len(w.letters)-1].Kind != kind {
		w.t.Fatalf("the last letter is no %s: %v", kind, w.letters)
	}
	return w.letters[len(w.letters)-1]
}

// link gives the secret of the link in the last letter.
func (w *world) link(kind access.LetterKind) string {
	w.t.Helper()
	_, secret, _ := strings.Cut(w.letter(kind).Data["link"], account.LinkPrefix)
	return account.LinkPrefix + secret
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) token(people *access.Service, name string, fields access.TokenFields) {
	w.t.Helper()
	fields.Name = name
	_, secret, err := people.CreateToken(w.t.Context(), access.System("test"), fields)
	w.must(err)
	w.names[name] = secret
}

// enter invites a person and follows the link, so that "<person>.session" is a session with a fresh proof.
func (w *world) enter(person string) {
	w.t.Helper()
	w.make("admin", "", "POST", "/v1/people/<"+person+">/invitation", "")
	w.follow(person, w.link(access.LetterInvitation))
}

func (w *world) follow(person, link string) {
	w.t.Helper()
	w.names[person+".session"] = w.cookie(w.signIn("link", map[string]string{"link": link}))
}

// makeAdmin makes an administrator, as the command line does.
func (w *world) makeAdmin(person string) {
	w.t.Helper()
	link, err := w.sessions.MakeAdmin(w.t.Context(), access.System("test"), person+" Reis", person+"@example.org")
	w.must(err)
	_, secret, _ := strings.Cut(link, account.LinkPrefix)
	w.follow(person, account.LinkPrefix+secret)
}

// signIn begins a session with a method, in the browser that has the session as, if any.
func (w *world) signIn(method string, body map[string]string, as ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send(strings.Join(as, ""), "POST", "/v1/sessions/"+method, jsonHeader, asJSON(body))
}

// cookie gives the session that an answer sets, or "" when it clears the one there was. It fails without either.
func (w *world) cookie(r *httptest.ResponseRecorder) string {
	w.t.Helper()
	cookies := r.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Name != SessionCookie {
		w.t.Fatalf("%d with the cookies %v: %s", r.Code, cookies, r.Body)
	}
	return cookies[0].Value
}

const SessionCookie = "__Host-testamur"

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
	switch secret := w.names[as]; {
	case strings.HasPrefix(secret, account.SessionPrefix):
		request.AddCookie(&http.Cookie{Name: SessionCookie, Value: secret})
	case secret != "":
		request.Header.Set("Authorization", "Bearer "+secret)
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
	list, err := w.store.Events(w.t.Context(), access.EventFilter{After: w.sequence, Sight: access.Everything()}, record.MaxPage)
	w.must(err)
	var out []string
	for _, e := range list.Items {
		out = append(out, string(e.Operation))
		w.sequence = e.Sequence
	}
	return out
}

// silence closes the database under the API, as a failing disk would.
func (w *world) silence() {
	w.must(w.store.Close())
	w.silent = true
}
