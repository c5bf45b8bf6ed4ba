package api_test

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"testamur/internal/access"
)

func accountRead(w *world) {
	w.make("rosa.session", "account", "GET", "/v1/people/<ana>/account", "")
}

var accountScenarios = []scenario{
	{
		name: "staff invites", as: "staff", method: "POST", path: "/v1/people/<luis>/invitation",
		status: 202, contains: []string{`"email":"luis@example.org"`, `"admin":false`, `"password":false`}, absent: []string{"testamur_l_"}, events: []string{"invitePerson"},
		then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			if l := w.letter(access.LetterInvitation); l.To != "luis@example.org" {
				t.Errorf("the letter goes to %s", l.To)
			}
		},
	},
	{name: "only administrators make administrators", as: "staff", method: "POST", path: "/v1/people/<luis>/invitation", body: `{"admin": true}`, status: 403},
	{name: "a token neither", as: "admin", method: "POST", path: "/v1/people/<luis>/invitation", body: `{"admin": true}`, status: 403},
	{name: "and they do", as: "rosa.session", method: "POST", path: "/v1/people/<luis>/invitation", body: `{"admin": true}`, status: 202, contains: []string{`"admin":true`}, events: []string{"invitePerson"}},
	{name: "nobody without an address", as: "staff", method: "POST", path: "/v1/people/<nemo>/invitation", given: func(w *world) { w.make("staff", "nemo", "POST", "/v1/people", `{"name": "Nemo"}`) }, status: 409, contains: []string{`"reason":"no_email"`}},
	{name: "nobody unknown", as: "staff", method: "POST", path: "/v1/people/" + noSuch + "/invitation", status: 404},
	{name: "participants invite nobody", as: "ana.session", method: "POST", path: "/v1/people/<luis>/invitation", status: 403},

	{name: "one's own account", as: "ana.session", method: "GET", path: "/v1/people/<ana>/account", status: 200, contains: []string{`"email":"ana@example.org"`, `"last_sign_in_at"`}},
	{name: "another's, to staff", as: "staff", method: "GET", path: "/v1/people/<ana>/account", status: 200, absent: []string{"argon2"}},
	{name: "another's, to a participant", as: "ana.session", method: "GET", path: "/v1/people/<etta>/account", status: 404, absent: []string{"etta@"}},
	{name: "of who has none", as: "staff", method: "GET", path: "/v1/people/<luis>/account", status: 404},
	{name: "disable it", given: accountRead, as: "rosa.session", method: "PATCH", path: "/v1/people/<ana>/account", match: "<account.tag>", body: `{"disabled": true}`, status: 200, contains: []string{`"disabled":true`}, events: []string{"updateAccount"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if r := w.send("ana.session", "GET", "/v1/session", nil, ""); r.Code != 401 {
			t.Errorf("its session lives on: %d", r.Code)
		}
	}},
	{name: "another address to sign in with", given: accountRead, as: "rosa.session", method: "PATCH", path: "/v1/people/<ana>/account", match: "<account.tag>", body: `{"email": "ana@home.example"}`, status: 200, contains: []string{`"email":"ana@home.example"`}, events: []string{"updateAccount"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if l := w.letter(access.LetterAccountChanged); l.To != "ana@example.org" {
			t.Errorf("%s is told", l.To)
		}
	}},
	{name: "an address of another account", given: accountRead, as: "rosa.session", method: "PATCH", path: "/v1/people/<ana>/account", match: "<account.tag>", body: `{"email": "ETTA@example.org"}`, status: 409, contains: []string{`"reason":"duplicate_email"`}},
	{name: "an account that changed meanwhile", as: "rosa.session", method: "PATCH", path: "/v1/people/<ana>/account", match: `"7"`, body: `{"disabled": true}`, status: 412},
	{name: "without a fresh proof", given: stale, as: "rosa.session", method: "PATCH", path: "/v1/people/<ana>/account", match: `"1"`, body: `{"disabled": true}`, status: 403, contains: []string{`"reason":"proof_needed"`}},
	{name: "the last administrator", as: "rosa.session", method: "PATCH", path: "/v1/people/<rosa>/account", match: "<account.tag>", body: `{"admin": false}`, given: func(w *world) { w.make("rosa.session", "account", "GET", "/v1/people/<rosa>/account", "") }, status: 409, contains: []string{`"reason":"last_admin"`}},
	{name: "nobody makes themselves one", as: "ana.session", method: "PATCH", path: "/v1/people/<ana>/account", match: `"1"`, body: `{"admin": true}`, status: 403},
	{name: "tokens change no account", as: "admin", method: "PATCH", path: "/v1/people/<ana>/account", match: `"1"`, body: `{"admin": true}`, status: 403, contains: []string{`"reason":"scope"`}},
}

