package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"testamur/internal/access"
)

// quotable is a world where Ana's issued certificate has a passage by Etta, "passage", that the handbook of "edition" could quote.
func quotable(w *world) {
	w.frame()
	w.make("staff", "theme", "PATCH", "/v1/themes/<theme>", `{"disciplines": ["ASKING"]}`)
	issued(w)
	items := w.make("staff", "", "GET", "/v1/editions/<edition>/quotable-passages", "")["items"].([]any)
	passage := items[0].(map[string]any)["passages"].([]any)[0].(map[string]any)
	w.names["passage"] = fmt.Sprint(passage["passage_id"])
}

// quoting is quotable, where Ana and Etta are asked: "ana.quote" and "etta.quote".
func quoting(w *world) {
	quotable(w)
	excerpt := w.make("staff", "", "POST", "/v1/editions/<edition>/excerpts", excerptAsking)["items"].([]any)[0].(map[string]any)
	w.names["excerpt"], w.names["excerpt.digest"] = fmt.Sprint(excerpt["id"]), fmt.Sprint(excerpt["text_digest"])
	w.names["guest"] = w.link(access.LetterExcerpts)
	for _, c := range excerpt["consents"].([]any) {
		c := c.(map[string]any)
		name := map[any]string{"participant": "ana.quote", "writer": "etta.quote"}[c["part"]]
		w.names[name] = fmt.Sprint(c["request_id"])
	}
}

const excerptAnswer = `{"answers": [{"excerpt_id": "<excerpt>", "text_digest": "<excerpt.digest>", "answer": "agree"}]}`

// quoted is quoting, where both agreed and the handbook shows passages.
func quoted(w *world) {
	quoting(w)
	w.make("ana.session", "", "POST", "/v1/excerpt-requests/<ana.quote>/answers", excerptAnswer)
	w.make("etta.session", "", "POST", "/v1/excerpt-requests/<etta.quote>/answers", excerptAnswer)
	w.make("admin", "", "PUT", "/v1/editions/<edition>/excerpt-setting", `{"shown": true}`)
}

