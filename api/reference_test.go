package api_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestTheReferenceShowsEveryOperationSchemaAndProblem(t *testing.T) {
	w := newWorld(t)
	page := w.send("", "GET", "/docs", nil, "")
	if page.Code != 200 {
		t.Fatal(page.Code)
	}
	html := page.Body.String()
	has := func(what, part string) {
		if strings.Count(html, part) != 1 {
			t.Errorf("%s stands there %d times: %s", what, strings.Count(html, part), part)
		}
	}
	counted := map[any]int{}
	for _, item := range document().Paths.Map() {
		for _, op := range item.Operations() {
			has("an operation", `<h3 id="`+op.OperationID+`">`)
			counted[op.Extensions["x-scope"]]++
			counted[op.Extensions["x-proof"]]++
		}
	}
	for scope, n := range map[string]int{"events:read": counted["events:read"], "certificates:issue": counted["certificates:issue"]} {
		if got := strings.Count(html, "<dt>Scope of tokens</dt><dd>"+scope+"</dd>"); got != n || n == 0 {
			t.Errorf("the scope %s stands there %d times, not %d", scope, got, n)
		}
	}
	if got := strings.Count(html, "<dt>Fresh proof</dt>"); got != counted[true] || got == 0 {
		t.Errorf("a fresh proof is asked for %d times, not %d", got, counted[true])
	}
	for name := range document().Components.Schemas {
		has("a schema", `<h3 id="schema-`+name+`">`)
	}
	for code, status := range problemCodes() {
		has("a problem", `<th scope="row"><code>`+code+`</code></th><td>`+strconv.Itoa(status)+`</td>`)
	}
}

func TestTheReferenceLeadsNowhereWrongAndLoadsNothingFromElsewhere(t *testing.T) {
	w := newWorld(t)
	page := w.send("", "GET", "/docs", nil, "")
	html := page.Body.String()
	for _, part := range strings.Split(html, `href="#`)[1:] {
		anchor, _, _ := strings.Cut(part, `"`)
		if !strings.Contains(html, `id="`+anchor+`"`) {
			t.Errorf("a link leads to #%s, which is not there", anchor)
		}
	}
	for _, foreign := range []string{"<script", "http://", "src=", "style=", "ZgotmplZ", "<no value>", "<dd></dd>"} {
		if strings.Contains(html, foreign) {
			t.Errorf("the page holds %s", foreign)
		}
	}
	if csp := page.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'self'") {
		t.Errorf("Content-Security-Policy: %s", csp)
	}
	if style := w.send("", "GET", "/docs/style.css", nil, ""); style.Code != 200 || strings.Contains(style.Body.String(), "url(") {
		t.Errorf("style sheet: %d", style.Code)
	}
}

// problemCodes gives every code of the contract with its status.
func problemCodes() map[string]int {
	out := map[string]int{}
	for _, entry := range document().Components.Schemas["ProblemCode"].Value.Extensions["x-problems"].([]any) {
		m := entry.(map[string]any)
		out[m["code"].(string)] = int(m["status"].(float64))
	}
	return out
}

func TestEveryProblemCodeIsExplainedAndEveryStatusHasOne(t *testing.T) {
	listed, enum := problemCodes(), document().Components.Schemas["ProblemCode"].Value.Enum
	if len(listed) != len(enum) {
		t.Errorf("%d codes, %d explained", len(enum), len(listed))
	}
	known := map[string]bool{"416": true} // net/http answers it, see getVersionDocument
	for code, status := range listed {
		known[strconv.Itoa(status)] = true
		if !slices.Contains(enum, any(code)) {
			t.Errorf("%s is explained and no code", code)
		}
	}
	for _, item := range document().Paths.Map() {
		for _, op := range item.Operations() {
			for status := range op.Responses.Map() {
				if status >= "400" && !known[status] {
					t.Errorf("%s answers %s, which no problem code has", op.OperationID, status)
				}
			}
		}
	}
}