// staffed is a world where Luis is staff, and signed in.
func staffed(w *world) {
	w.make("rosa.session", "", "PUT", "/v1/programmes/<programme>/staff/<luis>", "")
	w.enter("luis")
}

// coached is a world with a second programme, of which Luis is no staff.
func coached(w *world) {
	staffed(w)
	w.make("admin", "coaching", "POST", "/v1/programmes", `{"name": "Coaching"}`)
}

var staffScenarios = []scenario{
	{name: "make somebody staff", as: "rosa.session", method: "PUT", path: "/v1/programmes/<programme>/staff/<luis>", status: 204, events: []string{"addStaff"}},
	{name: "twice is once", given: staffed, as: "rosa.session", method: "PUT", path: "/v1/programmes/<programme>/staff/<luis>", status: 204},
	{name: "staff makes no staff", given: staffed, as: "luis.session", method: "PUT", path: "/v1/programmes/<programme>/staff/<ana>", status: 403},
	{name: "nobody unknown", as: "rosa.session", method: "PUT", path: "/v1/programmes/<programme>/staff/" + noSuch, status: 404},
	{name: "who they are", given: staffed, as: "luis.session", method: "GET", path: "/v1/programmes/<programme>/staff", status: 200, contains: []string{"Luis Reis"}, absent: []string{"luis@"}},
	{name: "of another programme nothing is known", given: coached, as: "luis.session", method: "GET", path: "/v1/programmes/<coaching>/staff", status: 404},
	{name: "nor the programme", given: coached, as: "luis.session", method: "GET", path: "/v1/programmes/<coaching>", status: 404, absent: []string{"Coaching"}},
	{name: "nor is it listed", given: coached, as: "luis.session", method: "GET", path: "/v1/programmes", status: 200, contains: []string{"<programme>"}, absent: []string{"Coaching"}},
	{name: "nor its events", given: coached, as: "luis.session", method: "GET", path: "/v1/events?programme_id=<coaching>", status: 200, contains: []string{`"items":[]`}},
	{name: "end it", given: staffed, as: "rosa.session", method: "DELETE", path: "/v1/programmes/<programme>/staff/<luis>", status: 204, events: []string{"removeStaff"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if r := w.send("luis.session", "GET", "/v1/programmes/<programme>", nil, ""); r.Code < 400 {
			t.Errorf("it goes on: %d", r.Code)
		}
	}},
}

// issue makes a token as Rosa; its secret is named like it.
func (w *world) issue(name, fields string) {
	w.t.Helper()
	token := w.make("rosa.session", name+".id", "POST", "/v1/tokens", fmt.Sprintf(`{"name": %q, %s}`, name, fields))
	w.names[name] = token["secret"].(string)
}

