package api_test

import (
	"net/http/httptest"
	"testing"

	"testamur/internal/access"
)

const signOff = "/v1/certificates/<certificate>/sign-offs"

// toSign is a world where Etta came to sign by a mailed link, "guest".
func toSign(w *world) {
	sent(w)
	w.names["guest"] = w.link(access.LetterSigning)
}

// coded is toSign with the code that was mailed at the moment of signing.
func coded(w *world) {
	toSign(w)
	w.make("guest", "", "POST", "/v1/certificates/<certificate>/signing-codes", "")
	w.names["code"] = w.letter(access.LetterCode).Data["code"]
}

// toConfirm is a world where Etta came by a mailed link to confirm what was taken down.
func toConfirm(w *world) {
	takenDown(w)
	w.make("staff", "", "POST", "/v1/feedback/<minutes>/confirmation-invitation", "")
	w.names["guest"] = w.link(access.LetterConfirming)
}

var guestScenarios = []scenario{
	{name: "what to sign, by a mailed link", given: toSign, as: "guest", method: "GET", path: "/v1/signing-requests", status: 200, contains: []string{"<certificate>", "<version>", "<signatory>", `"text_digest":"<digest>"`, "Ana Reis", "Social learning"}, absent: []string{"answered"}},
	{name: "what to sign, signed in", given: sent, as: "etta.session", method: "GET", path: "/v1/signing-requests", status: 200, contains: []string{"<certificate>"}},
	{name: "nothing to sign", given: sent, as: "ana.session", method: "GET", path: "/v1/signing-requests", status: 200, contains: []string{`"items":[]`}},
	{name: "the document to sign", given: toSign, as: "guest", method: "GET", path: "/v1/versions/<version>/document", status: 200, contains: []string{"%PDF"}},
	{name: "the text to sign", given: toSign, as: "guest", method: "GET", path: "/v1/versions/<version>/content", status: 200, contains: []string{"She does not give up."}},
	{name: "nothing of the feedback behind it", given: toSign, as: "guest", method: "GET", path: "/v1/feedback/<feedback>", status: 404, absent: []string{"give up"}},
	{name: "nor of the participant", given: toSign, as: "guest", method: "GET", path: "/v1/enrolments/<enrolment>", status: 404, absent: []string{"Ana"}},
	{name: "nor a list of certificates", given: toSign, as: "guest", method: "GET", path: "/v1/certificates", status: 403},
	{name: "what the link is for", given: toSign, method: "POST", path: "/v1/links/read", body: `{"link": "<guest>"}`, status: 200, contains: []string{`"purpose":"signing"`, `"kind":"certificate"`, `"id":"<certificate>"`}},
	{name: "a link signs nobody in", given: toSign, method: "POST", path: "/v1/sessions/link", body: `{"link": "<guest>"}`, status: 401, contains: []string{`"reason":"link_ended"`}},
	{name: "a code is asked for", given: toSign, as: "guest", method: "POST", path: "/v1/certificates/<certificate>/signing-codes", status: 202, events: []string{"requestSigningCode"}},
	{name: "not by who has an account", given: sent, as: "etta.session", method: "POST", path: "/v1/certificates/<certificate>/signing-codes", status: 403},
	{
		name: "sign with the code", given: coded, as: "guest", method: "POST", path: signOff, body: `{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "text_digest": "<digest>", "code": "<code>"}`,
		status: 201, contains: []string{`"recorded_by":"Etta Reis"`}, events: []string{"recordSignOff"},
	},
	{name: "not without", given: coded, as: "guest", method: "POST", path: signOff, body: `{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "text_digest": "<digest>"}`, status: 403, contains: []string{`"reason":"code_wrong"`}, events: []string{"codeRefused"}},
	{name: "not twice with one", given: func(w *world) {
		coded(w)
		w.make("guest", "", "POST", signOff, `{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "text_digest": "<digest>", "code": "<code>"}`)
	}, as: "guest", method: "POST", path: signOff, body: `{"signatory_id": "<signatory>", "decision": "declined", "reason": "x", "text_digest": "<digest>", "code": "<code>"}`, status: 409, contains: []string{`"reason":"already_signed"`}},
	{name: "sign with a fresh proof", given: sent, as: "etta.session", method: "POST", path: signOff, body: `{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "text_digest": "<digest>"}`, status: 201, events: []string{"recordSignOff"}},
	{name: "not without one", given: func(w *world) { sent(w); stale(w) }, as: "etta.session", method: "POST", path: signOff, body: `{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "text_digest": "<digest>"}`, status: 403, contains: []string{`"reason":"proof_needed"`}},
	{name: "mail the link again", given: toSign, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/signatories/<signatory>/invitation", status: 202, events: []string{"inviteSignatory"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if r := w.send("guest", "GET", "/v1/signing-requests", nil, ""); r.Code != 401 {
			t.Errorf("the link before works on: %d", r.Code)
		}
	}},
	{name: "a signatory who is none", given: sent, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/signatories/" + noSuch + "/invitation", status: 404},
	{name: "nothing is mailed before it is sent", given: proposed, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/signatories/" + noSuch + "/invitation", status: 409, contains: []string{`"reason":"certificate_state"`}},
	{name: "the link ends when the text is taken back", given: func(w *world) {
		toSign(w)
		w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/revise", "")
	}, as: "guest", method: "GET", path: "/v1/versions/<version>/content", status: 401, absent: []string{"give up"}},

	{name: "ask an assessor to confirm", given: takenDown, as: "staff", method: "POST", path: "/v1/feedback/<minutes>/confirmation-invitation", status: 202, events: []string{"inviteAssessor"}},
	{name: "what to confirm", given: toConfirm, as: "guest", method: "GET", path: "/v1/feedback/<minutes>", status: 200, contains: []string{"She listens."}},
	{name: "and nothing else, though it is one's own", given: toConfirm, as: "guest", method: "GET", path: "/v1/feedback/<feedback>", status: 404, absent: []string{"give up"}},
	{name: "a code to confirm with", given: toConfirm, as: "guest", method: "POST", path: "/v1/feedback/<minutes>/confirmation-codes", status: 202, events: []string{"requestConfirmationCode"}},
	{name: "confirm with it", given: func(w *world) {
		toConfirm(w)
		w.make("guest", "", "POST", "/v1/feedback/<minutes>/confirmation-codes", "")
		w.names["code"] = w.letter(access.LetterCode).Data["code"]
	}, as: "guest", method: "POST", path: "/v1/feedback/<minutes>/confirm", match: "<minutes.tag>", body: `{"code": "<code>"}`, status: 200, contains: []string{"confirmed_at"}, events: []string{"confirmFeedback"}},
	{name: "not without", given: toConfirm, as: "guest", method: "POST", path: "/v1/feedback/<minutes>/confirm", match: "<minutes.tag>", status: 403},
}
