package api_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gorm.io/driver/sqlite"
)

// unwatched are the tables that a refusal may touch: its own event, what was tried, and a mailed code, of which every wrong
// try counts.
var unwatched = []string{"events", "event_sequence", "throttles", "attempts", "codes", "goose_db_version"}

// unwatchedColumns say when somebody was here last.
var unwatchedColumns = map[string]string{"sessions": "seen_at", "tokens": "last_used_at"}

// dump is every row of every table, in words.
type dump map[string][]string

// inside opens the world's database beside the program, for reading.
func (w *matrixWorld) inside() *sql.DB {
	w.t.Helper()
	db, err := sql.Open(sqlite.DriverName, "file:"+w.path+"?mode=ro&_query_only=1")
	w.must(err)
	if t, ok := w.t.(*testing.T); ok {
		t.Cleanup(func() { w.must(db.Close()) })
	}
	return db
}

func (w *matrixWorld) dump(db *sql.DB) dump {
	w.t.Helper()
	all := dump{}
	for _, table := range w.column(db, "SELECT name FROM sqlite_master WHERE type = 'table'") {
		if slices.Contains(unwatched, table) {
			continue
		}
		all[table] = w.rows(db, table)
	}
	return all
}

func (w *matrixWorld) column(db *sql.DB, query string) (values []string) {
	w.t.Helper()
	rows, err := db.QueryContext(w.t.Context(), query)
	w.must(err)
	for rows.Next() {
		var v string
		w.must(rows.Scan(&v))
		values = append(values, v)
	}
	w.must(rows.Err())
	return values
}

// rows gives the rows of a table, each as one text.
func (w *matrixWorld) rows(db *sql.DB, table string) (all []string) {
	w.t.Helper()
	rows, err := db.QueryContext(context.WithoutCancel(w.t.Context()), "SELECT * FROM "+table)
	w.must(err)
	columns, err := rows.Columns()
	w.must(err)
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		w.must(rows.Scan(into...))
		var text strings.Builder
		for i, name := range columns {
			if unwatchedColumns[table] != name {
				fmt.Fprintf(&text, "%s=%s ", name, words(values[i]))
			}
		}
		all = append(all, text.String())
	}
	w.must(rows.Err())
	slices.Sort(all)
	return all
}

func words(v any) string {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(v)
}

// apart names the rows that two dumps do not share.
func apart(before, after dump) (lines []string) {
	for table, rows := range after {
		for _, row := range rows {
			if !slices.Contains(before[table], row) {
				lines = append(lines, table+" has "+row)
			}
		}
	}
	for table, rows := range before {
		for _, row := range rows {
			if !slices.Contains(after[table], row) {
				lines = append(lines, table+" lost "+row)
			}
		}
	}
	return lines
}
