// Package store keeps everything in a database: SQLite in one file, or PostgreSQL. Here live the rows, the queries, the
// transactions and the numbered migrations. No rule of the domain lives here, except those that only a database can hold
// to when two writers come at once: what is unique, what refers to what, and the order of events.
package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/idempotency"
	"testamur/internal/keys"
	"testamur/internal/overview"
	"testamur/internal/programme"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

var (
	_ access.Store      = (*Store)(nil)
	_ programme.Store   = (*Store)(nil)
	_ certificate.Store = (*Store)(nil)
	_ idempotency.Store = (*Store)(nil)
	_ keys.Store        = (*Store)(nil)
	_ overview.Store    = (*Store)(nil)
)

// Options says where the database is.
type Options struct {
	Path string // of the SQLite file; made, readable by its owner alone, when it is missing
	URL  string // of PostgreSQL, "postgres://user:password@host/database"; when set, Path is not used
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	engine  engine
	readers *gorm.DB // for reads outside transactions
	writer  *gorm.DB // for transactions, which take their connections from pool
	pool    *sql.DB

	doubt  atomic.Bool            // the outcome of a commit is unknown, and nothing was committed since
	commit func(tx *sql.Tx) error // a field, so that tests can make it fail

	preparing sync.Mutex
	status    *sql.Stmt // see Status; nil until it is first asked for
}

// Open opens the database. It does not migrate: call Migrate before anything else. It fails when the database is newer
// than this program, which would not know what it must not break.
func Open(ctx context.Context, o Options) (*Store, error) {
	open := openSQLite
	if o.URL != "" {
		open = openPostgres
	}
	s, err := open(o)
	if err != nil {
		return nil, err
	}
	s.commit = (*sql.Tx).Commit
	if err := s.refuseNewer(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close closes all connections; what runs is waited for.
func (s *Store) Close() error {
	readers, err := s.readers.DB()
	if err != nil || readers == s.pool {
		return errors.Join(err, s.pool.Close())
	}
	return errors.Join(readers.Close(), s.pool.Close()) // the writer last: it folds the log into the file
}

// gormConfig is made anew for every handle: a dialect writes its own clauses into it.
func gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,           // every write is in a transaction of ours
		TranslateError:         true,           // by translating, which knows more than gorm's drivers
		Logger:                 logger.Discard, // errors are returned; statements would show what people wrote
	}
}

// translating makes every error of a gorm handle one of ours.
type translating struct{ gorm.Dialector }

// Translate implements gorm.ErrorTranslator.
func (translating) Translate(err error) error { return translate(err) }

// db gives the transaction of ctx, or else the readers.
func (s *Store) db(ctx context.Context) *gorm.DB {
	if t := s.transaction(ctx); t != nil {
		return t.db
	}
	return s.readers
}
