package api

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// received reads the body, bounded by what the operation takes, and checks that it is of a kind that it takes.
func (s *server) received(c *gin.Context) {
	call := callOf(c)
	body, err := readBody(c.Writer, c.Request, call.operation)
	if err != nil {
		s.fail(c, err)
		return
	}
	call.body = body
	c.Request.Body, c.Request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
}

func readBody(w http.ResponseWriter, r *http.Request, op *operation) ([]byte, error) {
	if op.bodies == nil {
		return nil, refuseBody(r)
	}
	if op.bodiless && r.ContentLength == 0 {
		return nil, nil
	}
	if err := checkType(r, op); err != nil {
		return nil, err
	}
	if r.ContentLength > op.limit {
		return nil, tooLarge(op)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, op.limit))
	if errors.As(err, new(*http.MaxBytesError)) {
		return nil, tooLarge(op)
	}
	if err != nil {
		return nil, fault.New(fault.Malformed, "incomplete", "The body ended early.").Because(err)
	}
	if len(body) == 0 {
		return nil, fault.New(fault.Malformed, "body_required", "Send a body.")
	}
	return body, nil
}

// refuseBody refuses a body where none is read, so that nobody believes that it had an effect.
func refuseBody(r *http.Request) error {
	n, err := io.ReadFull(r.Body, make([]byte, 1))
	if n > 0 {
		return fault.New(fault.Malformed, "body_not_allowed", "This operation takes no body.")
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return fault.New(fault.Malformed, "incomplete", "The request ended early.").Because(err)
	}
	return nil
}

func checkType(r *http.Request, op *operation) error {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := params["charset"]
	known := err == nil && op.bodies[media] != nil && (charset == "" || strings.EqualFold(charset, "utf-8"))
	if known && r.Header.Get("Content-Encoding") == "" {
		return nil
	}
	return fault.New(fault.Unsupported, "", "Send the body as %s, without a Content-Encoding.", strings.Join(slices.Sorted(maps.Keys(op.bodies)), " or "))
}

func tooLarge(op *operation) error {
	return fault.New(fault.TooLarge, "", "The body may have at most %d bytes.", op.limit)
}
