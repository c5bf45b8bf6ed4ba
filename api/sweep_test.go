package api_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// operations chooses some of the contract.
type operations func(method, path string, op *openapi3.Operation) bool

func every(string, string, *openapi3.Operation) bool { return true }

// each walks through operations of the contract, with a path that fits.
func each(t *testing.T, which operations, test func(t *testing.T, w *world, method, path string, op *openapi3.Operation)) {
	t.Helper()
	w := newWorld(t)
	for template, item := range document().Paths.Map() {
		for method, op := range item.Operations() {
			path := strings.NewReplacer("{id}", noSuch, "{person_id}", noSuch, "{signatory_id}", noSuch, "{theme_id}", noSuch, "{remark_id}", noSuch, "{external_id}", "x", "{code}", "x").Replace(template)
			if !which(method, path, op) {
				continue
			}
			t.Run(op.OperationID, func(t *testing.T) {
				w.t = t
				test(t, w, method, path, op)
			})
		}
	}
}

func takesJSON(op *openapi3.Operation) bool {
	return op.RequestBody != nil && op.RequestBody.Value.Content["application/json"] != nil
}

func anyones(op *openapi3.Operation) bool {
	return slices.Contains(op.Extensions["x-access"].([]any), any("anyone"))
}

func needsMatch(op *openapi3.Operation) bool {
	p := op.Parameters.GetByInAndName("header", "If-Match")
	return p != nil && p.Required
}

func TestNobodyDoesAnythingWithoutAToken(t *testing.T) {
	closed := func(_, _ string, op *openapi3.Operation) bool { return !anyones(op) }
	each(t, closed, func(t *testing.T, w *world, method, path string, _ *openapi3.Operation) {
		response := w.send("", method, path, nil, "")
		if response.Code != http.StatusUnauthorized || response.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%d: %s", response.Code, response.Body)
		}
	})
}

// withoutETag are the operations that do the same whatever somebody else did meanwhile: they end or begin something as a
// whole, or mail a letter.
var withoutETag = []string{
	"addStaff", "removeStaff", "endSession", "deletePasskey", "deleteToken", "deleteShareLink", "erasePerson",
	"invitePerson", "inviteSignatory", "remindSignatories", "remindReviewers", "inviteAssessor", "requestSigningCode", "requestConfirmationCode",
	"confirmOperation", "cancelOperation", "takeBackExcerpt", "setExcerptSetting",
}

func TestEveryChangeOfWhatExistsNeedsIfMatch(t *testing.T) {
	changes := func(method, path string, op *openapi3.Operation) bool {
		return method != http.MethodGet && !anyones(op) && strings.Contains(path, noSuch) && op.Responses.Status(201) == nil &&
			!slices.Contains(withoutETag, op.OperationID)
	}
	each(t, changes, func(t *testing.T, w *world, method, path string, op *openapi3.Operation) {
		if !needsMatch(op) {
			t.Fatal("the contract does not ask for If-Match")
		}
		header, body := jsonHeader, exampleOf(op)
		if op.RequestBody != nil && op.RequestBody.Value.Content["application/yaml"] != nil {
			header, body = map[string]string{"Content-Type": "application/yaml"}, "framework: {}"
		}
		response := w.send("admin", method, path, header, body)
		if response.Code != http.StatusPreconditionRequired {
			t.Errorf("without If-Match: %d %s", response.Code, response.Body)
		}
	})
}

// exampleOf gives a body that the contract itself shows.
func exampleOf(op *openapi3.Operation) string {
	if !takesJSON(op) {
		return ""
	}
	return asJSON(op.RequestBody.Value.Content["application/json"].Schema.Value.Example)
}

