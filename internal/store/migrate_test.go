package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/go-cmp/cmp"
)

func TestMigratingAgainChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		before := schema(t, s)
		must(t, s.Migrate(t.Context()))
		equal(t, schema(t, s), before)
	})
}

func TestWhatWasStoredIsThereAfterOpeningAgain(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		s, err := store.Open(t.Context(), o)
		must(t, err)
		must(t, s.Migrate(t.Context()))
		p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Name: "Ada"}}
		must(t, s.People().Insert(t.Context(), p))
		must(t, s.Close())
		got, err := storetest.OpenAt(t, o).People().Get(t.Context(), p.ID)
		must(t, err)
		equal(t, got, p)
	})
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		s := storetest.OpenAt(t, o)
		_, err := s.Pool().ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9000, true)")
		must(t, err)
		_, err = store.Open(t.Context(), o)
		if err == nil || !strings.Contains(err.Error(), "schema 9000") {
			t.Errorf("opening gave %v", err)
		}
	})
}

func TestServersThatStartTogetherMigrateOnce(t *testing.T) {
	o := storetest.Postgres(t)
	for _, err := range atOnce(4, func(int) error {
		s, err := store.Open(context.Background(), o)
		if err != nil {
			return err
		}
		defer s.Close()
		return s.Migrate(context.Background())
	}) {
		must(t, err)
	}
}

func TestTheDatabaseFileIsItsOwnersAlone(t *testing.T) {
	o := store.Options{Path: filepath.Join(t.TempDir(), "a name with ? and %41 #.db")}
	s := storetest.OpenAt(t, o)
	must(t, s.AppendEvent(t.Context(), event("written")))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(o.Path + suffix)
		must(t, err)
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%q may be read by %o", suffix, mode)
		}
	}
}

func TestAMissingFolderOrServerIsAnError(t *testing.T) {
	for name, o := range map[string]store.Options{
		"folder": {Path: filepath.Join(t.TempDir(), "none", "test.db")},
		"server": {URL: "postgres://nobody:secret@127.0.0.1:1/none"},
		"URL":    {URL: "postgres://nobody:secret@127.0.0.1:none/none"},
	} {
		_, err := store.Open(t.Context(), o)
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What one dialect has the other has too, or a query works on one and fails on the other.
func TestBothDialectsHaveTheSameTablesColumnsAndIndexes(t *testing.T) {
	postgres := schema(t, storetest.OpenAt(t, storetest.Postgres(t)))
	sqlite := schema(t, storetest.Open(t))
	if diff := cmp.Diff(sqlite, postgres); diff != "" {
		t.Errorf("(-sqlite +postgres):\n%s", diff)
	}
}

// schema gives "table.column" and "index" of everything that migrations made, and whether it may be null or is unique.
func schema(t *testing.T, s *store.Store) map[string]bool {
	t.Helper()
	out := columnsAndIndexes(t, s, `SELECT t.name || '.' || c.name, c."notnull" = 0 AND c.pk = 0 FROM sqlite_master t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'goose%' AND t.name NOT LIKE 'sqlite%'
		UNION SELECT i.name, i."unique" = 1 FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table' AND i.origin = 'c'`)
	if out == nil {
		out = columnsAndIndexes(t, s, `SELECT table_name || '.' || column_name, is_nullable = 'YES' FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name NOT LIKE 'goose%'
			UNION SELECT c.relname, i.indisunique FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class r ON r.oid = i.indrelid
			WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisprimary AND r.relname NOT LIKE 'goose%'`)
	}
	if len(out) < 200 {
		t.Fatalf("only %d columns and indexes were found", len(out))
	}
	return out
}

// columnsAndIndexes gives nil when the query is meant for the other engine.
func columnsAndIndexes(t *testing.T, s *store.Store, query string) map[string]bool {
	t.Helper()
	rows, err := s.Pool().QueryContext(t.Context(), query)
	if err != nil {
		return nil
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var name string
		var is bool
		must(t, rows.Scan(&name, &is))
		out[name] = is
	}
	must(t, rows.Err())
	return out
}

// A unique index that callers run into must tell them what is taken.
func TestEveryUniqueIndexHasWordsOfItsOwn(t *testing.T) {
	never := []string{"events_id", "serials_serial"} // ids and numbers that this program makes
	for name, is := range schema(t, storetest.Open(t)) {
		if !is || strings.Contains(name, ".") || store.Told(name) {
			continue
		}
		if name != never[0] && name != never[1] {
			t.Errorf("%s has none", name)
		}
	}
}
