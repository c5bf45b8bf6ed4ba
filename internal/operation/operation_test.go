package operation_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

var (
	office = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "office", Role: access.RoleAdmin}
	staff  = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "staff", Role: access.RoleStaff}
)

// counting is a kind that adds a theme for each of its items, and counts how often each was begun.
type counting struct {
	*world
	items int
	mu    sync.Mutex
	begun map[int]int
	fail  func(operation.Item) error
	meet  func(operation.Item)
	plan  func()
	shape func(i int, item *operation.Item) // as it is planned
}

func (*counting) Name() string { return "count" }
func (*counting) Batch() int   { return 3 }
func (*counting) Permit(a access.Actor, programme uuid.UUID) error {
	return a.PermitOn(access.OpCreateTheme, access.Object{Kind: "programme", Reading: access.OpGetProgramme, Programme: programme})
}

func (k *counting) Plan(context.Context, access.Actor, operation.Order) ([]operation.Item, error) {
	if k.plan != nil {
		k.plan()
	}
	items := make([]operation.Item, k.items)
	for i := range items {
		items[i] = operation.Item{Effects: []string{"count"}, Input: json.RawMessage("{}"), Name: "Somebody"}
		if k.shape != nil {
			k.shape(i, &items[i])
		}
	}
	return items, nil
}

func (k *counting) Do(ctx context.Context, a access.Actor, _ operation.Order, items []operation.Item, done operation.Mark) []error {
	return operation.Together(ctx, k.db, items, done, func(ctx context.Context, item *operation.Item) (access.Ref, error) {
		k.mu.Lock()
		k.begun[item.Position]++
		k.mu.Unlock()
		if k.meet != nil {
			k.meet(*item)
		}
		if k.fail != nil {
			if err := k.fail(*item); err != nil {
				return access.Ref{}, err
			}
		}
		theme, err := k.programmes.CreateTheme(ctx, a, k.programme, uuid.Nil, programme.ThemeFields{Heading: "Theme"})
		return access.Ref{Kind: "theme", ID: theme.ID}, err
	})
}

// world is an engine over a real database, with a clock that is moved by hand.
type world struct {
	*operation.Service
	t          *testing.T
	db         *store.Store
	programmes *programme.Service
	programme  uuid.UUID
	cohort     uuid.UUID
	kind       *counting
	hands      hands
	mu         sync.Mutex
	clock      time.Time
}

// hands gives whoever confirmed with the powers that the test says.
type hands struct {
	actor access.Actor
	err   error
}

func (h *hands) Again(context.Context, access.Actor) (access.Actor, error) { return h.actor, h.err }

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

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// each runs a test with an engine of so many items on every database that is there.
func each(t *testing.T, items int, test func(w *world)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := &world{t: t, db: db, clock: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), hands: hands{actor: office}}
		journal := access.Journal{Store: db, Now: w.now, NewID: newID}
		w.programmes = &programme.Service{Store: db, Journal: journal, Now: w.now, NewID: newID, Layouts: []string{"classic"}}
		fields := programme.Defaults()
		fields.Name = "Social learning leadership"
		p, err := w.programmes.CreateProgramme(t.Context(), office, fields)
		w.must(err)
		c, err := w.programmes.CreateCohort(t.Context(), office, p.ID, programme.CohortFields{Name: "2015"})
		w.must(err)
		w.programme, w.cohort = p.ID, c.ID
		w.kind = &counting{world: w, items: items, begun: map[int]int{}}
		w.Service = w.server()
		test(w)
	})
}

// server is another one on the same database.
func (w *world) server() *operation.Service {
	return &operation.Service{
		Store: w.db, Kinds: []operation.Kind{w.kind}, Cohorts: w.programmes, Tokens: &w.hands, Accounts: &w.hands,
		Journal: access.Journal{Store: w.db, Now: w.now, NewID: newID}, Log: slog.New(slog.DiscardHandler), Now: w.now, NewID: newID, Random: rand.Reader, Workers: 2,
	}
}

