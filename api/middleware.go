package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

const requestIDHeader = "X-Request-Id"

var requestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// begin names the request: by the client's own id when it is a sane one.
func (s *server) begin(c *gin.Context) {
	id := c.GetHeader(requestIDHeader)
	if !requestID.MatchString(id) {
		id = s.NewID().String()
	}
	c.Set(callKey, &call{id: id, actor: access.Anonymous()})
	if len(s.TrustedProxies) == 0 && c.GetHeader("X-Forwarded-For") != "" {
		s.proxied.Do(func() {
			s.Log.Warn("requests come through a proxy that is not trusted: all its visitors count as one address; see TESTAMUR_TRUSTED_PROXIES")
		})
	}
	c.Header(requestIDHeader, id)
}

// logged writes one line a request. It names the route, not the address: codes and external ids stand in addresses.
func (s *server) logged(c *gin.Context) {
	start := s.Now()
	defer func() { // also when the answer is broken off
		call := callOf(c)
		s.Log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request",
			slog.String("request_id", call.id), slog.String("method", c.Request.Method), slog.String("route", cmp.Or(c.FullPath(), "none")),
			slog.Int("status", c.Writer.Status()), slog.Int("bytes", max(0, c.Writer.Size())),
			slog.Duration("took", s.Now().Sub(start)), slog.String("actor", call.actor.Key()))
	}()
	c.Next()
}

// recovered turns a panic into a problem, and its stack into a log line.
func (s *server) recovered(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(v)
		}
		s.Log.LogAttrs(c.Request.Context(), slog.LevelError, "panic",
			slog.String("request_id", callOf(c).id), slog.Any("value", v), slog.String("stack", string(debug.Stack())))
		if c.Writer.Written() {
			c.Abort()
			return
		}
		s.lost(c, fmt.Errorf("panic: %v", v))
	}()
	c.Next()
}

// secured sets the headers that every answer has, unless its handler says otherwise: answers are data for programs, so
// a browser may do nothing with them.
func (s *server) secured(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	if strings.HasPrefix(s.PublicURL, "https://") {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains") // RFC 6797, 6.1
	}
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
}

// noted makes an event of everything that was refused, outside the transaction that went with it: of what is forbidden, and of what
// the policy hid or asked nobody known for. A mistake of form is none.
func (s *server) noted(c *gin.Context) {
	c.Next()
	call := callOf(c)
	if !errors.Is(call.failure, access.ErrRefused) && fault.CodeOf(call.failure) != fault.Forbidden {
		return
	}
	object, err := uuid.Parse(c.Param("id"))
	if err != nil {
		object = uuid.Nil // it was about none that has an id
	}
	ctx := context.WithoutCancel(c.Request.Context())
	if err := s.Journal.Refused(ctx, call.actor, call.operation.id, object); err != nil {
		s.Log.LogAttrs(ctx, slog.LevelError, "refusal not noted", slog.String("request_id", call.id), slog.Any("error", err))
	}
}

// limited slows down who asks for much work.
func (s *server) limited(c *gin.Context) {
	switch op := callOf(c).operation.id; {
	case op == access.OpVerifyFile:
		s.limitedFiles(c)
	case (op == access.OpPreviewCertificate || op == access.OpPreviewLayout) && !s.previews.Allow(c.ClientIP()):
		s.fail(c, fault.New(fault.Limited, "", "Too many previews from your address. Try again in a moment."))
	}
}

// limitedFiles slows down whoever has files verified without a token, and keeps all of them together from filling the memory.
func (s *server) limitedFiles(c *gin.Context) {
	leave, err := s.Files.Enter(c.ClientIP())
	if err != nil {
		s.fail(c, err)
		return
	}
	defer leave()
	c.Next()
}
