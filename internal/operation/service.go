package operation

import (
	"context"
	"io"
	"log/slog"
	"time"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Store is what this package needs of the database.
type Store interface {
	record.Transactor
	// UpdateLoosely is Update for what need not survive a power cut, such as a lease.
	UpdateLoosely(ctx context.Context, fn func(ctx context.Context) error) error
	Operations() record.Table[Operation, Filter]
	InsertItems(ctx context.Context, items []Item) error
	// Items lists those of an operation in the order of the plan; state "" is any.
	Items(ctx context.Context, operation uuid.UUID, state ItemState, page record.Page) (record.List[Item], error)
	// Inputs gives what the items of an operation were planned from, in the order of the plan.
	Inputs(ctx context.Context, operation uuid.UUID) ([]Item, error)
	// Announced gives state, effects, letters, documents and problems of all items of an operation, without anybody's name.
	Announced(ctx context.Context, operation uuid.UUID) ([]Item, error)
	// ClaimItems gives at most limit items that are to be done now and were never lost, held until then by the caller alone.
	ClaimItems(ctx context.Context, operation uuid.UUID, now, until time.Time, limit int) ([]Item, error)
	// LoseItems counts that the leases of items ended without an answer, and has them wait to be done again. Those that were
	// lost so often as most says by now fail, as end has it.
	LoseItems(ctx context.Context, operation uuid.UUID, now time.Time, most int, end Failure) error
	// ClaimLostItem is ClaimItems for one that was lost before, the least often first. It gives none while another such item
	// is held anywhere: should the program end again, it is known at which.
	ClaimLostItem(ctx context.Context, operation uuid.UUID, now, until time.Time) ([]Item, error)
	// HoldItems holds those of the claimed items longer whose lease has not ended by now.
	HoldItems(ctx context.Context, items []uuid.UUID, now, until time.Time) error
	// SettleItem writes state, person, failure, result and times of an item that is running and was not claimed again since, and
	// says whether that is so. Of one that has ended it forgets input and name.
	SettleItem(ctx context.Context, i Item) (bool, error)
	// ReturnItem has an item wait again that is running and was not claimed again since, as if it had not been claimed.
	ReturnItem(ctx context.Context, i Item) error
	// SkipItems ends all of an operation that wait, with a reason.
	SkipItems(ctx context.Context, operation uuid.UUID, reason string, at time.Time) error
	// SkipStopped ends the items of operations that were stopped which nobody holds by now: they were under way then, and were to
	// be tried again, or their server died.
	SkipStopped(ctx context.Context, now time.Time) error
	// LeftItems counts those that are neither done, failed nor skipped.
	LeftItems(ctx context.Context, operation uuid.UUID) (int, error)
	// RunningOperations lists those that are to be worked on, the oldest first.
	RunningOperations(ctx context.Context) ([]uuid.UUID, error)
	// DropPlans removes dry runs that can no longer be confirmed, with their items.
	DropPlans(ctx context.Context, now time.Time) error
}

// Cohorts knows who may do what to a cohort.
type Cohorts interface {
	// PermitCohort gives the programme of a cohort on which the actor may carry out the operation. It fails as NotFound or
	// Forbidden.
	PermitCohort(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (uuid.UUID, error)
}

// Hands finds whoever confirmed an operation again.
type Hands interface {
	// Again gives a recorded actor with the powers that they have now. It fails as Unauthenticated when they have none any
	// more.
	Again(ctx context.Context, recorded access.Actor) (access.Actor, error)
}

// Service carries out the use cases of operations, and the work itself.
type Service struct {
	Store    Store
	Kinds    []Kind
	Cohorts  Cohorts
	Tokens   Hands
	Accounts Hands
	Journal  access.Journal
	Log      *slog.Logger
	Now      func() time.Time
	NewID    func() uuid.UUID
	Random   io.Reader
	Woken    chan struct{} // of size one, by which Wake reaches Run; may be nil where nothing runs
	Workers  int           // how many batches are under way at once in this process
}

func (s *Service) kind(name string) Kind {
	for _, k := range s.Kinds {
		if k.Name() == name {
			return k
		}
	}
	return nil
}

func (o Operation) object() access.Object {
	return access.Object{Kind: "operation", Reading: access.OpGetOperation, Programme: o.Programme}
}

func (o Operation) order(inputs []Item) Order {
	order := Order{Cohort: o.Cohort, Programme: o.Programme, Options: o.Options}
	for _, i := range inputs {
		order.Inputs = append(order.Inputs, i.Input)
	}
	return order
}

func (s *Service) note(ctx context.Context, a access.Actor, op access.Operation, o Operation) error {
	detail := map[string]string{"kind": o.Kind, "state": string(o.State), "cohort": o.Cohort.String()}
	return s.Journal.Note(ctx, a, op, access.Ref{Kind: "operation", ID: o.ID}, o.Programme, detail)
}

// Wake has Run look at once for what is to be done.
func (s *Service) Wake() {
	select {
	case s.Woken <- struct{}{}:
	default: // it is woken already, or there is nobody to wake
	}
}
