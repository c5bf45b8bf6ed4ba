package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"testamur/internal/account"
	"testamur/internal/browsertest"
)

// hosted gives the window of a browser that finds the world's pages where passkeys are made for them.
func (w *world) hosted(t *testing.T) *browsertest.Window {
	t.Helper()
	address := w.served(t)
	party, err := account.NewPasskeyParty(address, "School of Leadership")
	w.must(err)
	w.accounts.Passkeys = party
	return browsertest.Start(t).Profile(t, address)
}

// The browser itself asks the device, and the device answers what the pages send: nothing here imitates the ceremony.
func TestAPasskeyGoesThroughItsCeremonyInTheBrowser(t *testing.T) {
	w := newWorld(t)
	window := w.hosted(t)
	window.Device()
	w.comes(window, w.assessor)
	window.Type("What to call it", "my phone")
	window.Press("Add 1 passkey")
	window.Says("The passkey is added.", "my phone", "Not used yet")
	window.Press("Sign out")

	window.Open("/sign-in")
	window.Press("Sign in with a passkey")
	window.Open("/account")
	window.Says("by passkey", "Last used 14 December 2015")

	w.later(6 * time.Minute)
	window.Press("Remove the passkey my phone")
	window.Press("Prove it with a passkey")
	window.Press("Remove 1 passkey")
	window.Says("The passkey is removed.")
	window.Press("Sign out")
	window.Press("Sign in with a passkey") // the device has it still
	if window.Path() != "/sign-in/passkey" || window.Status() != http.StatusUnprocessableEntity {
		t.Errorf("a passkey that was removed comes to %s, status %d:\n%s", window.Path(), window.Status(), window.Text())
	}
	window.Content()
}

// A page that may run its script offers passkeys, and one that may not does not: the browsers of the tests without scripts run none.
func TestWithoutScriptsPagesRunNone(t *testing.T) {
	window := newWorld(t).hosted(t)
	for _, scripts := range []bool{true, false} {
		window.Scripts(scripts)
		window.Open("/sign-in")
		if offered := strings.Contains(window.Text(), "With a passkey"); offered != scripts {
			t.Errorf("scripts %v: passkeys are offered: %v", scripts, offered)
		}
	}
}

// A device that has no passkey of ours leaves people where they are, and the page says that nothing was done.
func TestADeviceWithoutAPasskeyLeavesTheOtherWaysIn(t *testing.T) {
	window := newWorld(t).hosted(t)
	window.Device()
	window.Open("/sign-in")
	window.Click("Sign in with a passkey")
	window.WaitFor("Nothing was done")
	window.Says("Mail me a link")
	window.Content()
}
