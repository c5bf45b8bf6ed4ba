package api

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"testamur/internal/civil"
	"testamur/internal/fault"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// jsonChecks and fileChecks say how requests are compared with the contract. Files are compared with nothing: the domain
// reads them. KeepValidatedValue hands the handler the very value that was checked.
var (
	jsonChecks = &openapi3filter.Options{
		MultiError: true, SkipSettingDefaults: true, KeepValidatedValue: true,
		AuthenticationFunc:      openapi3filter.NoopAuthenticationFunc,
		SchemaValidationOptions: formats,
	}
	fileChecks = &openapi3filter.Options{
		MultiError: true, SkipSettingDefaults: true, ExcludeRequestBody: true,
		AuthenticationFunc:      openapi3filter.NoopAuthenticationFunc,
		SchemaValidationOptions: formats,
	}
	formats = []openapi3.SchemaValidationOption{
		openapi3.WithStringFormatValidator("date", openapi3.NewCallbackValidator(func(s string) error {
			_, err := civil.Parse(s)
			return err
		})),
		openapi3.WithStringFormatValidator("uuid", openapi3.NewCallbackValidator(uuid.Validate)),
	}
)

// validated compares the request with the contract: parameters, headers and body.
func (s *server) validated(c *gin.Context) {
	call := callOf(c)
	query, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		s.fail(c, fault.New(fault.Malformed, "query", "The query of the address cannot be read."))
		return
	}
	checks, path := fileChecks, pathParams(c)
	if len(call.body) > 0 && !call.operation.upload {
		checks = jsonChecks
		err = checkJSON(call.body)
	}
	if err == nil {
		err = checkParameters(path, query, call.operation)
	}
	if err == nil {
		err = openapi3filter.ValidateRequest(c.Request.Context(), &openapi3filter.RequestValidationInput{
			Request: c.Request, PathParams: path, QueryParams: query, Route: call.operation.route, Options: checks,
		})
		err = refusal(err)
	}
	if err != nil {
		s.fail(c, err)
	}
}

func pathParams(c *gin.Context) map[string]string {
	out := make(map[string]string, len(c.Params))
	for _, p := range c.Params {
		out[p.Key] = p.Value
	}
	return out
}

// checkParameters refuses parameters that the operation does not know, for a filter that is misspelt must not list
// everything, and text that no database keeps.
func checkParameters(path map[string]string, query url.Values, op *operation) error {
	var violations []fault.Violation
	refuse := func(pointer, reason, message string) {
		violations = append(violations, fault.Violation{Pointer: pointer, Reason: reason, Message: message})
	}
	for name, value := range path {
		if !readable(value) {
			refuse("{"+name+"}", "control_character", "Remove what is no text.")
		}
	}
	for name, values := range query {
		switch {
		case !op.query[name]:
			refuse("?"+shortened(name), "unknown_parameter", "This operation has no such parameter.")
		case len(values) > 1:
			refuse("?"+name, "repeated", "Give this parameter once.")
		case !readable(values[0]):
			refuse("?"+name, "control_character", "Remove what is no text.")
		}
	}
	return malformed(violations)
}

// readable says whether s is text without control characters.
func readable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// malformed refuses a request because of parameters or headers; nil when nothing is wrong with them.
func malformed(violations []fault.Violation) error {
	if len(violations) == 0 {
		return nil
	}
	slices.SortFunc(violations, func(a, b fault.Violation) int { return strings.Compare(a.Pointer, b.Pointer) })
	refused := fault.New(fault.Malformed, "parameters", "Parameters or headers of the request have the wrong form.")
	refused.Violations = violations
	return refused
}

// refusal turns what the comparison found into a fault: parameters and headers are Malformed, fields of the body Invalid.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	var parameters, fields []fault.Violation
	for _, e := range flattened(err) {
		request, ok := errors.AsType[*openapi3filter.RequestError](e)
		switch {
		case !ok:
			return fault.New(fault.Internal, "", "The request could not be checked.").Because(err)
		case request.Parameter == nil:
			fields = append(fields, bodyViolations(request.Err)...)
		case request.Parameter.Name == "If-Match" && errors.Is(request.Err, openapi3filter.ErrInvalidRequired):
			return fault.New(fault.PreconditionRequired, "", "Send If-Match with the ETag that you read.")
		default:
			parameters = append(parameters, parameterViolation(request))
		}
	}
	if err := malformed(parameters); err != nil {
		return err
	}
	if len(fields) == 0 {
		return fault.New(fault.Malformed, "invalid_json", "The body is not one JSON document.").Because(err)
	}
	return fault.Fields(fields)
}

// flattened gives the single errors in an error of the validator.
func flattened(err error) []error {
	many, ok := err.(openapi3.MultiError) //nolint:errorlint // its As takes any error in it for itself
	if !ok {
		return []error{err}
	}
	var out []error
	for _, e := range many {
		out = append(out, flattened(e)...)
	}
	return out
}

func parameterViolation(e *openapi3filter.RequestError) fault.Violation {
	name := e.Parameter.Name
	switch e.Parameter.In {
	case openapi3.ParameterInQuery:
		name = "?" + name
	case openapi3.ParameterInPath:
		name = "{" + name + "}"
	case openapi3.ParameterInHeader:
		name = http.CanonicalHeaderKey(name)
	}
	v := fault.Violation{Pointer: name, Reason: "form", Message: "This has the wrong form."}
	if errors.Is(e.Err, openapi3filter.ErrInvalidRequired) || errors.Is(e.Err, openapi3filter.ErrInvalidEmptyValue) {
		v.Reason, v.Message = "required", "Fill this in."
	}
	for _, cause := range flattened(e.Err) {
		if schema, ok := errors.AsType[*openapi3.SchemaError](cause); ok {
			v.Reason, v.Message = explain(schema)
		}
	}
	return v
}
