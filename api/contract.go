package api

import (
	"context"
	_ "embed" // the contract
	"fmt"
	"slices"
	"strings"
	"sync"

	"testamur/internal/access"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

// contractYAML is a copy of openapi.yaml, which lies where embedding does not reach.
//
//go:generate cp ../openapi.yaml openapi.gen.yaml
//go:embed openapi.gen.yaml
var contractYAML []byte

// maxJSON is how many bytes a JSON body may have.
const maxJSON = 1 << 20

// When an operation that repeats its answers for an Idempotency-Key commits it: in the transaction of its effect, or
// after it, because the work happens outside transactions.
const (
	joined = "joined"
	after  = "after"
)

// signInTag is the tag of operations about proving who one is.
const signInTag = "Sign-in"

// contract is openapi.yaml as the program uses it: one look-up a request.
type contract struct {
	document   *openapi3.T
	operations map[string]*operation // by method and gin's route: "GET /v1/people/:id"
}

// operation is one operation of the contract with what requests are checked against.
type operation struct {
	id          access.Operation
	route       *routers.Route
	anyone      bool
	signsIn     bool             // for anyone, and it sets the cookie of a session or makes what leads to one
	idempotency string           // joined, after or ""
	query       map[string]bool  // parameters that it knows
	bodies      openapi3.Content // nil: it takes none
	bodiless    bool             // it also takes none
	limit       int64            // bytes of a body
	upload      bool             // the body is a file, not JSON
}

// readContract loads and checks the contract that is compiled in, once: it never changes.
var readContract = sync.OnceValues(func() (*contract, error) {
	document, err := openapi3.NewLoader().LoadFromData(contractYAML)
	if err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	if err := document.Validate(context.Background(), openapi3.DisableExamplesValidation()); err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	c := &contract{document: document, operations: map[string]*operation{}}
	for path, item := range document.Paths.Map() {
		for method, op := range item.Operations() {
			route := &routers.Route{Spec: document, Path: path, PathItem: item, Method: method, Operation: op}
			c.operations[method+" "+ginPath(path)] = newOperation(route)
		}
	}
	return c, nil
})

func newOperation(route *routers.Route) *operation {
	op := route.Operation
	o := &operation{id: access.Operation(op.OperationID), route: route, query: map[string]bool{}, limit: maxJSON}
	o.idempotency, _ = op.Extensions["x-idempotency"].(string)
	o.anyone = slices.Contains(relations(op), string(access.Anyone))
	o.signsIn = o.anyone && slices.Contains(op.Tags, signInTag)
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInQuery {
			o.query[p.Value.Name] = true
		}
	}
	if op.RequestBody == nil {
		return o
	}
	o.bodies, o.bodiless = op.RequestBody.Value.Content, !op.RequestBody.Value.Required
	for _, media := range o.bodies {
		if media.Schema.Value.Format == "binary" {
			o.upload, o.limit = true, int64(*media.Schema.Value.MaxLength)
		}
	}
	return o
}

// relations gives who may call an operation, as the contract names them.
func relations(op *openapi3.Operation) []string {
	list, _ := op.Extensions["x-access"].([]any)
	var out []string
	for _, v := range list {
		if name, ok := v.(string); ok {
			out = append(out, name)
		}
	}
	return out
}

// ginPath turns "/v1/people/{id}" into "/v1/people/:id".
func ginPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}
