// Package record holds what every stored thing has in common: identity, revision and times, how lists are paged, and the
// narrow shape in which domain packages ask for storage. It holds no rules and no database.
package record

import (
	"context"
	"time"

	"testamur/internal/fault"

	"github.com/google/uuid"
)

// Meta is the identity and history of an aggregate.
type Meta struct {
	ID        uuid.UUID // UUIDv7, so that ids sort by creation
	Revision  int64     // 1 when created, one more with every change; the ETag
	CreatedAt time.Time // UTC, microseconds
	ChangedAt time.Time // UTC, microseconds
}

// Head gives the meta data itself, so that generic code can reach it through an embedded Meta.
func (m *Meta) Head() *Meta { return m }

// Match is the revision that a change was made against (If-Match). Any accepts every revision: only for upserts by
// external id, and for work of the system itself.
type Match int64

// Any matches every revision.
const Any Match = -1

// Check fails as Stale when the aggregate is at another revision.
func (m Match) Check(at int64) error {
	if m == Any || int64(m) == at {
		return nil
	}
	return fault.New(fault.Stale, "", "This was changed after you read it. Read it again, then repeat your change.")
}

// Absent fails as Stale when a revision was named of something that does not exist (RFC 9110, 13.1.1).
func (m Match) Absent() error {
	if m == Any {
		return nil
	}
	return fault.New(fault.Stale, "", "There is nothing here yet that could be at this revision. Leave If-Match out to create it.")
}

// MaxPage is the largest number of items of one page.
const MaxPage = 200

// Page asks for a part of a list, in the order of ids (creation).
type Page struct {
	After uuid.UUID // the last id of the page before; Nil for the first
	Limit int       // 1 to MaxPage
}

// List is one page and whether more follows.
type List[T any] struct {
	Items []T
	More  bool
}

// Transactor spans transactions over one database. The context that fn receives carries the transaction: every read and
// write made with it belongs to it. Nested calls join the outer one. An error from fn undoes everything.
type Transactor interface {
	Update(ctx context.Context, fn func(ctx context.Context) error) error
}

// Table stores aggregates of one kind. F is the filter of its lists.
type Table[T, F any] interface {
	// Get fails as NotFound.
	Get(ctx context.Context, id uuid.UUID) (T, error)
	// Insert fails as Conflict when a unique field is taken, as Invalid when something referred to does not exist.
	Insert(ctx context.Context, t T) error
	// Update writes t, whose Meta holds the revision that was read; it fails as Stale when that is no longer the
	// stored one, and otherwise raises the revision of t.
	Update(ctx context.Context, t *T) error
	List(ctx context.Context, filter F, page Page) (List[T], error)
}
