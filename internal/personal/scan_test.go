package personal_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // a connection past the store, to see what really lies in the database
	_ "github.com/mattn/go-sqlite3"
)

// found gives every column of every table that holds the canary, and every file.
func (c *cage) found(canary string) []string {
	c.t.Helper()
	places := c.columns(canary)
	for _, path := range c.files() {
		b, err := os.ReadFile(path)
		c.must(err)
		if bytes.Contains(bytes.ToLower(b), []byte(strings.ToLower(canary))) {
			places = append(places, path)
		}
	}
	return places
}

// files are the blobs and, of SQLite, the database's own.
func (c *cage) files() []string {
	var paths []string
	c.must(filepath.WalkDir(c.blobs.path, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			paths = append(paths, path)
		}
		return err
	}))
	if c.options.Path != "" {
		own, err := filepath.Glob(c.options.Path + "*")
		c.must(err)
		paths = append(paths, own...)
	}
	return paths
}

// columns reads all that the database holds, whichever tables there are.
func (c *cage) columns(canary string) []string {
	c.t.Helper()
	db := c.open()
	defer func() { c.must(db.Close()) }()
	tables := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if c.options.URL != "" {
		tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
	}
	rows, err := db.QueryContext(c.t.Context(), tables)
	c.must(err)
	defer func() { c.must(rows.Close()) }()
	var names []string
	for rows.Next() {
		var name string
		c.must(rows.Scan(&name))
		names = append(names, name)
	}
	c.must(rows.Err())
	if len(names) < 20 {
		c.t.Fatalf("only %d tables were found", len(names))
	}
	places := map[string]bool{}
	for _, table := range names {
		for column, value := range c.values(db, table) {
			if strings.Contains(strings.ToLower(value), strings.ToLower(canary)) {
				places[table+"."+column] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(places))
}

// values gives all values of a table by column.
func (c *cage) values(db *sql.DB, table string) func(yield func(column, value string) bool) {
	return func(yield func(column, value string) bool) {
		rows, err := db.QueryContext(context.Background(), "SELECT * FROM "+table)
		c.must(err)
		defer rows.Close()
		columns, err := rows.Columns()
		c.must(err)
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			c.must(rows.Scan(values...))
			for i, v := range values {
				text := fmt.Sprint(*v.(*any))
				if b, ok := (*v.(*any)).([]byte); ok {
					text = string(b)
				}
				if !yield(columns[i], text) {
					return
				}
			}
		}
		c.must(rows.Err())
	}
}

// seen names the places in which the canary must have been before, for else the test proves nothing.
func (c *cage) seen(canary string, places ...string) {
	c.t.Helper()
	found := c.columns(canary)
	for _, p := range places {
		if !slices.Contains(found, p) {
			c.t.Errorf("the canary is not in %s, so the test does not see it go; it is in %v", p, found)
		}
	}
}

// open connects to the database past the store.
func (w *world) open() *sql.DB {
	w.t.Helper()
	driver, name := "sqlite3", "file:"+w.options.Path+"?mode=ro"
	if w.options.URL != "" {
		driver, name = "pgx", w.options.URL
	}
	db, err := sql.Open(driver, name)
	w.must(err)
	return db
}
