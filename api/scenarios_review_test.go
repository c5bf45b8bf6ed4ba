package api_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"testamur/internal/access"
)

// checked is a world where Ana is asked to check the text about her, as "ana.session" and by a mailed link, "guest".
func checked(w *world) {
	w.make("admin", "programme", "GET", "/v1/programmes/<programme>", "")
	w.make("admin", "programme", "PATCH", "/v1/programmes/<programme>", `{"participant_check_days": 7}`)
	proposed(w)
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/send-for-signing", "")
	w.names["guest"] = w.link(access.LetterCheck)
	w.remind("ana.session")
}

// asks has a correction of an issued certificate checked.
func asks(w *world) {
	w.make("admin", "programme", "GET", "/v1/programmes/<programme>", "")
	w.make("admin", "programme", "PATCH", "/v1/programmes/<programme>", `{"participant_check_days": 7}`)
	w.make("staff", "certificate", "GET", "/v1/certificates/<certificate>", "")
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/correct", `{"reason_class": "correction"}`)
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/send-for-signing", "")
	w.remind("ana.session")
}

// readBack is a world where Etta is asked how her words may be used.
func readBack(w *world) {
	w.make("admin", "programme", "GET", "/v1/programmes/<programme>", "")
	w.make("admin", "programme", "PATCH", "/v1/programmes/<programme>", `{"read_back_days": 5, "participant_check_days": 0}`)
	proposed(w)
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/send-for-review", "")
	w.remind("etta.session")
}

// remind gives the names of what somebody is asked.
func (w *world) remind(as string) {
	q := w.make(as, "", "GET", "/v1/review-requests", "")["items"].([]any)[0].(map[string]any)
	w.names["request"] = fmt.Sprint(q["id"])
	shown := w.make(as, "", "GET", "/v1/review-requests/<request>", "")
	w.names["request.digest"] = fmt.Sprint(shown["text_digest"])
	passages := shown["sections"].([]any)[0].(map[string]any)["passages"].([]any)
	w.names["passage"] = fmt.Sprint(passages[0].(map[string]any)["id"])
}

// answers has somebody answer what they are asked.
func (w *world) answers(as, answer string) {
	shown := w.make(as, "", "POST", "/v1/review-requests/<request>/answer", `{"text_digest": "<request.digest>", `+answer+`}`)
	if remarks := shown["remarks"].([]any); len(remarks) > 0 {
		w.names["remark"] = fmt.Sprint(remarks[0].(map[string]any)["id"])
	}
	w.make("staff", "certificate", "GET", "/v1/certificates/<certificate>", "")
}

const rewordedInReview = `"answer": "remarks", "remarks": [{"kind": "wording", "passage_id": "<passage>", "wording": "She never gave up."}]`

const leftOut = `"answer": "remarks", "remarks": [{"kind": "leave_out", "passage_id": "<passage>", "comment": "My employer's affair."}]`

func proposedWording(w *world) { readBack(w); w.answers("etta.session", rewordedInReview) }

func wantsLess(w *world) { checked(w); w.answers("ana.session", leftOut) }

const review = "/v1/certificates/<certificate>/review"

