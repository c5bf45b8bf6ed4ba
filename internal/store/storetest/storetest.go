// Package storetest gives tests a database of their own: SQLite in a temporary folder and, where TESTAMUR_TEST_POSTGRES
// holds the URL of a server on which schemas may be made, PostgreSQL.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"testamur/internal/store"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx", for making schemas
)

// ServerVariable names the environment variable that holds the URL of a PostgreSQL server for tests.
const ServerVariable = "TESTAMUR_TEST_POSTGRES"

// Each runs a test on every database that is there.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, Open(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, OpenAt(t, Postgres(t))) })
}

// EachOptions runs a test for every database that is there, which is empty and not open yet.
func EachOptions(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// Open gives a migrated SQLite database that lasts as long as the test.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return OpenAt(t, Migrated(t))
}

// OpenAt opens and migrates a database, and closes it when the test ends.
func OpenAt(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// SQLite gives the place of a database that does not exist yet.
func SQLite(t testing.TB) store.Options {
	t.Helper()
	return store.Options{Path: filepath.Join(t.TempDir(), "test.db")}
}

// Migrated gives the place of a SQLite database that was migrated already.
func Migrated(t testing.TB) store.Options {
	t.Helper()
	file, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	o := SQLite(t)
	if err := os.WriteFile(o.Path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return o
}

// migrated is the file of a database after all migrations, made once for all tests of a package: each takes a copy.
var migrated = sync.OnceValues(func() (file []byte, err error) {
	folder, err := os.MkdirTemp("", "migrated")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	o := store.Options{Path: filepath.Join(folder, "test.db")}
	s, err := store.Open(context.Background(), o)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.Migrate(context.Background()), s.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(o.Path)
})

// Postgres gives an empty schema of its own on the server, removed when the test ends. It skips the test where there is no
// server.
func Postgres(t testing.TB) store.Options {
	t.Helper()
	server := os.Getenv(ServerVariable)
	if server == "" {
		t.Skip(ServerVariable + " names no PostgreSQL server")
	}
	at, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s: %v", ServerVariable, err)
	}
	schema := "testamur_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	execute(t.Context(), t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { execute(context.Background(), t, server, "DROP SCHEMA "+schema+" CASCADE") })
	query := at.Query()
	query.Set("search_path", schema)
	query.Set("synchronous_commit", "off") // a test need not survive a power cut
	at.RawQuery = query.Encode()
	return store.Options{URL: at.String()}
}

func execute(ctx context.Context, t testing.TB, server, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, statement); err != nil {
		t.Errorf("%s: %v", statement, err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
