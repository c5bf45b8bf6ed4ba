package api_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"testamur/internal/access"
)

const goodPassword = "twelve pilots by the harbour"

// Pages that a browser sends requests from.
var (
	elsewhere = map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
	neighbour = map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "https://other.example.org"}
	oldPage   = map[string]string{"Origin": "https://evil.example"} // of a browser that does not say Sec-Fetch-Site
	ownPage   = map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": publicURL}
)

// invited is a world where Luis has a link that he has not followed yet.
func invited(w *world) {
	w.make("admin", "", "POST", "/v1/people/<luis>/invitation", "")
	w.names["link"] = w.link(access.LetterInvitation)
}

// locked is a world where Ana has a password.
func locked(w *world) {
	w.make("ana.session", "", "PUT", "/v1/account/password", `{"password": "`+goodPassword+`"}`)
}

// disabled is a world where Ana's account is.
func disabled(w *world) {
	locked(w)
	w.make("rosa.session", "ana.account", "GET", "/v1/people/<ana>/account", "")
	w.make("rosa.session", "ana.account", "PATCH", "/v1/people/<ana>/account", `{"disabled": true}`)
}

// stale is a world where nobody has proved who they are just now.
func stale(w *world) { w.later(6 * time.Minute) }

var signInScenarios = []scenario{
	{name: "a link is asked for", method: "POST", path: "/v1/sign-in-links", body: `{"email": "ANA@example.org"}`, status: 202, events: []string{"requestSignInLink"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if l := w.letter(access.LetterSignIn); l.To != "ana@example.org" {
			t.Errorf("it goes to %s", l.To)
		}
	}},
	{name: "for an address that nobody has", method: "POST", path: "/v1/sign-in-links", body: `{"email": "nobody@example.org"}`, status: 202, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if len(w.letters) > 0 {
			t.Error("a letter goes out")
		}
	}},
	{name: "for what is no address", method: "POST", path: "/v1/sign-in-links", body: `{"email": "nobody"}`, status: 422, contains: []string{`"pointer":"/email"`}},
	{name: "from a page of another site", method: "POST", path: "/v1/sign-in-links", header: elsewhere, body: `{"email": "ana@example.org"}`, status: 403, contains: []string{`"reason":"cross_origin"`}},
	{name: "from a page of this installation", method: "POST", path: "/v1/sign-in-links", header: ownPage, body: `{"email": "ana@example.org"}`, status: 202, events: []string{"requestSignInLink"}},

	{name: "what a link is for", given: invited, method: "POST", path: "/v1/links/read", body: `{"link": "<link>"}`, status: 200, contains: []string{`"purpose":"invitation"`, `"name":"Luis Reis"`, `"institution":"Institute"`}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		w.send("", "POST", "/v1/links/read", jsonHeader, `{"link": "<link>"}`)
		if r := w.signIn("link", map[string]string{"link": w.names["link"]}); r.Code != 201 {
			t.Errorf("looking at it used it up: %d", r.Code)
		}
	}},
	{name: "of a link that is none", method: "POST", path: "/v1/links/read", body: `{"link": "testamur_l_hello"}`, status: 401, contains: []string{`"reason":"link_ended"`}},

	{
		name: "with a link", given: invited, method: "POST", path: "/v1/sessions/link", body: `{"link": "<link>"}`, header: map[string]string{"User-Agent": "Browser 7"},
		status: 201, contains: []string{`"method":"link"`, `"person_id":"<luis>"`, "proven_until", `"device":"Browser 7"`, `"address":"192.0.2.1"`, `"current":true`}, events: []string{"signIn"},
	},
	{name: "with a link twice", given: func(w *world) { invited(w); w.signIn("link", map[string]string{"link": w.names["link"]}) }, method: "POST", path: "/v1/sessions/link", body: `{"link": "<link>"}`, status: 401, contains: []string{`"reason":"link_ended"`}},
	{name: "with a link that was replaced", given: func(w *world) { invited(w); w.make("staff", "", "POST", "/v1/people/<luis>/invitation", "") }, method: "POST", path: "/v1/sessions/link", body: `{"link": "<link>"}`, status: 401, contains: []string{`"reason":"link_ended"`}},
	{name: "with a link that is too old", given: func(w *world) { invited(w); w.later(15 * 24 * time.Hour) }, method: "POST", path: "/v1/sessions/link", body: `{"link": "<link>"}`, status: 401},
	{name: "with a link, from another site", given: invited, method: "POST", path: "/v1/sessions/link", header: neighbour, body: `{"link": "<link>"}`, status: 403, contains: []string{`"reason":"cross_origin"`}, absent: []string{SessionCookie}},

	{
		name: "with a password", given: locked, method: "POST", path: "/v1/sessions/password", body: `{"email": "Ana@Example.org", "password": "` + goodPassword + `"}`,
		status: 201, contains: []string{`"method":"password"`, "proven_until"}, events: []string{"signIn"},
	},
	{name: "with a wrong one", given: locked, method: "POST", path: "/v1/sessions/password", body: `{"email": "ana@example.org", "password": "guess"}`, status: 401, contains: []string{`"reason":"sign_in_failed"`}, absent: []string{SessionCookie}, events: []string{"signInRefused"}},
	{name: "with one of nobody's", method: "POST", path: "/v1/sessions/password", body: `{"email": "nobody@example.org", "password": "guess"}`, status: 401, contains: []string{`"reason":"sign_in_failed"`}},
	{name: "with the right one, disabled", given: disabled, method: "POST", path: "/v1/sessions/password", body: `{"email": "ana@example.org", "password": "` + goodPassword + `"}`, status: 401, contains: []string{`"reason":"sign_in_failed"`}, events: []string{"signInRefused"}},
	{name: "with a password, from another site", given: locked, method: "POST", path: "/v1/sessions/password", header: oldPage, body: `{"email": "ana@example.org", "password": "` + goodPassword + `"}`, status: 403, absent: []string{SessionCookie}},

	{name: "a passkey is asked for", method: "POST", path: "/v1/passkey-sign-ins", status: 201, contains: []string{`"challenge"`, `"userVerification":"required"`}, absent: []string{"allowCredentials"}},
	{name: "with a passkey", given: func(w *world) { enrolled(w); w.assert("", "/v1/passkey-sign-ins") }, method: "POST", path: "/v1/sessions/passkey", body: `<answer>`, status: 201, contains: []string{`"method":"passkey"`, `"person_id":"<ana>"`, "proven_until"}, events: []string{"signIn"}},
	{name: "with a passkey's answer of before", given: func(w *world) {
		enrolled(w)
		w.assert("", "/v1/passkey-sign-ins")
		w.send("", "POST", "/v1/sessions/passkey", jsonHeader, `<answer>`)
	}, method: "POST", path: "/v1/sessions/passkey", body: `<answer>`, status: 401, contains: []string{`"reason":"sign_in_failed"`}},
	{name: "with an answer to nothing", method: "POST", path: "/v1/sessions/passkey", body: `{"challenge_id": "` + noSuch + `", "credential": {}}`, status: 401, contains: []string{`"reason":"sign_in_failed"`}},
}