func TestTheExamplesOfTheContractKeepIt(t *testing.T) {
	for name, schema := range document().Components.Schemas {
		if schema.Value.Example == nil {
			continue
		}
		if err := schema.Value.VisitJSON(schema.Value.Example); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryBodyIsReadStrictly(t *testing.T) {
	deep := `{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`
	written := func(_, _ string, op *openapi3.Operation) bool { return takesJSON(op) }
	each(t, written, func(t *testing.T, w *world, method, path string, _ *openapi3.Operation) {
		for _, c := range []struct {
			what, body, contains string
			status               int
		}{
			{"an unknown field", `{"no_such_field": 1}`, `"pointer":"/no_such_field"`, 422},
			{"nesting without end", deep, `"too_deep"`, 400},
			{"bytes that are no text", "{\"x\": \"\xc3\x28\"}", `"invalid_utf8"`, 400},
			{"half a document", `{"x": [`, `"invalid_json"`, 400},
			{"two documents", `{} {}`, `"invalid_json"`, 400},
			{"a number", `7`, `"pointer":""`, 422},
			{"too much", `{"x": "` + strings.Repeat("a", 1<<20) + `"}`, `"too_large"`, 413},
		} {
			response := w.send("admin", method, path, map[string]string{"Content-Type": "application/json", "If-Match": `"1"`}, c.body)
			if response.Code != c.status || !strings.Contains(response.Body.String(), c.contains) {
				t.Errorf("%s: %d %s", c.what, response.Code, response.Body)
			}
		}
	})
}

func TestNoOperationTakesUnknownParameters(t *testing.T) {
	each(t, every, func(t *testing.T, w *world, method, path string, op *openapi3.Operation) {
		header := map[string]string{"If-Match": `"1"`}
		body := exampleOf(op)
		if op.RequestBody != nil {
			header["Content-Type"] = slices.Sorted(maps.Keys(op.RequestBody.Value.Content))[0]
		}
		if op.RequestBody != nil && body == "" {
			body = pixel
		}
		response := w.send("admin", method, path+"?colour=red", header, body)
		if response.Code != http.StatusBadRequest || !strings.Contains(response.Body.String(), `"pointer":"?colour"`) {
			t.Errorf("%d: %s", response.Code, response.Body)
		}
	})
}

// TestEveryFieldIsBounded is for what integrators and this program alike must be able to rely on.
func TestEveryFieldIsBounded(t *testing.T) {
	for name, schema := range document().Components.Schemas {
		bounded(t, name, schema.Value, map[*openapi3.Schema]bool{})
	}
	for name, parameter := range document().Components.Parameters {
		bounded(t, name, parameter.Value.Schema.Value, map[*openapi3.Schema]bool{})
	}
}

func bounded(t *testing.T, at string, s *openapi3.Schema, seen map[*openapi3.Schema]bool) {
	t.Helper()
	if seen[s] {
		return
	}
	seen[s] = true
	switch {
	case s.Type.Is("string") && s.MaxLength == nil && len(s.Enum) == 0:
		t.Errorf("%s: a string without maxLength", at)
	case s.Type.Is("array") && s.MaxItems == nil:
		t.Errorf("%s: an array without maxItems", at)
	case s.Type.Is("integer") && (s.Min == nil || s.Max == nil):
		t.Errorf("%s: a number without minimum or maximum", at)
	case s.Type.Is("object") && s.AdditionalProperties.Has == nil && s.AdditionalProperties.Schema == nil:
		t.Errorf("%s: an object that takes anything", at)
	}
	if s.Items != nil {
		bounded(t, at+"/items", s.Items.Value, seen)
	}
	for name, p := range s.Properties {
		bounded(t, at+"/"+name, p.Value, seen)
	}
}

// secrets are the operations whose answers must not be kept.
var secrets = []string{"createToken", "createShareLink", "createOperation", "createEnrolmentImport"}

func TestNoStatusIsLeftOpen(t *testing.T) {
	for path, item := range document().Paths.Map() {
		for method, op := range item.Operations() {
			if op.Responses.Default() != nil {
				t.Errorf("%s %s has a default answer, which hides those that are missing", method, path)
			}
			if op.Summary == "" || op.Description == "" || len(op.Tags) != 1 {
				t.Errorf("%s %s lacks words for people", method, path)
			}
			secret := op.Tags[0] == "Sign-in" || slices.Contains(secrets, op.OperationID)
			if posts := method == http.MethodPost && !anyones(op) && !secret; posts != (op.Extensions["x-idempotency"] != nil) {
				t.Errorf("%s %s: x-idempotency belongs on every POST that has an effect, and on nothing else", method, path)
			}
		}
	}
}
