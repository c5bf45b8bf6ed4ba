package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gorm.io/driver/sqlite"
)

// hostile is what somebody hopes to see in a log as entries of their own.
const hostile = "x\nlevel=ERROR msg=forged\r\n{\"level\":\"ERROR\"}\x1b[2J\u2028y"

func TestAnEntryOfTheLogIsOneLineWithItsTimeAndZone(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		log, err := logger(&console{err: &out}, config{LogFormat: format, LogLevel: "info"})
		if err != nil {
			t.Fatal(err)
		}
		log.Info(hostile, "error", errors.New(hostile), "name", hostile)
		line := strings.TrimSuffix(out.String(), "\n")
		if strings.ContainsAny(line, "\n\r\x1b\u2028") {
			t.Errorf("%s: more than a line: %q", format, line)
		}
		stamp, _, _ := strings.Cut(strings.TrimPrefix(line, "time="), " ")
		if format == "json" {
			var entry struct{ Time, Msg string }
			if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.Msg != hostile {
				t.Errorf("%v: %q", err, line)
			}
			stamp = entry.Time
		}
		if _, err := time.Parse(time.RFC3339Nano, stamp); err != nil {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestANewInstallationHasNoAccountAndNoToken(t *testing.T) {
	m := newMachine(t)
	m.must("migrate")
	db, err := sql.Open(sqlite.DriverName, filepath.Join(m.dir, "testamur-data", "testamur.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, count := range []string{
		"SELECT count(*) FROM people", "SELECT count(*) FROM accounts", "SELECT count(*) FROM tokens", "SELECT count(*) FROM links",
	} {
		var n int
		if err := db.QueryRowContext(t.Context(), count).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", count, n, err)
		}
	}
}
