package store

import (
	"context"
	"errors"
	"time"

	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Head is the beginning of every aggregate's row. It is exported for gorm, which passes over what is not.
type Head struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Revision  int64
	CreatedAt instant `gorm:"autoCreateTime:false"` // the domain says when
	ChangedAt instant
}

func (h Head) id() uuid.UUID { return h.ID }

func headOf(m record.Meta) Head {
	return Head{ID: m.ID, Revision: m.Revision, CreatedAt: instant(m.CreatedAt), ChangedAt: instant(m.ChangedAt)}
}

func (h Head) meta() record.Meta {
	return record.Meta{ID: h.ID, Revision: h.Revision, CreatedAt: time.Time(h.CreatedAt), ChangedAt: time.Time(h.ChangedAt)}
}

// aggregate reaches the meta data of a domain type.
type aggregate[T any] interface {
	*T
	Head() *record.Meta
}

// headed is a row that begins with a Head.
type headed interface {
	row
	meta() record.Meta
}

// table stores aggregates T, filtered by F, as rows R. It implements record.Table.
type table[T, F any, R headed, P aggregate[T]] struct {
	store   *Store
	kind    string // as people call one
	pack    func(T) R
	unpack  func(R) T
	filter  func(*conditions, F) // nil: nothing to filter by
	uniques []unique[R]
	load    func(context.Context, []T) error // brings what lies in other tables, for many at once; nil: nothing
	save    func(context.Context, T) error   // stores what lies in other tables; nil: nothing
}

// Get implements record.Table. Inside a transaction the row stays locked until its end.
func (t table[T, F, R, P]) Get(ctx context.Context, id uuid.UUID) (T, error) {
	return t.one(ctx, "id = ?", id)
}

// one gives the aggregate that the condition finds, locked inside a transaction.
func (t table[T, F, R, P]) one(ctx context.Context, where string, args ...any) (T, error) {
	items := make([]T, 1)
	err := t.whole(ctx, func(ctx context.Context) error {
		r, err := one[R](ctx, t.store, t.kind, where, args...)
		if err != nil {
			return err
		}
		items, err = t.items(ctx, []R{r})
		return err
	})
	return items[0], err
}

// whole runs a read so that what lies in several tables fits together.
func (t table[T, F, R, P]) whole(ctx context.Context, read func(context.Context) error) error {
	if t.load == nil {
		return read(ctx)
	}
	return t.store.snapshot(ctx, read)
}

// items turns rows into aggregates.
func (t table[T, F, R, P]) items(ctx context.Context, rows []R) ([]T, error) {
	items := make([]T, len(rows))
	for i, r := range rows {
		items[i] = t.unpack(r)
	}
	if t.load == nil || len(items) == 0 {
		return items, nil
	}
	return items, t.load(ctx, items)
}

// Insert implements record.Table.
func (t table[T, F, R, P]) Insert(ctx context.Context, item T) error {
	return t.store.Update(ctx, func(ctx context.Context) error {
		if err := insert(ctx, t.store, t.pack(item), t.uniques); err != nil || t.save == nil {
			return err
		}
		return t.save(ctx, item)
	})
}

// Update implements record.Table.
func (t table[T, F, R, P]) Update(ctx context.Context, item *T) error {
	meta := P(item).Head()
	read := meta.Revision
	meta.Revision++
	err := t.store.Update(ctx, func(ctx context.Context) error { return t.replace(ctx, *item, read) })
	if err != nil {
		meta.Revision = read
	}
	return err
}

func (t table[T, F, R, P]) replace(ctx context.Context, item T, read int64) error {
	db, r := t.store.db(ctx), t.pack(item)
	if err := find(ctx, db, r, t.uniques); err != nil {
		return err
	}
	n, err := of[R](ctx, db).where("id = ? AND revision = ?", r.id(), read).replace(r)
	if err != nil {
		return err
	}
	if n == 0 {
		return t.missed(ctx, r.id(), read)
	}
	if t.save == nil {
		return nil
	}
	return t.save(ctx, item)
}

// missed says why no row had the revision that was read.
func (t table[T, F, R, P]) missed(ctx context.Context, id uuid.UUID, read int64) error {
	r, err := one[R](ctx, t.store, t.kind, "id = ?", id)
	if err != nil {
		return err
	}
	return record.Match(read).Check(r.meta().Revision)
}

// List implements record.Table.
func (t table[T, F, R, P]) List(ctx context.Context, filter F, page record.Page) (record.List[T], error) {
	var c conditions
	if t.filter != nil {
		t.filter(&c, filter)
	}
	c.and("id > ?", page.After)
	var list record.List[T]
	err := t.whole(ctx, func(ctx context.Context) error {
		rows, err := of[R](ctx, t.store.db(ctx), c.where()).order("id").limit(page.Limit + 1).find()
		if err != nil {
			return err
		}
		rows, list.More = cut(rows, page.Limit)
		list.Items, err = t.items(ctx, rows)
		return err
	})
	return list, err
}

// cut takes off the row that was read only to know whether there are more.
func cut[R any](rows []R, limit int) ([]R, bool) {
	if len(rows) <= limit {
		return rows, false
	}
	return rows[:limit], true
}

// one gives the row that the condition finds. Inside a transaction it stays locked until its end, so that nobody changes
// it between reading and writing; those who only refer to it are not held up. SQLite needs no lock and ignores it.
func one[R any](ctx context.Context, s *Store, kind, where string, args ...any) (R, error) {
	var lock []clause.Expression
	if t := s.transaction(ctx); t != nil && !t.reading {
		lock = append(lock, clause.Locking{Strength: "NO KEY UPDATE"})
	}
	r, err := of[R](ctx, s.db(ctx), lock...).where(where, args...).take()
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return r, fault.Missing(kind)
	}
	return r, err
}

// insert adds a row, or says what of it is taken.
func insert[R row](ctx context.Context, s *Store, r R, uniques []unique[R]) error {
	return s.Update(ctx, func(ctx context.Context) error {
		n, err := of[R](ctx, s.db(ctx), clause.OnConflict{DoNothing: true}).create(&r)
		if err != nil || n > 0 {
			return err
		}
		if err := find(ctx, s.db(ctx), r, uniques); err != nil {
			return err
		}
		return taken("")
	})
}
