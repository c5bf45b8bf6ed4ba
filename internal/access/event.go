package access

import (
	"context"
	"time"

	"testamur/internal/record"

	"github.com/google/uuid"
)

// Event records that somebody did something. Events are appended in the transaction of the change itself and never
// changed. They hold ids and codes only, no text that people wrote and no address.
type Event struct {
	ID        uuid.UUID
	Sequence  int64 // strictly increasing in the order of commits; given by the store
	At        time.Time
	Actor     Actor // Kind, ID, Name and Person as they were then
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
	After     int64 // only later sequence numbers
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
	Store EventStore
	Now   func() time.Time
	NewID func() uuid.UUID
}

// Note appends one event.
func (j Journal) Note(ctx context.Context, a Actor, op Operation, object Ref, programme uuid.UUID, detail map[string]string) error {
	return j.Store.AppendEvent(ctx, Event{
		ID: j.NewID(), At: j.Now(), Actor: a, Operation: op, Object: object, Programme: programme, Detail: detail,
	})
}

// List gives events to administrators and staff.
func (j Journal) List(ctx context.Context, a Actor, filter EventFilter, limit int) (record.List[Event], error) {
	if err := a.Permit(OpListEvents); err != nil {
		return record.List[Event]{}, err
	}
	return j.Store.Events(ctx, filter, limit)
}
