package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"testamur/internal/fault"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"
)

// transaction is what a context carries inside Update.
type transaction struct {
	db      *gorm.DB // bound to it
	tx      *sql.Tx
	reading bool  // it only reads, so it locks nothing
	failed  error // of a nested call: nothing of this transaction may stay
}

// transactionKey finds the transaction of one store in a context.
type transactionKey struct{ *Store }

// transaction gives the one that ctx carries, or nil.
func (s *Store) transaction(ctx context.Context) *transaction {
	t, ok := ctx.Value(transactionKey{s}).(*transaction)
	if !ok {
		return nil
	}
	return t
}

// Update implements record.Transactor. On SQLite transactions run one after the other. A call inside another joins it,
// and its failure undoes the outer one too, even when the outer one carries on. It fails as Unavailable with the reason
// outcome_unknown when the commit itself failed: then what was written may be there or not, and Ready says no until
// something could be committed again.
func (s *Store) Update(ctx context.Context, fn func(ctx context.Context) error) error {
	if outer := s.transaction(ctx); outer != nil {
		return outer.join(ctx, fn)
	}
	return s.within(ctx, s.writer, &sql.TxOptions{}, fn, s.finish)
}

// finish commits, and draws the conclusion.
func (s *Store) finish(tx *sql.Tx) error { return s.settle(s.commit(tx)) }

// UpdateLoosely implements certificate.Store. Other servers and later transactions see at once what it wrote.
func (s *Store) UpdateLoosely(ctx context.Context, fn func(ctx context.Context) error) error {
	if outer := s.transaction(ctx); outer != nil {
		return outer.join(ctx, fn)
	}
	if s.engine.shared {
		return s.Update(ctx, func(ctx context.Context) error {
			if _, err := execute(ctx, s.db(ctx), "SET LOCAL synchronous_commit = off"); err != nil {
				return err
			}
			return fn(ctx)
		})
	}
	return s.onConnection(ctx, s.writer, func(conn *sql.Conn) (err error) {
		restore, err := relax(ctx, conn)
		if err != nil {
			return err
		}
		defer func() { err = also(err, restore()) }()
		return s.run(ctx, conn, s.writer, &sql.TxOptions{}, fn, s.finish)
	})
}

// relax lets commits of a connection to SQLite not wait for the disk until restore is called, which closes the connection
// rather than leave it so.
func relax(ctx context.Context, conn *sql.Conn) (restore func() error, err error) {
	ctx = context.WithoutCancel(ctx)
	if _, err := conn.ExecContext(ctx, "PRAGMA synchronous = NORMAL"); err != nil {
		return nil, translate(err)
	}
	return func() error {
		_, err := conn.ExecContext(ctx, "PRAGMA synchronous = FULL")
		if err != nil {
			err = also(translate(err), conn.Raw(func(any) error { return driver.ErrBadConn }))
		}
		return err
	}, nil
}

func (t *transaction) join(ctx context.Context, fn func(context.Context) error) error {
	err := fn(ctx)
	if err != nil && t.failed == nil {
		t.failed = err
	}
	return err
}

// snapshot lets fn read several tables as they are at one moment, whatever is committed meanwhile.
func (s *Store) snapshot(ctx context.Context, fn func(ctx context.Context) error) error {
	if s.transaction(ctx) != nil {
		return fn(ctx)
	}
	return s.within(ctx, s.readers, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, fn, (*sql.Tx).Rollback)
}

// within runs fn in a transaction on a connection of db, and then end.
func (s *Store) within(ctx context.Context, db *gorm.DB, o *sql.TxOptions, fn func(context.Context) error, end func(*sql.Tx) error) error {
	return s.onConnection(ctx, db, func(conn *sql.Conn) error { return s.run(ctx, conn, db, o, fn, end) })
}

// onConnection gives fn a connection of db. It waits for it no longer than ctx lasts.
func (s *Store) onConnection(ctx context.Context, db *gorm.DB, fn func(conn *sql.Conn) error) (err error) {
	pool, err := db.DB()
	if err != nil {
		return translate(err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return translate(err)
	}
	defer func() { err = also(err, conn.Close()) }()
	return fn(conn)
}

// run runs fn in a transaction on conn, and then end. It begins in a context that is not cancelled, so that no commit is
// cut off in the middle: that ctx has ended is seen before.
func (s *Store) run(ctx context.Context, conn *sql.Conn, db *gorm.DB, o *sql.TxOptions, fn func(context.Context) error, end func(*sql.Tx) error) (err error) {
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), o)
	if err != nil {
		return translate(err)
	}
	ending := false
	defer func() {
		if !ending {
			err = also(err, tx.Rollback())
		}
	}()
	t := &transaction{db: bind(db, tx), tx: tx, reading: o.ReadOnly}
	if err := fn(context.WithValue(ctx, transactionKey{s}, t)); err != nil {
		return err
	}
	if err := cmp.Or(t.failed, ctx.Err()); err != nil {
		return translate(err)
	}
	ending = true
	return end(tx)
}

// bind gives a gorm handle whose statements run in tx.
func bind(db *gorm.DB, tx *sql.Tx) *gorm.DB {
	bound := db.Session(&gorm.Session{NewDB: true, Context: context.Background()})
	bound.Statement.ConnPool = tx
	return bound
}

// settle draws the conclusion from a commit.
func (s *Store) settle(err error) error {
	switch {
	case err == nil:
		s.doubt.Store(false)
		return nil
	case undone(err):
		return translate(err)
	}
	s.doubt.Store(true)
	return fault.New(fault.Unavailable, "outcome_unknown", "It is not known whether this was stored. Look before you repeat it.").Because(err)
}

// undone says whether the database itself answered that the commit did not happen.
func undone(err error) bool {
	return errors.Is(err, pgx.ErrTxCommitRollback) || postgresClass(err) == classRollback
}

// Ready says whether the database answers. After a commit whose outcome is unknown it must also take a write.
func (s *Store) Ready(ctx context.Context) error {
	if s.doubt.Load() {
		return s.Update(ctx, func(ctx context.Context) error {
			_, err := execute(ctx, s.db(ctx), "UPDATE event_sequence SET last = last")
			return err
		})
	}
	_, err := scalar[int64](ctx, s.readers, "SELECT last FROM event_sequence")
	return err
}
