// Package storetest gives tests a database of their own: SQLite in a temporary folder and, where TESTAMUR_TEST_POSTGRES
// holds the URL of a server on which schemas may be made, PostgreSQL.
package storetest

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
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
	EachOptions(t, func(t *testing.T, o store.Options) { test(t, OpenAt(t, o)) })
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
	return OpenAt(t, SQLite(t))
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