func (w *world) confirmed() operation.Operation {
	w.t.Helper()
	o, token, err := w.Plan(w.t.Context(), office, access.OpCreateOperation, "count", operation.Order{Cohort: w.cohort})
	w.must(err)
	o, err = w.Confirm(w.t.Context(), office, o.ID, token, operation.All)
	w.must(err)
	return o
}

func (w *world) again(o operation.Operation) operation.Operation {
	w.t.Helper()
	o, err := w.Get(w.t.Context(), office, o.ID)
	w.must(err)
	return o
}

// made counts what really came of the items.
func (w *world) made() int {
	w.t.Helper()
	list, err := w.db.Themes().List(w.t.Context(), programme.ThemeFilter{Programme: w.programme, Sight: access.Everything()}, record.Page{Limit: record.MaxPage})
	w.must(err)
	return len(list.Items)
}

func TestSeveralServersDoEveryItemOnce(t *testing.T) {
	each(t, 40, func(w *world) {
		o := w.confirmed()
		var servers sync.WaitGroup
		for range 3 {
			servers.Go(func() { w.server().Work(w.t.Context()) })
		}
		servers.Wait()
		w.Work(w.t.Context())
		if o = w.again(o); o.State != operation.Done || o.Tally.States[operation.ItemDone] != 40 || w.made() != 40 {
			w.t.Errorf("%s: %v, and %d were made", o.State, o.Tally, w.made())
		}
	})
}

func TestCancellingStopsBeforeTheNextItemsAndKeepsWhatIsDone(t *testing.T) {
	each(t, 30, func(w *world) {
		o := w.confirmed()
		w.Workers = 1
		var once sync.Once
		ctx, cancel := context.WithCancel(w.t.Context())
		w.kind.meet = func(i operation.Item) {
			if i.Position == 5 {
				once.Do(cancel) // the server stops in the middle
			}
		}
		w.Work(ctx)
		_, err := w.Cancel(w.t.Context(), office, o.ID)
		w.must(err)
		w.later(time.Hour)
		w.Work(w.t.Context())
		o = w.again(o)
		if done := o.Tally.States[operation.ItemDone]; o.State != operation.Cancelled || done != w.made() || done >= 30 || o.Tally.States[operation.ItemSkipped] == 0 {
			w.t.Errorf("%s: %v, and %d were made", o.State, o.Tally, w.made())
		}
		if _, err := w.Cancel(w.t.Context(), office, o.ID); err != nil {
			w.t.Errorf("cancelling again: %v", err)
		}
	})
}

func TestOneThatFailsTakesNoOtherAlong(t *testing.T) {
	each(t, 7, func(w *world) {
		w.kind.fail = func(i operation.Item) error {
			if i.Position == 2 {
				return fault.New(fault.Conflict, "declined", "Somebody declined.")
			}
			return nil
		}
		o := w.confirmed()
		w.Work(w.t.Context())
		o = w.again(o)
		if o.State != operation.Done || o.Tally.States[operation.ItemDone] != 6 || o.Tally.Failures["declined"] != 1 || w.made() != 6 {
			w.t.Errorf("%s: %v", o.State, o.Tally)
		}
		list, err := w.Items(w.t.Context(), office, o.ID, operation.ItemFailed, record.Page{Limit: 10})
		w.must(err)
		if i := list.Items[0]; i.Position != 2 || i.Message != "Somebody declined." || i.Input != nil && string(i.Input) != "null" || i.Name != "" {
			w.t.Errorf("%+v", i)
		}
	})
}

func TestWhatMayPassIsTriedAgainLater(t *testing.T) {
	each(t, 1, func(w *world) {
		w.kind.fail = func(i operation.Item) error {
			if i.Attempts < 3 {
				return fault.New(fault.Unavailable, "", "The time authority does not answer.")
			}
			return nil
		}
		o := w.confirmed()
		for range 2 {
			w.Work(w.t.Context())
			if o = w.again(o); o.State != operation.Running || o.Tally.States[operation.ItemWaiting] != 1 {
				w.t.Fatalf("%s: %v", o.State, o.Tally)
			}
			w.later(time.Minute)
		}
		w.Work(w.t.Context())
		if o = w.again(o); o.State != operation.Done || o.Tally.States[operation.ItemDone] != 1 {
			w.t.Errorf("%s: %v", o.State, o.Tally)
		}
	})
}