var excerptScenarios = []scenario{
	{
		name: "passages under a theme that links to a discipline are there without names", as: "staff", method: "GET", path: "/v1/editions/<edition>/quotable-passages?discipline=ASKING", given: quotable,
		status: 200, contains: []string{`"passage_id":"<passage>"`, `"version_id":"<version>"`, `"disciplines":["ASKING"]`}, absent: []string{`"excerpt_id"`},
	},
	{
		name: "under another discipline there are none", as: "staff", method: "GET", path: "/v1/editions/<edition>/quotable-passages?discipline=RESTING", given: quotable,
		status: 200, contains: []string{`"passages":[]`},
	},
	{
		name: "those whom it concerns are asked", as: "staff", method: "POST", path: "/v1/editions/<edition>/excerpts", body: excerptAsking, given: quotable,
		status: 201, contains: []string{`"state":"asked"`, `"part":"participant"`, `"part":"writer"`}, absent: []string{`"answer"`}, events: []string{"askForExcerpts"},
	},
	{
		name: "once", as: "staff", method: "POST", path: "/v1/editions/<edition>/excerpts", body: excerptAsking, given: quoting,
		status: 422, contains: []string{`"reason":"asked_already"`, `"pointer":"/passages/0"`},
	},
	{
		name: "and about nothing else", as: "staff", method: "POST", path: "/v1/editions/<edition>/excerpts", given: quotable,
		body:   strings.Replace(excerptAsking, "ASKING", "RESTING", 1),
		status: 422, contains: []string{`"reason":"not_quotable"`},
	},
	{
		name: "what was asked for is listed", as: "staff", method: "GET", path: "/v1/editions/<edition>/excerpts", given: quoted,
		status: 200, contains: []string{`"state":"agreed"`, `"id":"<excerpt>"`, `"answer":"agree"`},
	},
	{
		name: "it is a duty", as: "ana.session", method: "GET", path: "/v1/duties", given: quoting,
		status: 200, contains: []string{`"kind":"quote"`, `"excerpt_request_id":"<ana.quote>"`},
	},
	{
		name: "which ends with the answer", as: "ana.session", method: "GET", path: "/v1/duties", given: quoted,
		status: 200, absent: []string{`"kind":"quote"`},
	},
	{
		name: "requests are listed", as: "ana.session", method: "GET", path: "/v1/excerpt-requests", given: quoting,
		status: 200, contains: []string{`"id":"<ana.quote>"`, `"handbook":"A few"`}, absent: []string{"<etta.quote>"},
	},
	{
		name: "a mailed link gets its own", as: "guest", method: "GET", path: "/v1/excerpt-requests", given: quoting,
		status: 200, contains: []string{`"id":"<etta.quote>"`}, absent: []string{"<ana.quote>"},
	},
	{
		name: "one is read", as: "guest", method: "GET", path: "/v1/excerpt-requests/<etta.quote>", given: quoting,
		status: 200, contains: []string{`"part":"writer"`, `"discipline":"Asking"`, `"text_digest":"<excerpt.digest>"`, "taken back at any time"},
	},
	{
		name: "another's is not", as: "guest", method: "GET", path: "/v1/excerpt-requests/<ana.quote>", given: quoting, status: 404,
	},
	{
		name: "a mailed link is enough to agree", as: "guest", method: "POST", path: "/v1/excerpt-requests/<etta.quote>/answers", body: excerptAnswer, given: quoting,
		status: 201, contains: []string{`"answer":"agree"`, `"answered_at"`}, events: []string{"answerExcerptRequest"},
	},
	{
		name: "consent is taken back", as: "ana.session", method: "POST", path: "/v1/excerpt-requests/<ana.quote>/answers", given: quoted,
		body:   strings.Replace(excerptAnswer, `"agree"`, `"decline"`, 1),
		status: 201, contains: []string{`"answer":"decline"`}, events: []string{"answerExcerptRequest"},
	},
	{
		name: "the same answer again is no deed", as: "ana.session", method: "POST", path: "/v1/excerpt-requests/<ana.quote>/answers", body: excerptAnswer, given: quoted,
		status: 201, contains: []string{`"answer":"agree"`}, events: []string{},
	},
	{
		name: "to exactly these words", as: "ana.session", method: "POST", path: "/v1/excerpt-requests/<ana.quote>/answers", given: quoting,
		body:   strings.Replace(excerptAnswer, "<excerpt.digest>", strings.Repeat("0", 64), 1),
		status: 422, contains: []string{`"reason":"text_changed"`, `"pointer":"/answers/0/text_digest"`},
	},
	{
		name: "what is not asked any more is not answered", as: "ana.session", method: "POST", path: "/v1/excerpt-requests/<ana.quote>/answers", body: excerptAnswer,
		given: func(w *world) {
			quoting(w)
			w.make("staff", "", "POST", "/v1/excerpts/<excerpt>/take-back", "")
		},
		status: 422, contains: []string{`"reason":"excerpt_ended"`},
	},
	{
		name: "staff take a passage back", as: "staff", method: "POST", path: "/v1/excerpts/<excerpt>/take-back", given: quoted,
		status: 200, contains: []string{`"state":"taken_back"`, `"taken_back_at"`}, events: []string{"takeBackExcerpt"},
	},
	{
		name: "a handbook shows no passages", as: "staff", method: "GET", path: "/v1/editions/<edition>/excerpt-setting", given: (*world).frame,
		status: 200, contains: []string{`"shown":false`},
	},
	{
		name: "until it is told to", as: "admin", method: "PUT", path: "/v1/editions/<edition>/excerpt-setting", body: `{"shown": true}`, given: (*world).frame,
		status: 200, contains: []string{`"shown":true`}, events: []string{"setExcerptSetting"},
	},
	{
		name: "by those who publish editions", as: "staff", method: "PUT", path: "/v1/editions/<edition>/excerpt-setting", body: `{"shown": true}`, given: (*world).frame,
		status: 403,
	},
	{
		name: "the handbook is another file when consent is taken back", as: "read", method: "GET", path: "/v1/editions/<edition>/handbook", given: quoted,
		status: 200, contains: []string{"From certificates"},
		then: func(t *testing.T, w *world, r *httptest.ResponseRecorder) {
			w.make("ana.session", "", "POST", "/v1/excerpt-requests/<ana.quote>/answers", strings.Replace(excerptAnswer, `"agree"`, `"decline"`, 1))
			again := w.send("read", http.MethodGet, "/v1/editions/<edition>/handbook", nil, "")
			if strings.Contains(again.Body.String(), "From certificates") || again.Header().Get("ETag") == r.Header().Get("ETag") {
				t.Errorf("%s: %s", again.Header().Get("ETag"), again.Body)
			}
		},
	},
}
