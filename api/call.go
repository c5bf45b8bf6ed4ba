package api

import (
	"context"
	"net/http"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// call is what is known of one request while it is answered.
type call struct {
	id        string // X-Request-Id
	operation *operation
	actor     access.Actor
	body      []byte
	failure   error // what was answered with a problem, if anything was
}

const callKey = "testamur.call"

// callOf gives the call that begin made.
func callOf(c *gin.Context) *call { return c.MustGet(callKey).(*call) }

// caller gives what a handler passes on: the context of the request, which outlives gin's own, and who asks.
func caller(ctx context.Context) (context.Context, access.Actor) {
	c := ctx.(*gin.Context)
	return c.Request.Context(), callOf(c).actor
}

// upload is the body that was read, of an operation that takes a file.
func upload(ctx context.Context) []byte { return callOf(ctx.(*gin.Context)).body }

func requestOf(ctx context.Context) *http.Request { return ctx.(*gin.Context).Request }

// found looks the operation up.
func (s *server) found(c *gin.Context) {
	call := callOf(c)
	call.operation = s.contract.operations[c.Request.Method+" "+c.FullPath()]
	if call.operation == nil {
		s.fail(c, fault.New(fault.Internal, "", "This address is not in the contract."))
	}
}
