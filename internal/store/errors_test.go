package store_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"testing"

	"testamur/internal/fault"
	"testamur/internal/store"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"
)

func TestErrorsOfTheDatabasesBecomeFaultsThatKeepTheirCause(t *testing.T) {
	postgres := func(code string) error { return &pgconn.PgError{Code: code, Message: "secret"} }
	tests := []struct {
		err  error
		want fault.Code
	}{
		{sqlite3.Error{Code: sqlite3.ErrBusy}, fault.Unavailable},
		{sqlite3.Error{Code: sqlite3.ErrFull}, fault.Unavailable},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrFsync}, fault.Unavailable},
		{sqlite3.Error{Code: sqlite3.ErrConstraint, ExtendedCode: sqlite3.ErrConstraintUnique}, fault.Conflict},
		{sqlite3.Error{Code: sqlite3.ErrConstraint, ExtendedCode: sqlite3.ErrConstraintForeignKey}, fault.Invalid},
		{sqlite3.Error{Code: sqlite3.ErrConstraint, ExtendedCode: sqlite3.ErrConstraintNotNull}, fault.Internal},
		{sqlite3.Error{Code: sqlite3.ErrCorrupt}, fault.Internal},
		{postgres("40001"), fault.Unavailable},
		{postgres("40P01"), fault.Unavailable},
		{postgres("53100"), fault.Unavailable},
		{postgres("53300"), fault.Unavailable},
		{postgres("55P03"), fault.Unavailable},
		{postgres("57P01"), fault.Unavailable},
		{postgres("23505"), fault.Conflict},
		{postgres("23503"), fault.Invalid},
		{postgres("23502"), fault.Internal},
		{postgres("42P01"), fault.Internal},
		{driver.ErrBadConn, fault.Unavailable},
		{context.DeadlineExceeded, fault.Unavailable},
		{errors.New("secret"), fault.Internal},
	}
	for _, test := range tests {
		err := store.Translate(fmt.Errorf("while testing: %w", test.err))
		if fault.CodeOf(err) != test.want || !errors.Is(err, test.err) {
			t.Errorf("%v became %v", test.err, err)
		}
		var f *fault.Error
		if errors.As(err, &f) && strings.Contains(f.Message, "secret") {
			t.Errorf("%v shows what it must not", test.err)
		}
	}
}

func TestAMissingReferenceIsNamedWhereTheDatabaseNamesIt(t *testing.T) {
	var f *fault.Error
	errors.As(store.Translate(&pgconn.PgError{Code: "23503", TableName: "cohorts", ConstraintName: "cohorts_programme_id_fkey"}), &f)
	if len(f.Violations) != 1 || f.Violations[0].Pointer != "/programme_id" {
		t.Errorf("got %+v", f)
	}
}

func TestFaultsAndMissingRowsPassAsTheyAre(t *testing.T) {
	for _, err := range []error{nil, gorm.ErrRecordNotFound, fault.Missing("person")} {
		if got := store.Translate(err); got != err { //nolint:errorlint // the very same
			t.Errorf("%v became %v", err, got)
		}
	}
}
