package store

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// Two handles on one file. The writer has a single connection and takes the lock when a transaction begins, so that
// writers queue here, in order, and never meet SQLITE_BUSY in the middle. Readers go on meanwhile. FULL, because an
// issued certificate must survive a power cut.
const (
	writerPragmas = "?_journal_mode=WAL&_busy_timeout=5000&_foreign_keys=1&_synchronous=FULL&_txlock=immediate&_stmt_cache_size=200"
	readerPragmas = "?mode=ro&_query_only=1"
	sqliteReaders = 4
)

func openSQLite(o Options) (*Store, error) {
	if err := create(o.Path); err != nil {
		return nil, err
	}
	file := "file:" + (&url.URL{Path: filepath.ToSlash(o.Path)}).EscapedPath()
	s := &Store{engine: sqliteEngine}
	var err error
	if s.writer, s.pool, err = sqliteHandle(file+writerPragmas, 1, gormConfig()); err != nil {
		return nil, err
	}
	reading := gormConfig()
	reading.PrepareStmt = true // what gorm prepares in a transaction ends with it: the writer's driver keeps statements itself
	if s.readers, _, err = sqliteHandle(file+readerPragmas, sqliteReaders, reading); err != nil {
		return nil, also(err, s.pool.Close())
	}
	return s, nil
}

func sqliteHandle(dsn string, connections int, config *gorm.Config) (*gorm.DB, *sql.DB, error) {
	pool, err := sql.Open(sqlite.DriverName, dsn)
	if err != nil {
		return nil, nil, translate(err)
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	db, err := gorm.Open(translating{sqlite.New(sqlite.Config{Conn: pool})}, config)
	if err != nil {
		return nil, nil, also(translate(err), pool.Close())
	}
	return db, pool, nil
}

// create makes the file readable by its owner alone before SQLite makes it otherwise; SQLite's side files follow it.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("database file: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("database file: %w", err)
	}
	return nil
}