var tokenScenarios = []scenario{
	{name: "make one", as: "rosa.session", method: "POST", path: "/v1/tokens", body: `{"name": "Sync", "role": "staff", "scopes": ["people:read"], "programmes": ["<programme>"], "expires_at": "2016-12-31T00:00:00Z"}`, status: 201, contains: []string{`"secret":"testamur_`, `"scopes":["people:read"]`, `"expires_at":"2016-12-31T00:00:00Z"`}, events: []string{"createToken"}},
	{name: "without a fresh proof", given: stale, as: "rosa.session", method: "POST", path: "/v1/tokens", body: `{"name": "Sync", "role": "staff"}`, status: 403, contains: []string{`"reason":"proof_needed"`}, absent: []string{"secret"}},
	{name: "tokens make no tokens", as: "admin", method: "POST", path: "/v1/tokens", body: `{"name": "Sync", "role": "staff"}`, status: 403, contains: []string{`"reason":"scope"`}},
	{name: "nor do participants", as: "ana.session", method: "POST", path: "/v1/tokens", body: `{"name": "Sync", "role": "admin"}`, status: 403},
	{name: "one that has expired already", as: "rosa.session", method: "POST", path: "/v1/tokens", body: `{"name": "Sync", "role": "staff", "expires_at": "2001-01-01T00:00:00Z"}`, status: 422, contains: []string{`"pointer":"/expires_at"`}},
	{name: "one for nobody", as: "rosa.session", method: "POST", path: "/v1/tokens", body: `{"name": "Sync", "role": "assessor"}`, status: 422, contains: []string{`"pointer":"/person_id"`}},
	{name: "a scope that is none", as: "rosa.session", method: "POST", path: "/v1/tokens", body: `{"name": "Sync", "role": "staff", "scopes": ["everything"]}`, status: 422, contains: []string{`"pointer":"/scopes/0"`}},
	{name: "all of them", given: func(w *world) { w.issue("sync", `"role": "staff"`) }, as: "rosa.session", method: "GET", path: "/v1/tokens", status: 200, contains: []string{"<sync.id>", `"name":"admin"`}, absent: []string{"secret", "<sync>"}},
	{name: "one", given: func(w *world) { w.issue("sync", `"role": "staff"`) }, as: "rosa.session", method: "GET", path: "/v1/tokens/<sync.id>", status: 200, absent: []string{"secret", "last_used_at"}},
	{name: "when it was used last", given: func(w *world) { w.issue("sync", `"role": "staff"`); w.make("sync", "", "GET", "/v1/people", "") }, as: "rosa.session", method: "GET", path: "/v1/tokens/<sync.id>", status: 200, contains: []string{`"last_used_at":"2015-12-14T09:0`}},
	{name: "revoke it", given: func(w *world) { w.issue("sync", `"role": "staff"`) }, as: "rosa.session", method: "DELETE", path: "/v1/tokens/<sync.id>", status: 204, events: []string{"deleteToken"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if r := w.send("sync", "GET", "/v1/people", nil, ""); r.Code != 401 {
			t.Errorf("it works on: %d", r.Code)
		}
	}},
	{name: "within its scope", given: func(w *world) { w.issue("sync", `"role": "staff", "scopes": ["people:read"]`) }, as: "sync", method: "GET", path: "/v1/people/<ana>", status: 200},
	{name: "outside of it", given: func(w *world) { w.issue("sync", `"role": "staff", "scopes": ["people:read"]`) }, as: "sync", method: "POST", path: "/v1/people", body: `{"name": "Eva"}`, status: 403, contains: []string{`"reason":"scope"`, "people:write"}},
	{name: "for its programme", given: func(w *world) { w.issue("sync", `"role": "staff", "programmes": ["<programme>"]`) }, as: "sync", method: "GET", path: "/v1/cohorts/<cohort>", status: 200},
	{name: "for no other", given: func(w *world) { coached(w); w.issue("sync", `"role": "staff", "programmes": ["<coaching>"]`) }, as: "sync", method: "GET", path: "/v1/cohorts/<cohort>", status: 404},
	{name: "once it has expired", given: func(w *world) {
		w.issue("sync", `"role": "staff", "expires_at": "2015-12-14T10:00:00Z"`)
		w.later(2 * time.Hour)
	}, as: "sync", method: "GET", path: "/v1/people", status: 401, contains: []string{`"reason":"token_ended"`}},
}

var personalScenarios = []scenario{
	{name: "an export, to the person", given: issued, as: "ana.session", method: "GET", path: "/v1/people/<ana>/export", status: 200, contains: []string{"PK\x03\x04"}, headers: map[string]string{"Content-Type": "application/zip", "Content-Disposition": "attachment; filename=person-<ana>.zip"}, events: []string{"exportPerson"}},
	{name: "to an administrator", as: "admin", method: "GET", path: "/v1/people/<ana>/export", status: 200, events: []string{"exportPerson"}},
	{name: "not to staff", as: "staff", method: "GET", path: "/v1/people/<ana>/export", status: 403},
	{name: "not to somebody else", as: "etta.session", method: "GET", path: "/v1/people/<ana>/export", status: 404, absent: []string{"PK"}},
	{name: "erase", as: "rosa.session", method: "POST", path: "/v1/people/<ana>/erasure", body: `{"confirm": "Ana Reis"}`, status: 204, events: []string{"erasePerson"}},
	{name: "erase somebody else than was meant", as: "rosa.session", method: "POST", path: "/v1/people/<ana>/erasure", body: `{"confirm": "Etta Reis"}`, status: 422, contains: []string{`"pointer":"/confirm"`}},
	{name: "erase without a fresh proof", given: stale, as: "rosa.session", method: "POST", path: "/v1/people/<ana>/erasure", body: `{"confirm": "Ana Reis"}`, status: 403, contains: []string{`"reason":"proof_needed"`}},
	{name: "tokens erase nobody", as: "admin", method: "POST", path: "/v1/people/<ana>/erasure", body: `{"confirm": "Ana Reis"}`, status: 403, contains: []string{`"reason":"scope"`}},
}
