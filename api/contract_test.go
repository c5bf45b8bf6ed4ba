package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// document is the contract, read once.
var document = sync.OnceValue(func() *openapi3.T {
	openapi3filter.RegisterBodyDecoder("application/pdf", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("image/png", openapi3filter.FileBodyDecoder)
	d, err := openapi3.NewLoader().LoadFromFile("../openapi.yaml")
	if err != nil {
		panic(err)
	}
	return d
})

// edited is the contract as people edit it: what is served must be that, byte for byte.
func edited() string {
	b, err := os.ReadFile("../openapi.yaml")
	if err != nil {
		panic(err)
	}
	return string(b)
}

// routeOf finds the operation of a request: of paths that fit, the one that leaves least open.
func routeOf(method, path string) *routers.Route {
	var best *routers.Route
	for template, item := range document().Paths.Map() {
		if !fits(template, path) {
			continue
		}
		op := item.Operations()[method]
		if op == nil {
			continue
		}
		if best == nil || strings.Count(template, "{") < strings.Count(best.Path, "{") {
			best = &routers.Route{Spec: document(), Path: template, PathItem: item, Method: method, Operation: op}
		}
	}
	return best
}

func fits(template, path string) bool {
	if strings.Count(template, "/") != strings.Count(path, "/") {
		return false
	}
	a, b := strings.Split(template, "/"), strings.Split(path, "/")
	for i := range a {
		if a[i] != b[i] && !strings.HasPrefix(a[i], "{") {
			return false
		}
	}
	return true
}

// checkAnswer fails the test when an answer is none that the contract describes.
func checkAnswer(t testing.TB, request *http.Request, response *httptest.ResponseRecorder) {
	t.Helper()
	if response.Header().Get("X-Request-Id") == "" {
		t.Error("the answer has no X-Request-Id")
	}
	if response.Code >= 400 && response.Code != http.StatusRequestedRangeNotSatisfiable {
		checkProblem(t, response)
	}
	route := routeOf(request.Method, request.URL.EscapedPath())
	if route == nil {
		return
	}
	err := openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, Route: route},
		Status:                 response.Code, Header: response.Header(),
		Body:    io.NopCloser(bytes.NewReader(response.Body.Bytes())),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
	if err != nil {
		t.Errorf("%s %s: the answer %d breaks the contract: %v\n%s", request.Method, route.Path, response.Code, err, response.Body)
	}
}

func checkProblem(t testing.TB, response *httptest.ResponseRecorder) {
	t.Helper()
	if got := response.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("a refusal has the Content-Type %q", got)
	}
	var problem map[string]any
	if err := json.Unmarshal(response.Body.Bytes(), &problem); err != nil {
		t.Fatal(err)
	}
	if err := document().Components.Schemas["Problem"].Value.VisitJSON(problem); err != nil {
		t.Errorf("the problem breaks the contract: %v", err)
	}
	if problem["status"] != float64(response.Code) || problem["type"] != "urn:testamur:problem:"+problem["code"].(string) {
		t.Errorf("the problem contradicts itself: %s", response.Body)
	}
	replayed := response.Header().Get("Idempotency-Replayed") != ""
	if problem["instance"] != "urn:testamur:request:"+response.Header().Get("X-Request-Id") && !replayed {
		t.Errorf("the problem does not name its request: %s", response.Body)
	}
}
