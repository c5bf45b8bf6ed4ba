package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// methodNotAllowed is the one code that only HTTP knows.
const methodNotAllowed fault.Code = "method_not_allowed"

const problemType = "application/problem+json"

// kinds says what every code of the domain is in HTTP. It is the only place that knows.
var kinds = map[fault.Code]struct {
	status int
	title  string
}{
	fault.Malformed:            {http.StatusBadRequest, "The request cannot be read"},
	fault.Invalid:              {http.StatusUnprocessableEntity, "Some fields need to be corrected"},
	fault.Unauthenticated:      {http.StatusUnauthorized, "Not authenticated"},
	fault.Forbidden:            {http.StatusForbidden, "Not allowed"},
	fault.NotFound:             {http.StatusNotFound, "Not found"},
	methodNotAllowed:           {http.StatusMethodNotAllowed, "Method not allowed"},
	fault.Conflict:             {http.StatusConflict, "Not possible as things stand"},
	fault.Stale:                {http.StatusPreconditionFailed, "Changed meanwhile"},
	fault.PreconditionRequired: {http.StatusPreconditionRequired, "If-Match is missing"},
	fault.Gone:                 {http.StatusGone, "Gone"},
	fault.TooLarge:             {http.StatusRequestEntityTooLarge, "Too large"},
	fault.Unsupported:          {http.StatusUnsupportedMediaType, "Unsupported media type"},
	fault.Limited:              {http.StatusTooManyRequests, "Too many requests"},
	fault.Unavailable:          {http.StatusServiceUnavailable, "Not available just now"},
	fault.Internal:             {http.StatusInternalServerError, "Something went wrong on our side"},
}

// retryAfter is how many seconds a client waits before it tries again: where package account limits attempts and codes until
// there is one more, else a moment.
func retryAfter(reason string) string {
	switch reason {
	case "too_many_attempts":
		return "60"
	case "code_too_often":
		return "1800"
	}
	return "5"
}

// cannotTell is a verification that failed: it says neither valid nor invalid.
type cannotTell struct{ cause error }

func (e cannotTell) Error() string { return "cannot tell: " + e.cause.Error() }
func (e cannotTell) Unwrap() error { return e.cause }

// fail answers with the problem of err and ends the request. Causes are logged and never sent.
func (s *server) fail(c *gin.Context, err error) {
	callOf(c).failure = err
	problem := problemOf(err, callOf(c).id)
	if problem.Status >= http.StatusInternalServerError {
		s.Log.LogAttrs(c.Request.Context(), slog.LevelError, "request failed",
			slog.String("request_id", callOf(c).id), slog.String("route", c.FullPath()), slog.Any("error", err))
	}
	writeProblem(c.Writer, problem)
	c.Abort()
}

// failReading answers for what the generated code cannot bind. The contract is checked before, so this is rare.
func (s *server) failReading(c *gin.Context, err error) {
	s.fail(c, fault.New(fault.Malformed, "", "A parameter, a header or the body has the wrong form.").Because(err))
}

// failWriting notes an answer that could not be written; when nothing was sent yet the client is told.
func (s *server) failWriting(c *gin.Context, err error) {
	if c.Writer.Written() {
		s.Log.LogAttrs(c.Request.Context(), slog.LevelWarn, "answer broken off",
			slog.String("request_id", callOf(c).id), slog.Any("error", err))
		panic(http.ErrAbortHandler) // so that half an answer is not taken for a whole one
	}
	s.fail(c, fmt.Errorf("writing the answer: %w", err))
}

// problemOf turns any error into what a client may know of it.
func problemOf(err error, requestID string) Problem {
	f := faultOf(err)
	kind, ok := kinds[f.Code]
	if !ok {
		kind = kinds[fault.Internal]
	}
	p := Problem{
		Type: "urn:testamur:problem:" + string(f.Code), Title: kind.title, Status: kind.status, Detail: f.Message,
		Instance: "urn:testamur:request:" + requestID, Code: ProblemCode(f.Code), Reason: f.Reason,
	}
	if errors.As(err, new(cannotTell)) {
		p.Verdict = ProblemVerdictCannotTell
	}
	if f.Stored != nil {
		p.Stored = StoredText{Revision: f.Stored.Revision, ChangedAt: f.Stored.At, Text: f.Stored.Text}
	}
	for _, v := range f.Violations {
		p.Violations = append(p.Violations, Violation{Pointer: v.Pointer, Reason: v.Reason, Message: v.Message})
	}
	return p
}

// faultOf gives the fault that an error stands for. What nobody foresaw is ours.
func faultOf(err error) *fault.Error {
	f, known := errors.AsType[*fault.Error](err)
	interrupted := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	unsure := errors.As(err, new(cannotTell))
	switch {
	case unsure:
		return fault.New(fault.Unavailable, "cannot_tell", "This cannot be checked just now. Try again in a moment.")
	case interrupted && (!known || f.Code == fault.Internal):
		return fault.New(fault.Unavailable, "interrupted", "The request took too long or was broken off. Try again.")
	case !known:
		return fault.New(fault.Internal, "", "Something went wrong on our side. The request id finds it in the log.")
	}
	return f
}

func writeProblem(w http.ResponseWriter, p Problem) {
	h := w.Header()
	for _, name := range []string{"ETag", "Location", "Content-Disposition", "Last-Modified"} {
		h.Del(name)
	}
	switch p.Status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", challenge(p.Reason))
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		h.Set("Retry-After", retryAfter(p.Reason))
	}
	body, err := json.Marshal(p)
	if err != nil { // strings and numbers alone: it cannot fail
		panic(fmt.Errorf("problem document: %w", err))
	}
	h.Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	write(w, append(body, '\n'))
}

// challenge says how to authenticate (RFC 6750, 3).
func challenge(reason string) string {
	if reason == "" {
		return `Bearer realm="testamur"`
	}
	return `Bearer realm="testamur", error="invalid_token"`
}

// write sends bytes to a client who may have left: then there is nobody to tell.
func write(w http.ResponseWriter, b []byte) {
	if _, err := w.Write(b); err != nil {
		return
	}
}
