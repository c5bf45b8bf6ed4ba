package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"testamur/internal/fault"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"
)

// transaction is what a context carries inside Update.
type transaction struct {
	db     *gorm.DB // bound to it
	tx     *sql.Tx
	failed error // of a nested call: nothing of this transaction may stay
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
func (s *Store) Update(ctx context.Context, fn func(ctx context.Context) error) (err error) {
	if outer := s.transaction(ctx); outer != nil {
		return outer.join(ctx, fn)
	}
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return translate(err)
	}
	defer func() { err = also(err, conn.Close()) }()
	return s.run(ctx, conn, fn)
}

func (t *transaction) join(ctx context.Context, fn func(context.Context) error) error {
	err := fn(ctx)
	if err != nil && t.failed == nil {
		t.failed = err
	}
	return err
}

// run is one transaction on conn. It begins in a context that is not cancelled, so that no commit is cut off in the
// middle: that ctx has ended is seen before.
func (s *Store) run(ctx context.Context, conn *sql.Conn, fn func(context.Context) error) (err error) {
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return translate(err)
	}
	committing := false
	defer func() {
		if !committing {
			err = also(err, tx.Rollback())
		}
	}()
	t := &transaction{db: bind(s.writer, tx), tx: tx}
	if err := fn(context.WithValue(ctx, transactionKey{s}, t)); err != nil {
		return err
	}
	if t.failed != nil {
		return t.failed
	}
	if err := ctx.Err(); err != nil {
		return translate(err)
	}
	committing = true
	return s.settle(s.commit(tx))
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

// also adds the error of cleaning up, if there is one, to the error that came before.
func also(err, cleaning error) error {
	switch {
	case cleaning == nil:
		return err
	case err == nil:
		return translate(cleaning)
	}
	return fmt.Errorf("%w (and then: %w)", err, cleaning)
}
