package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// rows is a statement on the table of R. gorm's own generics do the same, but instantiated for every table they made this
// package take 25 seconds and 1.4 GB to compile.
type rows[R any] struct{ db *gorm.DB }

func of[R any](ctx context.Context, db *gorm.DB, clauses ...clause.Expression) rows[R] {
	return rows[R]{db.WithContext(ctx).Model(new(R)).Clauses(clauses...)}
}

func (q rows[R]) where(condition string, args ...any) rows[R] {
	return rows[R]{q.db.Where(condition, args...)}
}
func (q rows[R]) columns(names ...string) rows[R] { return rows[R]{q.db.Select(names)} }
func (q rows[R]) without(names ...string) rows[R] { return rows[R]{q.db.Omit(names...)} }
func (q rows[R]) order(by string) rows[R]         { return rows[R]{q.db.Order(by)} }
func (q rows[R]) limit(n int) rows[R]             { return rows[R]{q.db.Limit(n)} }

// find gives all rows.
func (q rows[R]) find() (found []R, err error) {
	err = q.db.Find(&found).Error
	return found, err
}

// take gives one row, or gorm.ErrRecordNotFound.
func (q rows[R]) take() (found R, err error) {
	err = q.db.Take(&found).Error
	return found, err
}

// count gives how many rows there are.
func (q rows[R]) count() (n int64, err error) {
	err = q.db.Count(&n).Error
	return n, err
}

// create, set, replace and remove say how many rows were written.
func (q rows[R]) create(r *R) (int64, error) { return written(q.db.Create(r)) }
func (q rows[R]) replace(r R) (int64, error) { return written(q.db.Select("*").Omit("id").Updates(r)) }
func (q rows[R]) remove() (int64, error)     { return written(q.db.Delete(new(R))) }

// change writes the named columns of r alone.
func (q rows[R]) change(r R, columns ...string) (int64, error) {
	return written(q.db.Select(columns).Updates(r))
}

func (q rows[R]) set(column string, to any) (int64, error) { return written(q.db.Update(column, to)) }

func written(db *gorm.DB) (int64, error) { return db.RowsAffected, db.Error }