var sessionScenarios = []scenario{
	{
		name: "who a participant is", as: "ana.session", method: "GET", path: "/v1/session",
		status: 200, contains: []string{`"name":"Ana Reis"`, `"participant":true`, `"assessor":false`, `"admin":false`, `"staff_of":[]`, `"method":"link"`},
	},
	{name: "who an assessor is", given: sent, as: "etta.session", method: "GET", path: "/v1/session", status: 200, contains: []string{`"participant":false`, `"assessor":true`, `"signatory":true`}},
	{
		name: "who somebody with several parts is", as: "rosa.session", method: "GET", path: "/v1/session",
		given:  func(w *world) { w.make("admin", "", "PUT", "/v1/programmes/<programme>/staff/<rosa>", "") },
		status: 200, contains: []string{`"admin":true`, `"staff_of":["<programme>"]`},
	},
	{name: "a token is signed in nowhere", as: "admin", method: "GET", path: "/v1/session", status: 403},
	{name: "a session is no bearer token", method: "GET", path: "/v1/session", header: map[string]string{"Authorization": "Bearer <ana.session>"}, status: 401},
	{name: "a cookie that is none", method: "GET", path: "/v1/session", header: map[string]string{"Cookie": SessionCookie + "=hello"}, status: 401, contains: []string{`"reason":"session_ended"`}, headers: map[string]string{"Set-Cookie": cleared}},
	{name: "a session that was not used for a week", given: func(w *world) { w.later(8 * 24 * time.Hour) }, as: "ana.session", method: "GET", path: "/v1/session", status: 401, headers: map[string]string{"Set-Cookie": cleared}},
	{name: "a token goes before a cookie", method: "GET", path: "/v1/people/<ana>", header: map[string]string{"Authorization": "Bearer <read>", "Cookie": SessionCookie + "=hello"}, status: 200, headers: map[string]string{"Set-Cookie": ""}},
	{name: "from a page of another site nothing is changed", as: "ana.session", method: "DELETE", path: "/v1/session", header: elsewhere, status: 403, contains: []string{`"reason":"cross_origin"`}, then: func(_ *testing.T, w *world, _ *httptest.ResponseRecorder) {
		w.make("ana.session", "", "GET", "/v1/session", "")
	}},
	{name: "nor from one of the same domain", as: "rosa.session", method: "POST", path: "/v1/programmes", header: neighbour, body: `{"name": "x"}`, status: 403, contains: []string{`"reason":"cross_origin"`}},
	{name: "nor from one in an old browser", as: "rosa.session", method: "POST", path: "/v1/programmes", header: oldPage, body: `{"name": "x"}`, status: 403, contains: []string{`"reason":"cross_origin"`}},
	{name: "from a page of this installation it is", as: "rosa.session", method: "POST", path: "/v1/programmes", header: ownPage, body: `{"name": "Coaching"}`, status: 201, events: []string{"createProgramme"}},
	{name: "a token works from anywhere", as: "admin", method: "POST", path: "/v1/programmes", header: elsewhere, body: `{"name": "Coaching"}`, status: 201, events: []string{"createProgramme"}},
	{name: "sign out", as: "ana.session", method: "DELETE", path: "/v1/session", status: 204, headers: map[string]string{"Set-Cookie": cleared}, events: []string{"signOut"}},
	{name: "a stolen cookie after that", given: func(w *world) { w.make("ana.session", "", "DELETE", "/v1/session", "") }, as: "ana.session", method: "GET", path: "/v1/session", status: 401, contains: []string{`"reason":"session_ended"`}},
	{name: "one's sessions", as: "ana.session", method: "GET", path: "/v1/sessions", status: 200, contains: []string{`"current":true`, `"person_id":"<ana>"`}, absent: []string{"<etta>", "testamur_s_"}},
	{name: "end one", given: twice, as: "ana.session", method: "DELETE", path: "/v1/sessions/<other>", status: 204, headers: map[string]string{"Set-Cookie": ""}, events: []string{"endSession"}},
	{name: "not one of somebody else", given: func(w *world) { twice(w) }, as: "etta.session", method: "DELETE", path: "/v1/sessions/<other>", status: 404},

	{name: "prove it with the password", given: func(w *world) { locked(w); stale(w) }, as: "ana.session", method: "POST", path: "/v1/session/proof", body: `{"password": "` + goodPassword + `"}`, status: 200, contains: []string{"proven_until"}, events: []string{"proveIdentity"}},
	{name: "prove it with a wrong one", given: func(w *world) { locked(w); stale(w) }, as: "ana.session", method: "POST", path: "/v1/session/proof", body: `{"password": "guess"}`, status: 403, contains: []string{`"reason":"proof_failed"`}, events: []string{"signInRefused"}},
	{name: "prove it with nothing", as: "ana.session", method: "POST", path: "/v1/session/proof", body: `{}`, status: 422, contains: []string{`"pointer":""`}},
	{name: "a passkey is asked for", given: enrolled, as: "ana.session", method: "POST", path: "/v1/session/passkey-proofs", status: 201, contains: []string{`"allowCredentials"`}},
	{name: "of who has none", as: "ana.session", method: "POST", path: "/v1/session/passkey-proofs", status: 409, contains: []string{`"reason":"no_passkey"`}},
	{name: "prove it with a passkey", given: func(w *world) { enrolled(w); stale(w); w.assert("ana.session", "/v1/session/passkey-proofs") }, as: "ana.session", method: "POST", path: "/v1/session/proof", body: `{"passkey": <answer>}`, status: 200, contains: []string{"proven_until"}, events: []string{"proveIdentity"}},
	{name: "prove it twice over", as: "ana.session", method: "POST", path: "/v1/session/proof", body: `{"password": "x", "passkey": {"challenge_id": "` + noSuch + `", "credential": {}}}`, status: 422, contains: []string{`"pointer":"/passkey"`}},

	{name: "set a password", as: "ana.session", method: "PUT", path: "/v1/account/password", body: `{"password": "` + goodPassword + `"}`, status: 204, events: []string{"setPassword"}},
	{name: "one that is too short", as: "ana.session", method: "PUT", path: "/v1/account/password", body: `{"password": "harbour"}`, status: 422, contains: []string{`"pointer":"/password"`, `"reason":"too_short"`}},
	{name: "one that is the name", as: "ana.session", method: "PUT", path: "/v1/account/password", body: `{"password": "AnaReis12345"}`, status: 422, contains: []string{`"pointer":"/password"`, `"reason":"common_password"`}},
	{name: "without a fresh proof", given: func(w *world) { locked(w); stale(w) }, as: "ana.session", method: "PUT", path: "/v1/account/password", body: `{"password": "another long password"}`, status: 403, contains: []string{`"reason":"proof_needed"`}},
	{name: "with the current one", given: func(w *world) { locked(w); stale(w) }, as: "ana.session", method: "PUT", path: "/v1/account/password", body: `{"password": "another long password", "current_password": "` + goodPassword + `"}`, status: 204, events: []string{"setPassword"}},

	{name: "begin adding a passkey", as: "ana.session", method: "POST", path: "/v1/account/passkey-registrations", status: 201, contains: []string{`"rp"`, `"residentKey":"required"`}},
	{name: "add one", given: func(w *world) { w.attest() }, as: "ana.session", method: "POST", path: "/v1/account/passkeys", body: `<passkey.body>`, status: 201, contains: []string{`"name":"My phone"`}, events: []string{"createPasskey"}},
	{name: "add what was not asked for", as: "ana.session", method: "POST", path: "/v1/account/passkeys", body: `{"challenge_id": "` + noSuch + `", "credential": {}, "name": "My phone"}`, status: 422, contains: []string{`"reason":"passkey_refused"`}},
	{name: "one's passkeys", given: enrolled, as: "ana.session", method: "GET", path: "/v1/account/passkeys", status: 200, contains: []string{"<passkey>", "My phone"}},
	{name: "somebody else's are not listed", given: enrolled, as: "etta.session", method: "GET", path: "/v1/account/passkeys", status: 200, contains: []string{`"items":[]`}},
	{name: "remove one", given: enrolled, as: "ana.session", method: "DELETE", path: "/v1/account/passkeys/<passkey>", status: 204, events: []string{"deletePasskey"}},
	{name: "without a fresh proof it stays", given: func(w *world) { enrolled(w); stale(w) }, as: "ana.session", method: "DELETE", path: "/v1/account/passkeys/<passkey>", status: 403, contains: []string{`"reason":"proof_needed"`}},
	{name: "nobody removes another's", given: enrolled, as: "etta.session", method: "DELETE", path: "/v1/account/passkeys/<passkey>", status: 404},
}

const cleared = SessionCookie + "=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"

// twice is a world where Ana has another session.
func twice(w *world) {
	locked(w)
	w.names["ana.other"] = w.cookie(w.signIn("password", map[string]string{"email": "ana@example.org", "password": goodPassword}))
	session := w.make("ana.other", "", "GET", "/v1/session", "")
	w.names["other"] = session["session"].(map[string]any)["id"].(string)
}
