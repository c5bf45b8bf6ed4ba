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
