package api_test

import (
	"fmt"
	"strings"
)

var jsonHeader = map[string]string{"Content-Type": "application/json"}

// requestScenarios are about form: what is malformed never reaches a rule.
var requestScenarios = []scenario{
	{name: "no such address", as: "staff", method: "GET", path: "/v1/nothing", status: 404, contains: []string{`"reason":"no_route"`}},
	{name: "no such method", as: "staff", method: "DELETE", path: "/v1/people", status: 405, contains: []string{`"code":"method_not_allowed"`}, headers: map[string]string{"Allow": "POST, GET"}},
	{name: "no JSON", as: "staff", method: "POST", path: "/v1/people", body: `{"name": `, status: 400, contains: []string{`"reason":"invalid_json"`}},
	{name: "more than JSON", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "Ana"} {}`, status: 400, contains: []string{`"reason":"invalid_json"`}},
	{name: "no UTF-8", as: "staff", method: "POST", path: "/v1/people", body: "{\"name\": \"Ana \xff\"}", status: 400, contains: []string{`"reason":"invalid_utf8"`}},
	{name: "a name twice", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "Ana", "n\u0061me": "Eva"}`, status: 400, contains: []string{`"reason":"duplicate_name"`}},
	{name: "a name in other capitals is another", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "Ana", "Name": "Eva"}`, status: 422, contains: []string{`"pointer":"/Name"`, `"reason":"unknown_field"`}},
	{name: "too deep", as: "staff", method: "POST", path: "/v1/people", body: strings.Repeat("[", 33) + strings.Repeat("]", 33), status: 400, contains: []string{`"reason":"too_deep"`}},
	{name: "an array where an object belongs", as: "staff", method: "POST", path: "/v1/people", body: `[]`, status: 422, contains: []string{`"pointer":""`, `"reason":"type"`}},
	{name: "nothing", as: "staff", method: "POST", path: "/v1/people", header: jsonHeader, status: 400, contains: []string{`"reason":"body_required"`}},
	{name: "too large", as: "staff", method: "POST", path: "/v1/people", body: `{"name": "` + strings.Repeat("a", 1<<20) + `"}`, status: 413, contains: []string{`"code":"too_large"`}, absent: []string{"aaaa"}},
	{name: "another type", as: "staff", method: "POST", path: "/v1/people", header: map[string]string{"Content-Type": "text/plain"}, body: `{"name": "Ana"}`, status: 415},
	{name: "another character set", as: "staff", method: "POST", path: "/v1/people", header: map[string]string{"Content-Type": "application/json; charset=latin1"}, body: `{"name": "Ana"}`, status: 415},
	{name: "packed", as: "staff", method: "POST", path: "/v1/people", header: map[string]string{"Content-Type": "application/json", "Content-Encoding": "gzip"}, body: `{"name": "Ana"}`, status: 415},
	{name: "a body where none is read", given: submitted, as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/certificate", body: `{}`, status: 400, contains: []string{`"reason":"body_not_allowed"`}},
	{name: "a filter that is misspelt", as: "staff", method: "GET", path: "/v1/people?e_mail=x", status: 400, contains: []string{`"pointer":"?e_mail"`, `"reason":"unknown_parameter"`}},
	{name: "a filter twice", as: "staff", method: "GET", path: "/v1/people?email=x&email=y", status: 400, contains: []string{`"reason":"repeated"`}},
	{name: "a page too long", as: "staff", method: "GET", path: "/v1/people?limit=201", status: 400, contains: []string{`"pointer":"?limit"`, `"reason":"range"`}},
	{name: "a page of nothing", as: "staff", method: "GET", path: "/v1/people?limit=0", status: 400, contains: []string{`"pointer":"?limit"`}},
	{name: "a cursor that is none", as: "staff", method: "GET", path: "/v1/people?cursor=hello", status: 400, contains: []string{`"pointer":"?cursor"`}},
	{name: "a query that cannot be read", as: "staff", method: "GET", path: "/v1/people?email=%zz", status: 400},
	{name: "a filter that is no text", as: "staff", method: "GET", path: "/v1/people?email=%ff", status: 400, contains: []string{`"pointer":"?email"`}},
	{name: "a filter that ends early", as: "staff", method: "GET", path: "/v1/people?email=a%00b", status: 400, contains: []string{`"pointer":"?email"`}},
	{name: "an external id that is no text", as: "staff", method: "PUT", path: "/v1/people/external/%ff", body: `{"name": "Ana"}`, status: 400, contains: []string{`"pointer":"{external_id}"`}},
	{name: "an external id with a space at its end", as: "staff", method: "PUT", path: "/v1/people/external/x%20", body: `{"name": "Ana"}`, status: 400, contains: []string{`"pointer":"{external_id}"`}},
	{name: "a hundred thousand unknown fields", as: "staff", method: "POST", path: "/v1/people", body: manyFields(), status: 422, contains: []string{`"reason":"unknown_field"`}},
	{name: "a weak ETag", as: "staff", method: "PATCH", path: "/v1/people/<ana>", match: `W/"1"`, body: `{"name": "Ana"}`, status: 400, contains: []string{`"pointer":"If-Match"`}},
	{name: "any ETag", as: "staff", method: "PATCH", path: "/v1/people/<ana>", match: `*`, body: `{"name": "Ana"}`, status: 400, contains: []string{`"pointer":"If-Match"`}},
	{name: "no ETag", as: "staff", method: "PATCH", path: "/v1/people/<ana>", body: `{"name": "Ana"}`, status: 428},
	{name: "a request id of one's own", as: "staff", method: "GET", path: "/v1/people/<ana>", header: map[string]string{"X-Request-Id": "my-7"}, status: 200, headers: map[string]string{"X-Request-Id": "my-7"}},
	{name: "a request id that would spoil the log", as: "staff", method: "GET", path: "/v1/people/<ana>", header: map[string]string{"X-Request-Id": "a b\tc"}, status: 200, absent: []string{"a b"}},
	{name: "a token that is none", method: "GET", path: "/v1/people", header: map[string]string{"Authorization": "Bearer testamur_hello"}, status: 401, headers: map[string]string{"WWW-Authenticate": `Bearer realm="testamur", error="invalid_token"`}},
	{name: "another scheme", method: "GET", path: "/v1/people", header: map[string]string{"Authorization": "Basic YTpi"}, status: 401, headers: map[string]string{"WWW-Authenticate": `Bearer realm="testamur"`}},
	{name: "it lives", method: "GET", path: "/healthz", status: 200, contains: []string{"ok"}},
	{name: "it is ready", method: "GET", path: "/readyz", status: 200},
	{name: "it is not", method: "GET", path: "/readyz", given: func(w *world) { w.silence() }, status: 503, contains: []string{`"reason":"not_ready"`}},
	{name: "the contract", method: "GET", path: "/openapi.yaml", status: 200, contains: []string{edited()}},
	{
		name: "a web page of another origin asks before it verifies", method: "OPTIONS", path: "/v1/verifications/hello",
		status: 204, headers: map[string]string{"Access-Control-Allow-Origin": "*"},
	},
	{name: "and may ask nothing else", method: "OPTIONS", path: "/v1/people", status: 405, headers: map[string]string{"Access-Control-Allow-Origin": ""}},
	{name: "answers are kept by nobody", as: "staff", method: "GET", path: "/v1/people/<ana>", status: 200, headers: map[string]string{"Cache-Control": "no-store", "Access-Control-Allow-Origin": "", "X-Content-Type-Options": "nosniff"}},
}

// privacyScenarios say who sees nothing of what is not finished.
var privacyScenarios = []scenario{
	{name: "a composition, to a reader", given: proposed, as: "read", method: "GET", path: "/v1/certificates/<certificate>", status: 404, absent: []string{"Harbour", "Persistence"}},
	{name: "a list of compositions, to a reader", given: sent, as: "read", method: "GET", path: "/v1/certificates", status: 200, contains: []string{`"items":[]`}},
	{name: "a version out for signing, to a reader", given: sent, as: "read", method: "GET", path: "/v1/versions/<version>", status: 404},
	{name: "its document, to a reader", given: sent, as: "read", method: "GET", path: "/v1/versions/<version>/document", status: 404},
	{name: "its text, to a reader", given: issued, as: "read", method: "GET", path: "/v1/versions/<version>/content", status: 403},
	{name: "what is issued, to a reader", given: issued, as: "read", method: "GET", path: "/v1/certificates/<certificate>", status: 200, contains: []string{`"state":"issued"`}},
	{name: "an unfinished correction, to a reader", given: rewritten, as: "read", method: "GET", path: "/v1/certificates/<certificate>", status: 200, contains: []string{"She does not give up."}, absent: []string{"Secret draft", `"state":"composing"`}},
	{name: "feedback, to a reader", given: submitted, as: "read", method: "GET", path: "/v1/feedback", status: 200, contains: []string{`"items":[]`}, absent: []string{"give up"}},
	{name: "a project, to a reader", as: "read", method: "GET", path: "/v1/enrolments/<enrolment>/project", status: 403, absent: []string{"Harbour"}},
	{name: "a learning log, to a reader", as: "read", method: "GET", path: "/v1/log-entries/<entry>", status: 403, absent: []string{"Twelve"}},
	{name: "answers of signatories, to an assessor", given: signed, as: "etta.token", method: "GET", path: "/v1/certificates/<certificate>/sign-offs", status: 403},
	{name: "events, to an assessor", as: "etta.token", method: "GET", path: "/v1/events", status: 403},
}

// manyFields is the worst that fits into a body: looking at each field once is quick, looking at all for each is not.
func manyFields() string {
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, `,"%x":0`, i)
	}
	return `{"name": "Ana"` + b.String() + "}"
}
