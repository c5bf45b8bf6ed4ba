package store

import (
	"context"
	"database/sql"
	"sync"
	"testing"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

// Pool gives the connections that write, for what no use case does.
func (s *Store) Pool() *sql.DB { return s.pool }

// MigrateTo brings an empty schema to what an earlier program had.
func (s *Store) MigrateTo(ctx context.Context, version int64) error {
	return s.alone(ctx, func(p *goose.Provider) error {
		_, err := p.UpTo(ctx, version)
		return err
	})
}

// FailCommits makes every commit fail with err until the function that it gives is called. The database has committed
// nevertheless when happens says so.
func (s *Store) FailCommits(err error, happens bool) (restore func()) {
	s.commit = func(tx *sql.Tx) error {
		end := tx.Rollback
		if happens {
			end = tx.Commit
		}
		if err := end(); err != nil {
			return err
		}
		return err
	}
	return func() { s.commit = (*sql.Tx).Commit }
}

// Statements gives what gorm sends from now on.
func (s *Store) Statements(t testing.TB) *[]string {
	t.Helper()
	var lock sync.Mutex
	sent := &[]string{}
	note := func(db *gorm.DB) {
		lock.Lock()
		defer lock.Unlock()
		*sent = append(*sent, db.Statement.SQL.String())
	}
	for _, db := range []*gorm.DB{s.readers, s.writer} {
		c := db.Callback()
		for _, err := range []error{
			c.Query().Register("test:note", note), c.Create().Register("test:note", note), c.Update().Register("test:note", note),
			c.Delete().Register("test:note", note), c.Row().Register("test:note", note), c.Raw().Register("test:note", note),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return sent
}

// Told says whether callers are told in words which unique index they ran into.
func Told(index string) bool {
	_, ok := clashes[index]
	return ok
}

// Translate is how errors of the databases become faults.
var Translate = translate
