package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/record"
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
	h, err := build(t.Context(), config{Data: t.TempDir(), Institution: "Institute"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := h.store.Close(); err != nil {
			t.Error(err)
		}
	}()
	page := record.Page{Limit: 1}
	accounts, err := h.store.Accounts().List(t.Context(), account.AccountFilter{}, page)
	if err != nil || len(accounts.Items) > 0 {
		t.Errorf("accounts: %v, %v", accounts.Items, err)
	}
	tokens, err := h.store.Tokens().List(t.Context(), access.TokenFilter{}, page)
	if err != nil || len(tokens.Items) > 0 {
		t.Errorf("tokens: %v, %v", tokens.Items, err)
	}
}
