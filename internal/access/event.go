package access

import (
	"context"
	"strconv"
	"sync"
	"time"

	"testamur/internal/record"

	"github.com/google/uuid"
)

// Event records that somebody did something. Events are appended in the transaction of the change itself and never
// changed. They hold ids and codes only, no name, no text that people wrote and no address: people are erased, events
// are not.
type Event struct {
	ID        uuid.UUID
	Sequence  int64 // strictly increasing in the order of commits; given by the store
	At        time.Time
	Actor     Actor // as Recorded; when events are read, the store brings the name that the person has now
	Operation Operation
	Object    Ref
	Programme uuid.UUID         // the programme that the object belongs to, or Nil
	Detail    map[string]string // codes and ids, e.g. "state": "issued"
}

// Ref names an object.
type Ref struct {
	Kind string // the singular of the resource: "certificate"
	ID   uuid.UUID
}

// EventFilter narrows a list of events; zero fields do not.
type EventFilter struct {
	Programme uuid.UUID
	Object    uuid.UUID
	Operation Operation
	Actor     uuid.UUID // the token or the person who did it
	From      time.Time // not before
	To        time.Time // before
	After     int64     // only later sequence numbers
	Before    int64     // only earlier ones; 0: all
	Latest    bool      // the latest first
	Sight     Sight
}

// EventStore keeps the one table of events.
type EventStore interface {
	// AppendEvent must be the last write of its transaction: it holds the sequence until commit.
	AppendEvent(ctx context.Context, e Event) error
	// Events lists in the order of sequence, at most limit, and says whether more follow.
	Events(ctx context.Context, filter EventFilter, limit int) (record.List[Event], error)
}

// Journal writes events; every service holds one.
type Journal struct {
	Store   EventStore
	Now     func() time.Time
	NewID   func() uuid.UUID
	Unknown *Tally // of refusals to nobody known; nil counts none
}

// opRefuse is the operation of events that tell of a refusal; their detail names the operation that was asked for.
const opRefuse Operation = "refuse"

// Refused notes that the policy refused an operation. Refusals to nobody known are counted, and noted together by
// NoteUnknown: a stranger must not fill the database. The object may be Nil.
func (j Journal) Refused(ctx context.Context, a Actor, op Operation, object uuid.UUID) error {
	if a.Kind == KindAnonymous || a.Kind == "" {
		j.Unknown.add(op)
		return nil
	}
	return j.Note(ctx, a, opRefuse, Ref{ID: object}, uuid.Nil, map[string]string{"operation": string(op)})
}

// NoteUnknown notes what was refused to nobody known since it was last called, one event an operation.
func (j Journal) NoteUnknown(ctx context.Context) error {
	for op, n := range j.Unknown.take() {
		detail := map[string]string{"operation": string(op), "count": strconv.Itoa(n)}
		if err := j.Note(ctx, Anonymous(), opRefuse, Ref{}, uuid.Nil, detail); err != nil {
			j.Unknown.put(op, n)
			return err
		}
	}
	return nil
}

// Tally counts refusals in memory until they are noted. It is safe for concurrent use; a nil one counts nothing.
type Tally struct {
	lock   sync.Mutex
	counts map[Operation]int
}

func (t *Tally) add(op Operation) { t.put(op, 1) }

func (t *Tally) put(op Operation, n int) {
	if t == nil {
		return
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.counts == nil {
		t.counts = map[Operation]int{}
	}
	t.counts[op] += n
}

func (t *Tally) take() map[Operation]int {
	if t == nil {
		return nil
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	counts := t.counts
	t.counts = nil
	return counts
}

// Note appends one event.
func (j Journal) Note(ctx context.Context, a Actor, op Operation, object Ref, programme uuid.UUID, detail map[string]string) error {
	return j.Store.AppendEvent(ctx, Event{
		ID: j.NewID(), At: j.Now(), Actor: a.Recorded(), Operation: op, Object: object, Programme: programme, Detail: detail,
	})
}

// List gives events: to administrators all, to staff those of their programmes.
func (j Journal) List(ctx context.Context, a Actor, filter EventFilter, limit int) (_ record.List[Event], err error) {
	if filter.Sight, err = a.See(OpListEvents); err != nil {
		return record.List[Event]{}, err
	}
	return j.Store.Events(ctx, filter, limit)
}
