package account_test

import (
	"context"
	"crypto/rand"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

const goodPassword = "violet harbour tin whistle"

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// clock stands still until it is moved, forwards or back.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time       { return time.UnixMicro(c.at.Load()).UTC() }
func (c *clock) move(d time.Duration) { c.at.Add(d.Microseconds()) }

// letters keeps what was posted.
type letters struct {
	lock sync.Mutex
	sent []access.Letter
}

func (l *letters) Post(_ context.Context, letter access.Letter) error {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.sent = append(l.sent, letter)
	return nil
}

func (l *letters) all() []access.Letter {
	l.lock.Lock()
	defer l.lock.Unlock()
	return append([]access.Letter(nil), l.sent...)
}

// counting counts what is hashed.
type counting struct {
	account.Hasher
	runs atomic.Int64
}

func (c *counting) Matches(ctx context.Context, password, hash string) (bool, error) {
	matches, err := c.Hasher.Matches(ctx, password, hash)
	if fault.CodeOf(err) != fault.Limited {
		c.runs.Add(1)
	}
	return matches, err
}

type world struct {
	*account.Service
	t       testing.TB
	store   *store.Store
	clock   *clock
	letters *letters
	hasher  *counting
	guests  account.Guests
}

func newWorld(t testing.TB, s *store.Store) *world {
	t.Helper()
	w := &world{t: t, store: s, clock: &clock{}, letters: &letters{}, hasher: &counting{Hasher: account.NewArgon2(64)}}
	w.clock.at.Store(noon.UnixMicro())
	party, err := account.NewPasskeyParty("https://certificates.example.org", "School of Leadership")
	if err != nil {
		t.Fatal(err)
	}
	w.Service = &account.Service{
		Store: s, People: s.People(), Outbox: w.letters, Now: w.clock.now, NewID: newID, Random: rand.Reader, Hasher: w.hasher,
		Journal:  access.Journal{Store: s, Now: w.clock.now, NewID: newID, Unknown: &access.Tally{}},
		Passkeys: party, PublicURL: "https://certificates.example.org", Institution: "School of Leadership",
	}
	w.guests = account.Guests{Service: w.Service}
	return w
}

// each runs a test in a world of its own on every database that is there.
func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) { test(t, newWorld(t, s)) })
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fails checks the code and the reason of an error.
func fails(t testing.TB, err error, code fault.Code, reason string) {
	t.Helper()
	if fault.CodeOf(err) != code || fault.ReasonOf(err) != reason {
		t.Errorf("got %v, want %s/%s", err, code, reason)
	}
}

func (w *world) person(name, email string) access.Person {
	w.t.Helper()
	p := access.Person{
		Meta:         record.Meta{ID: newID(), Revision: 1, CreatedAt: noon, ChangedAt: noon},
		PersonFields: access.PersonFields{Name: name, Email: email},
	}
	must(w.t, w.store.People().Insert(w.t.Context(), p))
	return p
}

// account makes an account, with a password unless that is empty.
func (w *world) account(name, email, password string, admin bool) account.Account {
	w.t.Helper()
	a := account.Account{Meta: w.person(name, email).Meta, Email: email, Admin: admin}
	if password != "" {
		var err error
		a.Password, err = w.Hasher.Hash(w.t.Context(), password)
		must(w.t, err)
	}
	must(w.t, w.store.Accounts().Insert(w.t.Context(), a))
	return a
}

// from is where somebody comes from; the last byte tells them apart.
func from(n byte) account.Origin {
	return account.Origin{Address: netip.AddrFrom4([4]byte{192, 0, 2, n}), Device: "test"}
}

// signedIn signs in with the password.
func (w *world) signedIn(email string) (account.Signed, access.Actor) {
	w.t.Helper()
	signed, err := w.SignInWithPassword(w.t.Context(), from(1), email, goodPassword)
	must(w.t, err)
	return signed, w.actor(signed)
}

func (w *world) actor(signed account.Signed) access.Actor {
	w.t.Helper()
	a, err := w.Authenticate(w.t.Context(), signed.Secret)
	must(w.t, err)
	return a
}

// link gives the secret of the link in the last letter of a kind.
func (w *world) link(kind access.LetterKind) string {
	w.t.Helper()
	_, secret, found := strings.Cut(w.letter(kind).Data["link"], "/l/")
	if !found {
		w.t.Fatalf("the letter %s has no link", kind)
	}
	return secret
}

func (w *world) letter(kind access.LetterKind) access.Letter {
	w.t.Helper()
	for _, l := range slices.Backward(w.letters.all()) {
		if l.Kind == kind {
			return l
		}
	}
	w.t.Fatalf("no letter %s was sent", kind)
	return access.Letter{}
}

// events lists the operations of all events.
func (w *world) events() []access.Event {
	w.t.Helper()
	list, err := w.store.Events(w.t.Context(), access.EventFilter{Sight: access.Everything()}, 1000)
	must(w.t, err)
	return list.Items
}

func (w *world) happened(op access.Operation) (found []access.Event) {
	w.t.Helper()
	for _, e := range w.events() {
		if e.Operation == op {
			found = append(found, e)
		}
	}
	return found
}
