package api

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"testamur/internal/access"

	"github.com/getkin/kin-openapi/openapi3"
)

// referenceOperation is one operation as the reference shows it.
type referenceOperation struct {
	ID, Method, Path, Summary string
	Description               []span
	Access                    string
	Scope                     string
	Proof                     string
	Repeatable                string
	Parameters                []referenceParameter
	Bodies                    []referenceBody
	Answers                   []referenceAnswer
}

type referenceParameter struct {
	Name, In    string
	Required    bool
	Type        referenceType
	Rules       string
	Description []span
}

type referenceBody struct {
	Media string
	Type  referenceType
}

type referenceAnswer struct {
	Status      string
	Description []span
	Type        referenceType
	Headers     []string
}

func newReferenceOperation(method, path string, item *openapi3.PathItem, op *openapi3.Operation) referenceOperation {
	r := referenceOperation{
		ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Description: spans(op.Description), Access: accessInWords(relations(op)),
	}
	if scope, ok := op.Extensions["x-scope"].(string); ok {
		r.Scope = scopeInWords(scope)
	}
	if op.Extensions["x-proof"] == true {
		r.Proof = "People prove again who they are within the five minutes before."
	}
	if op.Extensions["x-idempotency"] != nil {
		r.Repeatable = "With an Idempotency-Key it has its effect once."
	}
	for _, p := range slices.Concat(item.Parameters, op.Parameters) {
		r.Parameters = append(r.Parameters, referenceParameter{
			Name: p.Value.Name, In: p.Value.In, Required: p.Value.Required, Type: typeOf(p.Value.Schema),
			Rules: rulesOf(p.Value.Schema.Value), Description: spans(p.Value.Description),
		})
	}
	if op.RequestBody != nil {
		content := op.RequestBody.Value.Content
		for _, media := range slices.Sorted(maps.Keys(content)) {
			r.Bodies = append(r.Bodies, referenceBody{Media: media, Type: typeOf(content[media].Schema)})
		}
	}
	r.Answers = answersOf(op)
	return r
}

func answersOf(op *openapi3.Operation) []referenceAnswer {
	var out []referenceAnswer
	for status, response := range op.Responses.Map() {
		a := referenceAnswer{Status: status, Description: spans(*response.Value.Description)}
		for _, name := range slices.Sorted(maps.Keys(response.Value.Headers)) {
			if name != requestIDHeader { // every answer has it
				a.Headers = append(a.Headers, name)
			}
		}
		for _, media := range response.Value.Content {
			a.Type = typeOf(media.Schema)
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b referenceAnswer) int { return cmp.Compare(a.Status, b.Status) })
	return out
}

// relationWords says in words who may call an operation.
var relationWords = map[string]string{
	"anyone": "anyone", "admin": "administrators", "staff": "staff of the programme", "reader": "tokens for reading, what is finished",
	"signed_in": "everybody who is signed in, for what is theirs", "self": "the person themselves",
	"participant": "the participant", "assigned": "assessors of the enrolment", "author": "the author", "signatory": "its signatories",
	"reviewer": "whoever is asked",
}

func scopeInWords(scope string) string {
	if scope == string(access.NoTokens) {
		return "none, this is for people"
	}
	return scope
}

func accessInWords(names []string) string {
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = relationWords[name]
	}
	return strings.Join(words, "; ")
}
