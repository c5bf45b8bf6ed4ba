package api_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// unwatched are the tables that a refusal may touch: its own event, what was tried, and a mailed code, of which every wrong
// try counts.
var unwatched = []string{"events", "event_sequence", "throttles", "attempts", "codes", "goose_db_version"}

// unwatchedColumns say when somebody was here last, and how many mailed codes they got wrong.
var unwatchedColumns = map[string]string{"sessions": "seen_at", "tokens": "last_used_at", "links": "misses"}

// dump is every row of every table, in words.
type dump map[string][]string

// inside opens the world's database beside the program, for reading.
func (w *matrixWorld) inside() *sql.DB {
	w.t.Helper()
	driver, source := "sqlite3", "file:"+w.database.Path+"?mode=ro&_query_only=1"
	if w.database.URL != "" {
		driver, source = "pgx", w.database.URL
	}
	db, err := sql.Open(driver, source)
	w.must(err)
	if t, ok := w.t.(*testing.T); ok {
		t.Cleanup(func() { w.must(db.Close()) })
	}
	return db
}

// dump reads all that a refusal may not touch.
func (w *matrixWorld) dump(db *sql.DB) dump {
	w.t.Helper()
	tables := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if w.database.URL != "" {
		tables = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()"
	}
	all := dump{}
	for _, row := range w.query(db, "", tables) {
		table := strings.TrimSuffix(strings.TrimPrefix(row, "name="), " ")
		if !slices.Contains(unwatched, table) {
			all[table] = w.rows(db, table)
		}
	}
	return all
}

// rows gives the rows of a table, each as one text.
func (w *matrixWorld) rows(db *sql.DB, table string) []string {
	w.t.Helper()
	return w.query(db, unwatchedColumns[table], "SELECT * FROM "+table)
}

// query gives the rows of an answer in words, but for one column.
func (w *matrixWorld) query(db *sql.DB, but, statement string) (all []string) {
	w.t.Helper()
	rows, err := db.QueryContext(w.t.Context(), statement)
	w.must(err)
	defer func() { w.must(rows.Close()) }()
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
			if name != but {
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