var reviewScenarios = []scenario{
	{name: "to check a text is a duty", given: checked, as: "ana.session", method: "GET", path: "/v1/duties", status: 200, contains: []string{`"kind":"check"`, `"review_request_id":"<request>"`}},
	{name: "to read back is a duty", given: readBack, as: "etta.session", method: "GET", path: "/v1/duties", status: 200, contains: []string{`"kind":"read_back"`, `"review_request_id":"<request>"`}},
	{
		name: "sent for signing, a text is checked first", given: func(w *world) { checked(w); w.answers("ana.session", `"answer": "right"`) },
		as: "staff", method: "GET", path: "/v1/certificates/<certificate>", status: 200, contains: []string{`"state":"signing"`, "text_digest"},
	},
	{name: "an office without a review has nothing to send for", given: proposed, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/send-for-review", match: "<certificate.tag>", status: 409, contains: []string{`"reason":"no_review"`}},
	{
		name: "send for review", given: func(w *world) {
			w.make("admin", "programme", "GET", "/v1/programmes/<programme>", "")
			w.make("admin", "programme", "PATCH", "/v1/programmes/<programme>", `{"participant_check_days": 7}`)
			proposed(w)
		}, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/send-for-review", match: "<certificate.tag>",
		status: 200, contains: []string{`"state":"in_review"`}, events: []string{"sendForReview", "askReviewer"},
	},
	{name: "what one is asked", given: checked, as: "ana.session", method: "GET", path: "/v1/review-requests", status: 200, contains: []string{"<request>", `"stage":"participant"`, `"deadline_on"`}, absent: []string{"give up"}},
	{name: "by a mailed link", given: checked, as: "guest", method: "GET", path: "/v1/review-requests", status: 200, contains: []string{"<request>"}},
	{name: "nobody else is", given: checked, as: "etta.session", method: "GET", path: "/v1/review-requests", status: 200, contains: []string{`"items":[]`}},
	{name: "the whole text", given: checked, as: "guest", method: "GET", path: "/v1/review-requests/<request>", status: 200, contains: []string{"give up", `"open":true`, `"own":[]`}},
	{name: "one's own words beside", given: readBack, as: "etta.session", method: "GET", path: "/v1/review-requests/<request>", status: 200, contains: []string{`"own":["She does not give up."]`}, absent: []string{"award_date"}},
	{name: "not another's request", given: checked, as: "etta.session", method: "GET", path: "/v1/review-requests/<request>", status: 404, absent: []string{"give up"}},
	{name: "nor by staff, who see the review", given: checked, as: "staff", method: "GET", path: "/v1/review-requests/<request>", status: 403},
	{name: "the link is for that", given: checked, method: "POST", path: "/v1/links/read", body: `{"link": "<guest>"}`, status: 200, contains: []string{`"purpose":"review"`, `"kind":"review_request"`, `"id":"<request>"`}},
	{name: "that it is right", given: checked, as: "guest", method: "POST", path: "/v1/review-requests/<request>/answer", body: `{"text_digest": "<request.digest>", "answer": "right"}`, status: 201, contains: []string{`"answer":"right"`, `"open":false`}, events: []string{"answerReviewRequest", "passReview", "sendForSigning"}},
	{name: "that something is to be left out", given: checked, as: "ana.session", method: "POST", path: "/v1/review-requests/<request>/answer", body: `{"text_digest": "<request.digest>", ` + leftOut + `}`, status: 201, contains: []string{`"state":"open"`, `"open":true`}, events: []string{"answerReviewRequest"}},
	{name: "not without why", given: checked, as: "ana.session", method: "POST", path: "/v1/review-requests/<request>/answer", body: `{"text_digest": "<request.digest>", "answer": "remarks", "remarks": [{"kind": "wrong"}]}`, status: 422, contains: []string{`"pointer":"/remarks/0/comment"`}},
	{name: "silence is nothing that one says", given: checked, as: "ana.session", method: "POST", path: "/v1/review-requests/<request>/answer", body: `{"text_digest": "<request.digest>", "answer": "no_objection"}`, status: 422, contains: []string{`"pointer":"/answer"`}},
	{name: "not to another text", given: checked, as: "ana.session", method: "POST", path: "/v1/review-requests/<request>/answer", body: `{"text_digest": "` + strings.Repeat("0", 64) + `", "answer": "right"}`, status: 409, contains: []string{`"reason":"text_changed"`}},
	{name: "who answered what", given: wantsLess, as: "staff", method: "GET", path: review, status: 200, contains: []string{"My employer's affair.", `"answer":"remarks"`, `"then_sign":true`, "<remark>"}},
	{name: "before any there is none", given: proposed, as: "staff", method: "GET", path: review, status: 200, contains: []string{`"items":[]`}},
	{name: "another deadline", given: checked, as: "staff", method: "PATCH", path: review, match: "<certificate.tag>", body: `{"deadline_on": "2016-01-15"}`, status: 200, events: []string{"updateReview"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if r := w.send("staff", "GET", review, nil, ""); !strings.Contains(r.Body.String(), `"deadline_on":"2016-01-15"`) {
			t.Errorf("the deadline stays: %s", r.Body)
		}
	}},
	{name: "none that is over", given: checked, as: "staff", method: "PATCH", path: review, match: "<certificate.tag>", body: `{"deadline_on": "2015-01-15"}`, status: 422, contains: []string{`"pointer":"/deadline_on"`}},
	{name: "remind now", given: checked, as: "staff", method: "POST", path: review + "/reminders", status: 202, contains: []string{`{"mailed":1,"reminded_lately":0}`}, events: []string{"remindReviewers", "remindReviewer"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if r := w.send("guest", "GET", "/v1/review-requests", nil, ""); r.Code != 401 {
			t.Errorf("the link before works on: %d", r.Code)
		}
	}},
	{name: "no reviewer twice a day", as: "staff", method: "POST", path: review + "/reminders", status: 429, contains: []string{`"reason":"reminded_lately"`}, given: func(w *world) {
		checked(w)
		w.make("staff", "", "POST", review+"/reminders", "")
	}},
	{name: "nobody to remind", given: wantsLess, as: "staff", method: "POST", path: review + "/reminders", status: 409, contains: []string{`"reason":"nobody_to_remind"`}},
	{name: "take a wording", given: proposedWording, as: "staff", method: "POST", path: review + "/remarks/<remark>/take", match: "<certificate.tag>", status: 200, contains: []string{"She never gave up.", `"state":"composing"`}, events: []string{"takeWording", "passReview"}},
	{name: "what proposes none is not taken", given: wantsLess, as: "staff", method: "POST", path: review + "/remarks/<remark>/take", match: "<certificate.tag>", status: 409, contains: []string{`"reason":"no_wording"`}},
	{name: "go on over a remark", given: wantsLess, as: "staff", method: "POST", path: review + "/remarks/<remark>/refuse", match: "<certificate.tag>", body: `{"reason": "It is the project."}`, status: 200, contains: []string{`"state":"signing"`}, events: []string{"refuseRemark", "passReview", "sendForSigning"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if r := w.send("ana.session", "GET", "/v1/review-requests/<request>", nil, ""); !strings.Contains(r.Body.String(), "It is the project.") || strings.Contains(r.Body.String(), "give up") {
			t.Errorf("the author sees: %s", r.Body)
		}
	}},
	{name: "not without a reason", given: wantsLess, as: "staff", method: "POST", path: review + "/remarks/<remark>/refuse", match: "<certificate.tag>", body: `{"reason": " "}`, status: 422, contains: []string{`"pointer":"/reason"`}},
	{name: "take it back", given: checked, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/revise", match: "<certificate.tag>", status: 200, contains: []string{`"state":"composing"`}, events: []string{"reviseCertificate"}},
}
