package main

import (
	"os"
	"strings"
	"testing"
)

func TestAMistypedSettingIsRefused(t *testing.T) {
	_, errors, code := newMachine(t, "TESTAMUR_PUBLICURL=https://example.org").run("migrate")
	if code != 2 || !strings.Contains(errors, "TESTAMUR_PUBLICURL") {
		t.Errorf("code %d: %s", code, errors)
	}
}

func TestHelpConfigListsEverySetting(t *testing.T) {
	out := newMachine(t).must("help", "config")
	for _, name := range settings() {
		if !strings.Contains(out, name+"\n") {
			t.Errorf("%s is not listed", name)
		}
	}
}

func TestWithPostgreSQLAKeyFileIsRequired(t *testing.T) {
	_, errors, code := newMachine(t, "TESTAMUR_DATABASE_URL=postgres://localhost/none").run("migrate")
	if code != 2 || !strings.Contains(errors, "TESTAMUR_KEY_FILE") {
		t.Errorf("code %d: %s", code, errors)
	}
}

func TestAWrongWrappingKeyStopsTheProgram(t *testing.T) {
	m := newMachine(t)
	m.must("keys", "root")
	if err := os.Remove(m.dir + "/testamur-data/wrapping.key"); err != nil {
		t.Fatal(err)
	}
	_, errors, code := m.run("keys", "root")
	if code != 1 || !strings.Contains(errors, "wrapping key") {
		t.Errorf("code %d: %s", code, errors)
	}
}

func TestADatabaseElsewhereIsReachedOverTLSThatIsChecked(t *testing.T) {
	for address, ok := range map[string]bool{
		"postgres://user@localhost/testamur":                              true,
		"postgres://user@127.0.0.1/testamur?sslmode=disable":              true,
		"postgres://user@/testamur?host=/run/postgresql":                  true,
		"postgres://user@db.example.org/testamur":                         false,
		"postgres://user@db.example.org/testamur?sslmode=disable":         false,
		"postgres://user@db.example.org/testamur?sslmode=prefer":          false,
		"postgres://user@db.example.org/testamur?sslmode=require":         false,
		"postgres://user@db.example.org/testamur?sslmode=verify-full":     true,
		"postgres://user@localhost,db.example.org/testamur?sslmode=allow": false,
		"postgres://user@db.example.org:x/testamur":                       false,
	} {
		c := config{DatabaseURL: address}
		if err := c.checkDatabase(); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}
