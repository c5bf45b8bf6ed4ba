package api_test

import (
	"encoding/json"

	"testamur/internal/account/accounttest"
)

// challenge is what the server wants the browser to answer.
type challenge struct {
	ID      string
	Options json.RawMessage
}

func (w *world) challenge(as, path string) challenge {
	w.t.Helper()
	var c challenge
	response := w.send(as, "POST", path, nil, "")
	w.must(json.Unmarshal(response.Body.Bytes(), &c))
	return c
}

// attest makes a passkey for Ana; <passkey.body> is what adds it.
func (w *world) attest() {
	w.t.Helper()
	c := w.challenge("ana.session", "/v1/account/passkey-registrations")
	w.device = accounttest.NewDevice(w.t, publicURL)
	w.names["passkey.body"] = asJSON(map[string]any{"challenge_id": c.ID, "name": "My phone", "credential": json.RawMessage(w.device.Create(c.Options))})
}

// enrolled is a world where Ana has a passkey.
func enrolled(w *world) {
	w.attest()
	w.make("ana.session", "passkey", "POST", "/v1/account/passkeys", "<passkey.body>")
}

// assert has Ana's device answer; <answer> is what to send.
func (w *world) assert(as, path string) {
	w.t.Helper()
	c := w.challenge(as, path)
	w.names["answer"] = asJSON(map[string]any{"challenge_id": c.ID, "credential": json.RawMessage(w.device.Get(c.Options))})
}
