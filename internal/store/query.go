package store

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// conditions gathers what a list is narrowed by; zero values narrow nothing.
type conditions []clause.Expression

// and adds a condition; one that contains "or" brings its own parentheses.
func (c *conditions) and(sql string, args ...any) {
	*c = append(*c, clause.Expr{SQL: sql, Vars: args})
}

func (c *conditions) id(column string, v uuid.UUID) {
	if v != uuid.Nil {
		c.and(column+" = ?", v)
	}
}

func (c *conditions) text(column, v string) {
	if v != "" {
		c.and(column+" = ?", v)
	}
}

func (c *conditions) archived(v *bool) {
	if v != nil {
		c.and("archived = ?", *v)
	}
}

func (c *conditions) where() clause.Where { return clause.Where{Exprs: *c} }

// scalar gives the single value that a query answers with; the zero value when it answers with no row.
func scalar[V any](ctx context.Context, db *gorm.DB, sql string, args ...any) (V, error) {
	var v V
	err := db.WithContext(ctx).Raw(sql, args...).Scan(&v).Error
	return v, err
}

// execute runs a statement and gives the number of rows that it touched.
func execute(ctx context.Context, db *gorm.DB, sql string, args ...any) (int64, error) {
	result := db.WithContext(ctx).Exec(sql, args...)
	return result.RowsAffected, result.Error
}

// idsOf gathers the ids that a query asks for at once. The last one is repeated until there is a power of two, so that
// there are few statements to prepare.
func idsOf[T any](items []T, id func(T) uuid.UUID) []uuid.UUID {
	ids := make([]uuid.UUID, 0, 2*len(items))
	for _, item := range items {
		ids = append(ids, id(item))
	}
	for len(ids)&(len(ids)-1) != 0 {
		ids = append(ids, ids[len(ids)-1])
	}
	return ids
}
