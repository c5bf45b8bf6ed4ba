package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"testamur/internal/account/accounttest"
)

// challenged posts to where the server says what it wants a device to answer, and gives the form that sends the answer.
func (w *world) challenged(path string, answer func(options []byte) []byte) url.Values {
	w.t.Helper()
	var asked struct {
		ID      string
		Options json.RawMessage
	}
	response := w.post(path, nil)
	w.says(response, http.StatusOK)
	w.must(json.Unmarshal(response.Body.Bytes(), &asked))
	return url.Values{"challenge": {asked.ID}, "credential": {string(answer(asked.Options))}}
}

// enrolled has whoever is signed in add a passkey.
func (w *world) enrolled() *accounttest.Device {
	w.t.Helper()
	d := accounttest.NewDevice(w.t, publicURL)
	typed := w.challenged("/account/passkeys/options", d.Create)
	typed.Set("name", "My <phone>")
	w.goes(w.post("/account/passkeys", typed), "/account?done=passkey#passkeys")
	return d
}

func TestAPasskeyIsAddedUsedAndRemoved(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	d := w.enrolled()
	w.says(w.get("/account"), http.StatusOK, "My &lt;phone&gt;", "Not used yet", "/assets/passkey.js")
	w.post("/account/sign-out", nil)

	typed := w.challenged("/sign-in/passkey/options", d.Get)
	typed.Set("to", "/help")
	w.goes(w.post("/sign-in/passkey", typed), "/help")
	account := w.get("/account")
	w.says(account, http.StatusOK, "by passkey", "Last used 14 December 2015")

	w.later(time.Hour)
	remove := `/account/passkeys/` + between(account.Body.String(), "/account/passkeys/", "/remove") + "/remove"
	w.goes(w.get(remove), "/account?to="+remove+"#prove")
	proof := w.challenged("/account/proof/options", d.Get)
	proof.Set("to", remove)
	w.goes(w.post("/account/proof/passkey", proof), remove)
	w.says(w.get(remove), http.StatusOK, "Remove 1 passkey", "My &lt;phone&gt;")
	for range 2 {
		w.goes(w.post(remove, nil), "/account?done=no-passkey#passkeys")
	}
	w.post("/account/sign-out", nil)
	w.says(w.post("/sign-in/passkey", w.challenged("/sign-in/passkey/options", d.Get)), http.StatusUnprocessableEntity, `href="#passkey-passkey"`)
}

func TestAPasskeyThatIsWorthNothingSaysSoWhereItWasAsked(t *testing.T) {
	w := newWorld(t)
	nothing := url.Values{"challenge": {"none"}, "credential": {"{}"}}
	w.says(w.post("/sign-in/passkey", nothing), http.StatusUnprocessableEntity, `href="#passkey-passkey"`)
	w.says(w.post("/account/passkeys/options", nil), http.StatusUnprocessableEntity, `"message"`)
	w.signedIn()
	nothing.Set("name", "My phone")
	w.says(w.post("/account/passkeys", nothing), http.StatusUnprocessableEntity, `href="#passkey-name"`, "could not be added", `value="My phone"`)
	w.enrolled()
	w.later(time.Hour)
	w.says(w.post("/account/passkeys/options", nil), http.StatusUnprocessableEntity, "Prove")
	w.says(w.post("/account/proof/passkey", nothing), http.StatusUnprocessableEntity, `href="#proof-passkey"`)
}

// Where browsers allow no passkeys there is no word of them.
func TestWithoutPasskeysThePagesDoNotOfferThem(t *testing.T) {
	w := newWorld(t)
	w.accounts.Passkeys = nil
	w.signedIn()
	for _, path := range []string{"/account", "/sign-in"} {
		if body := w.get(path).Body.String(); between(body, "data-passkey", ">") != "" {
			t.Errorf("%s offers passkeys:\n%s", path, body)
		}
	}
}

// between gives what stands between two marks, "" when they do not stand there.
func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, ok := strings.Cut(s, after)
	if !ok {
		return ""
	}
	return s
}