func TestItStopsWhenWhoeverConfirmedItMayNotDoItAnyMore(t *testing.T) {
	ended := fault.New(fault.Unauthenticated, "token_ended", "This token has expired or was revoked.")
	for name, h := range map[string]hands{"revoked": {err: ended}, "staff no more": {actor: access.Actor{Kind: access.KindAccount, Person: uuid.New()}}} {
		t.Run(name, func(t *testing.T) {
			each(t, 5, func(w *world) {
				o := w.confirmed()
				w.hands = h
				w.Work(w.t.Context())
				if o = w.again(o); o.State != operation.Failed || o.Reason != "not_permitted" || o.Tally.States[operation.ItemSkipped] != 5 || w.made() != 0 {
					w.t.Errorf("%s %s: %v", o.State, o.Reason, o.Tally)
				}
			})
		})
	}
}

// A server that dies holds its items until their lease ends; then another does them. When it was only slow, what it did
// since is undone.
func TestWhatADeadServerHeldIsDoneByAnother(t *testing.T) {
	each(t, 3, func(w *world) {
		o := w.confirmed()
		items, err := w.db.ClaimItems(w.t.Context(), o.ID, w.now(), w.now().Add(30*time.Second), 3)
		w.must(err)
		w.Work(w.t.Context())
		if o = w.again(o); o.Tally.States[operation.ItemRunning] != 3 {
			w.t.Fatalf("%v", o.Tally)
		}
		w.later(31 * time.Second)
		w.Work(w.t.Context())
		if o = w.again(o); o.State != operation.Done || w.made() != 3 {
			w.t.Errorf("%s: %v", o.State, o.Tally)
		}
		items[0].State = operation.ItemDone
		if settled, err := w.db.SettleItem(w.t.Context(), items[0]); settled || err != nil {
			w.t.Errorf("the dead one settled it: %v, %v", settled, err)
		}
	})
}

func TestADryRunThatNobodyConfirmedIsGone(t *testing.T) {
	each(t, 3, func(w *world) {
		o, _, err := w.Plan(w.t.Context(), staff, access.OpCreateOperation, "count", operation.Order{Cohort: w.cohort})
		w.must(err)
		w.must(w.db.DropPlans(w.t.Context(), w.now()))
		w.again(o)
		w.later(operation.PlanLife)
		w.must(w.db.DropPlans(w.t.Context(), w.now()))
		if _, err := w.Get(w.t.Context(), office, o.ID); fault.CodeOf(err) != fault.NotFound {
			w.t.Errorf("%v", err)
		}
	})
}

// What was under way when an operation was cancelled, and then was to be tried again or never heard of, ends too, and nothing
// of what it was planned from is kept.
func TestWhatWasUnderWayWhenAnOperationWasCancelledEnds(t *testing.T) {
	each(t, 3, func(w *world) {
		o := w.confirmed()
		ctx := w.t.Context()
		held, err := w.db.ClaimItems(ctx, o.ID, w.now(), w.now().Add(time.Minute), 2)
		w.must(err)
		_, err = w.Cancel(ctx, office, o.ID)
		w.must(err)
		held[0].State, held[0].NotBefore = operation.ItemWaiting, w.now().Add(time.Second)
		_, err = w.db.SettleItem(ctx, held[0])
		w.must(err)
		w.must(w.db.SkipStopped(ctx, w.now()))
		if running := w.again(o).Tally.States[operation.ItemRunning]; running != 1 {
			w.t.Errorf("of one that is held, %d are left alone", running)
		}
		w.later(time.Hour)
		w.must(w.db.SkipStopped(ctx, w.now()))
		if o = w.again(o); o.Tally.States[operation.ItemSkipped] != 3 {
			w.t.Errorf("%s: %v", o.State, o.Tally)
		}
		list, err := w.Items(ctx, office, o.ID, "", record.Page{Limit: 10})
		w.must(err)
		for _, i := range list.Items {
			if i.Name != "" || i.Input != nil && string(i.Input) != "null" || i.Reason != "cancelled" || i.EndedAt.IsZero() {
				w.t.Errorf("%+v", i)
			}
		}
	})
}
