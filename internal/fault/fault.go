// Package fault is the one error type that use cases return: a stable code, words that are safe to show, the fields that
// are wrong, and the cause, which stays inside. It knows no HTTP; package api maps codes to statuses in one place.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Code classifies an error for programs. Codes are stable: clients branch on them.
type Code string

// The codes, each with what a caller can do about it.
const (
	Malformed            Code = "malformed"             // the request cannot be read: mend its form
	Invalid              Code = "invalid"               // fields break rules: see Violations
	Unauthenticated      Code = "unauthenticated"       // no or no valid credentials
	Forbidden            Code = "forbidden"             // known, and not allowed
	NotFound             Code = "not_found"             // does not exist, or may not be known of
	Conflict             Code = "conflict"              // the present state does not allow it
	Stale                Code = "stale"                 // changed since it was read: read again
	PreconditionRequired Code = "precondition_required" // If-Match is missing
	Gone                 Code = "gone"                  // was here, deliberately is no more
	TooLarge             Code = "too_large"             // over a stated limit
	Unsupported          Code = "unsupported_media_type"
	Limited              Code = "limited"     // too many requests: later
	Unavailable          Code = "unavailable" // something this depends on does not answer: try again
	Internal             Code = "internal"    // our fault; the request id finds it in the log
)

// Violation is one field that breaks one rule.
type Violation struct {
	Pointer string // RFC 6901 JSON pointer into the request's body; "" is the whole; "?name" a query parameter
	Reason  string // stable, e.g. "required", "too_long", "uncovered_characters"
	Message string // what to do, in words for people
}

// Error is what every use case returns when it refuses or fails.
type Error struct {
	Code       Code
	Reason     string // stable and finer than Code, e.g. "no_signatory"; empty when Code says it all
	Message    string // safe to show to whoever asked
	Violations []Violation
	Stored     *Stored // of Stale, where nothing of two texts may be lost; or nil
	cause      error
}

// Stored is the text that stands where a change came too late.
type Stored struct {
	Revision int64
	At       time.Time
	Text     string
}

// Error describes the error for logs: it includes the cause and must not be sent to clients.
func (e *Error) Error() string {
	s := string(e.Code)
	if e.Reason != "" {
		s += "/" + e.Reason
	}
	s += ": " + e.Message
	for _, v := range e.Violations {
		s += fmt.Sprintf(" [%s %s: %s]", v.Pointer, v.Reason, v.Message)
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap gives the internal cause, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.cause }

// New makes an error whose message is safe to show.
func New(code Code, reason, format string, args ...any) *Error {
	return &Error{Code: code, Reason: reason, Message: fmt.Sprintf(format, args...)}
}

// Because keeps the cause of e for logs and for errors.Is.
func (e *Error) Because(cause error) *Error {
	e.cause = cause
	return e
}

// At makes an Invalid error with a single violation.
func At(pointer, reason, format string, args ...any) *Error {
	return Fields([]Violation{{Pointer: pointer, Reason: reason, Message: fmt.Sprintf(format, args...)}})
}

// Fields makes an Invalid error of violations.
func Fields(violations []Violation) *Error {
	return &Error{Code: Invalid, Message: "Some fields need to be corrected.", Violations: violations}
}

// Missing makes the NotFound error of a kind of object ("certificate").
func Missing(kind string) *Error {
	return New(NotFound, "", "There is no such %s, or you may not see it.", kind)
}

// CodeOf gives the code of err: Internal for whatever is not an *Error, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// ReasonOf gives the finer reason of err, or "".
func ReasonOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	return ""
}
