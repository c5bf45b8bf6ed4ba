package api_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"testamur/internal/access"
)

// answered is a world where Etta gave an answer that is no approval.
func answered(w *world) {
	sent(w)
	w.make("etta.session", "", "POST", signOff, `{"signatory_id": "<signatory>", "decision": "change_requested", "reason": "Name the ship.", "pointer": "/sections/0", "text_digest": "<digest>"}`)
}

// opened is a world where Etta read what she is to sign.
func opened(w *world) {
	sent(w)
	w.make("etta.session", "", "GET", "/v1/versions/<version>/content", "")
}

// reworded is a world where Etta read a text that was then changed and sent again.
func reworded(w *world) {
	opened(w)
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/revise", "")
	w.make("staff", "certificate", "PUT", "/v1/certificates/<certificate>/sections", `{"sections": [{"heading": "Persistence", "passages": [{"text": "She never gives up."}]}]}`)
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/send-for-signing", "")
}

var answeringScenarios = []scenario{
	{
		name: "ask for a change", given: sent, as: "etta.session", method: "POST", path: signOff,
		body:   `{"signatory_id": "<signatory>", "decision": "change_requested", "reason": "Name the ship.", "pointer": "/sections/0", "text_digest": "<digest>"}`,
		status: 201, contains: []string{`"decision":"change_requested"`, `"pointer":"/sections/0"`}, events: []string{"recordSignOff"},
	},
	{
		name: "which pauses signing", given: answered, as: "staff", method: "GET", path: "/v1/certificates/<certificate>",
		status: 200, contains: []string{`"paused":{`, `"reason":"Name the ship."`, `"name":"Etta Reis"`},
	},
	{
		name: "as the list shows", given: answered, as: "staff", method: "GET", path: "/v1/certificates",
		status: 200, contains: []string{`"paused":{`, `"reason":"Name the ship."`},
	},
	{
		name: "and their own list", given: answered, as: "etta.session", method: "GET", path: "/v1/signing-requests",
		status: 200, contains: []string{`"answered":"change_requested"`, `"answered_at":`, `"reason":"Name the ship."`, `"paused":true`}, absent: []string{"others"},
	},
	{
		name: "suggest somebody else", given: sent, as: "etta.session", method: "POST", path: signOff,
		body:   `{"signatory_id": "<signatory>", "decision": "suggested", "reason": "He led it.", "suggested": {"name": "Moss"}, "text_digest": "<digest>"}`,
		status: 201, contains: []string{`"suggested":{"name":"Moss"}`}, events: []string{"recordSignOff"},
	},
	{
		name: "say nothing on conflicts of interest", given: sent, as: "etta.session", method: "POST", path: signOff,
		body:   `{"signatory_id": "<signatory>", "decision": "approved", "text_digest": "<digest>"}`,
		status: 422, contains: []string{`"pointer":"/conflict"`},
	},
	{
		name: "declare one", given: sent, as: "etta.session", method: "POST", path: signOff,
		body:   `{"signatory_id": "<signatory>", "decision": "approved", "conflict": "declared", "reason": "Ana is my sister.", "text_digest": "<digest>"}`,
		status: 201, contains: []string{`"decision":"declined"`, `"reason_class":"conflict_of_interest"`}, events: []string{"recordSignOff"},
	},
	{
		name: "confirm how one is printed", given: sent, as: "etta.session", method: "POST", path: signOff,
		body:   `{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "confirmed": {"name": "Etta Réis", "title": "Captain"}, "text_digest": "<digest>"}`,
		status: 201, contains: []string{`"name":"Etta Réis"`, `"confirmed":true`}, events: []string{"recordSignOff"},
		then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			if r := w.send("staff", "GET", "/v1/versions/<version>", nil, ""); !strings.Contains(r.Body.String(), `"title":"Captain"`) {
				t.Errorf("the version is %s", r.Body)
			}
		},
	},
	{
		name: "remind", given: sent, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/reminders", status: 202, contains: []string{`{"mailed":1,"reminded_lately":0}`},
		events: []string{"remindSignatories"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			if l := w.letter(access.LetterSigningReminder); l.To != "etta@example.org" {
				t.Errorf("it goes to %s", l.To)
			}
		},
	},
	{
		name: "not twice a day", as: "staff", method: "POST", path: "/v1/certificates/<certificate>/reminders", status: 429, contains: []string{`"reason":"reminded_lately"`},
		given: func(w *world) {
			sent(w)
			w.make("staff", "", "POST", "/v1/certificates/<certificate>/reminders", "")
		},
	},
	{
		name: "what changed since one read it", given: reworded, as: "etta.session", method: "GET", path: "/v1/certificates/<certificate>/difference",
		status: 200, contains: []string{`"from_version_id":"<version>"`, `"change":"reworded"`, `"op":"deleted"`, `"op":"inserted"`},
	},
	{
		name: "nothing was read before", given: sent, as: "etta.session", method: "GET", path: "/v1/certificates/<certificate>/difference",
		status: 409, contains: []string{`"reason":"nothing_before"`},
	},
	{
		name: "sign what one has opened", given: opened, as: "etta.session", method: "POST", path: "/v1/sign-offs",
		body:   `{"certificates": [{"certificate_id": "<certificate>", "text_digest": "<digest>"}], "conflict": "none"}`,
		status: 200, contains: []string{`"signed":true`, `"decision":"approved"`}, events: []string{"recordSignOff"},
	},
	{
		name: "and nothing else", given: sent, as: "etta.session", method: "POST", path: "/v1/sign-offs",
		body:   `{"certificates": [{"certificate_id": "<certificate>", "text_digest": "<digest>"}, {"certificate_id": "` + noSuch + `", "text_digest": "<digest>"}], "conflict": "none"}`,
		status: 200, contains: []string{`"signed":false`, `"reason":"not_opened"`, `"code":"not_found"`},
	},
}

var correctionScenarios = []scenario{
	{
		name: "let it expire", given: issued, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/expire", match: "<certificate.tag>",
		body: `{"on": "2099-12-31", "reason_class": "other", "note": "Nobody uses it."}`, status: 200, contains: []string{`"state":"issued"`},
		absent: []string{"Nobody uses it"}, events: []string{"expireCertificate"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			if r := w.send("", "GET", "/v1/verifications/<code>", nil, ""); !strings.Contains(r.Body.String(), `"expires_on":"2099-12-31"`) {
				t.Errorf("its code says %s", r.Body)
			}
		},
	},
	{
		name: "not in the past", given: issued, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/expire", match: "<certificate.tag>",
		body: `{"on": "1999-12-31", "reason_class": "other"}`, status: 422, contains: []string{`"pointer":"/on"`},
	},
	{
		name: "what a programme asks of corrections", as: "staff", method: "PATCH", path: "/v1/programmes/<programme>", match: "<programme.tag>",
		given: sent, body: `{"correction_review": false, "signing_reminder_days": 0}`, status: 200,
		contains: []string{`"correction_review":false`, `"signing_reminder_days":0`}, events: []string{"updateProgramme"},
	},
	{
		name: "a programme that reminds nobody", as: "admin", method: "POST", path: "/v1/programmes", body: `{"name": "New", "signing_reminder_days": 0}`,
		status: 201, contains: []string{`"signing_reminder_days":0`, `"correction_review":true`}, events: []string{"createProgramme"},
	},
}
