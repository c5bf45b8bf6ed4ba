package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"testamur/internal/fault"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"
)

// translate turns an error of a database into a fault that keeps it as its cause. That no row was found is left as it
// is: the caller knows what was looked for.
func translate(err error) error {
	if _, ours := errors.AsType[*fault.Error](err); err == nil || ours || errors.Is(err, gorm.ErrRecordNotFound) {
		return err
	}
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		return ofSQLite(e).Because(err)
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return ofPostgres(e).Because(err)
	}
	if outOfReach(err) {
		return unavailable().Because(err)
	}
	return internal().Because(err)
}

func ofSQLite(e sqlite3.Error) *fault.Error {
	switch e.ExtendedCode {
	case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey:
		return taken("") // SQLite does not say which; the tables look it up before
	case sqlite3.ErrConstraintForeignKey:
		return dangling("")
	}
	switch e.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrCantOpen, sqlite3.ErrReadonly,
		sqlite3.ErrInterrupt, sqlite3.ErrNomem:
		return unavailable()
	}
	return internal()
}

// Codes of PostgreSQL, appendix A of its manual; the first two characters are the class.
const (
	uniqueViolation     = "23505"
	foreignKeyViolation = "23503"
	lockNotAvailable    = "55P03"
	readOnly            = "25006"

	classConnection = "08"
	classRollback   = "40" // serialisation failure, deadlock
	classResources  = "53" // disk full, too many connections
	classOperator   = "57" // shutting down, cancelled
	classSystem     = "58"
)

func ofPostgres(e *pgconn.PgError) *fault.Error {
	switch e.Code {
	case uniqueViolation:
		return taken(e.ConstraintName)
	case foreignKeyViolation:
		return dangling(referring(e))
	case lockNotAvailable, readOnly:
		return unavailable()
	}
	switch postgresClass(e) {
	case classConnection, classRollback, classResources, classOperator, classSystem:
		return unavailable()
	}
	return internal()
}

// postgresClass gives the class of an error that PostgreSQL itself reported, or "".
func postgresClass(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && len(e.Code) == len(uniqueViolation) {
		return e.Code[:2]
	}
	return ""
}

// referring gives the column of a foreign key; the schema leaves their names to PostgreSQL.
func referring(e *pgconn.PgError) string {
	column, ok := strings.CutSuffix(strings.TrimPrefix(e.ConstraintName, e.TableName+"_"), "_fkey")
	if !ok {
		return ""
	}
	return "/" + column
}

// outOfReach says whether the database could not be asked, or not in time.
func outOfReach(err error) bool {
	for _, known := range []error{
		context.Canceled, context.DeadlineExceeded, driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	_, ok := errors.AsType[net.Error](err)
	return ok
}

func unavailable() *fault.Error {
	return fault.New(fault.Unavailable, "database", "The database does not answer as it should. Try again in a moment.")
}

func internal() *fault.Error {
	return fault.New(fault.Internal, "database", "Something went wrong on our side.")
}

// dangling is the answer to a reference to something that is not there.
func dangling(pointer string) *fault.Error {
	return fault.At(pointer, "unknown", "This refers to something that does not exist.")
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
