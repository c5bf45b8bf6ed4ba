package web_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// dump gives everything that the database holds, a line a row.
func (w *world) dump() string {
	w.t.Helper()
	return w.dumpWithout()
}

// dumpWithout is dump but for some tables.
func (w *world) dumpWithout(tables ...string) string {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+w.path+"?mode=ro") // the driver that package store registers
	w.must(err)
	defer func() { w.must(db.Close()) }()
	var b strings.Builder
	for _, table := range w.rows(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
		if slices.Contains(tables, strings.Trim(table, "[]")) {
			continue
		}
		rows := w.rows(db, `SELECT * FROM "`+table+`"`)
		slices.Sort(rows)
		for _, row := range rows {
			fmt.Fprintln(&b, table, row)
		}
	}
	return b.String()
}

func (w *world) rows(db *sql.DB, query string) (out []string) {
	w.t.Helper()
	rows, err := db.QueryContext(w.t.Context(), query)
	w.must(err)
	defer func() { w.must(rows.Close()) }()
	columns, err := rows.Columns()
	w.must(err)
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		w.must(rows.Scan(values...))
		for i, v := range values {
			values[i] = *v.(*any)
		}
		out = append(out, fmt.Sprint(values...))
	}
	w.must(rows.Err())
	return out
}

// difference gives the lines that are in one dump only.
func difference(before, after string) string {
	var b strings.Builder
	had := strings.Split(before, "\n")
	for line := range strings.SplitSeq(after, "\n") {
		if !slices.Contains(had, line) {
			fmt.Fprintln(&b, line)
		}
	}
	return b.String()
}
