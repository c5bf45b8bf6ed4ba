package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/idempotency"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
)

// leaseMargin is how long before its lease ends a request is broken off, so that it never runs beside its repetition.
const leaseMargin = 10 * time.Second

// errRefused undoes the transaction of a request that was answered with a refusal.
var errRefused = errors.New("the request was refused")

// repeatable gives a request with an Idempotency-Key its effect once: the first answer is given again to whoever asks
// again. An answer of 500 or above frees the key.
func (s *server) repeatable(c *gin.Context) {
	call := callOf(c)
	value := c.GetHeader("Idempotency-Key")
	if call.operation.idempotency == "" || value == "" {
		return
	}
	claim := idempotency.Claim{
		Key:     idempotency.Key{Actor: call.actor.Key(), Operation: string(call.operation.id), Value: value},
		Request: fingerprint(c.Request, call.body), RunningUntil: s.Now().Add(idempotency.Lease), ExpiresAt: s.Now().Add(idempotency.Kept),
	}
	stored, mine, err := s.Idempotency.ClaimIdempotencyKey(c.Request.Context(), claim, s.Now())
	switch {
	case err != nil:
		s.fail(c, err)
	case mine:
		s.once(c, claim.Key)
	case stored.Request != claim.Request:
		s.fail(c, fault.New(fault.Invalid, "idempotency_key_reused", "This Idempotency-Key was used for another request. Use a new one."))
	case stored.Answer.Status == 0:
		s.fail(c, fault.New(fault.Conflict, "idempotency_in_progress", "A request with this Idempotency-Key still runs. Ask again in a moment."))
	default:
		replay(c, stored.Answer)
	}
}

// fingerprint tells requests apart: by method, address, If-Match and body.
func fingerprint(r *http.Request, body []byte) record.Digest {
	head := strings.Join([]string{r.Method, r.URL.RequestURI(), r.Header.Get("If-Match"), ""}, "\n")
	return record.DigestOf(append([]byte(head), body...))
}

// once runs a request whose key is claimed, settles the key whatever happens, and only then answers. A guest's request is not
// undone as a whole: a wrong code must stay counted.
func (s *server) once(c *gin.Context, key idempotency.Key) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), idempotency.Lease-leaseMargin)
	defer cancel()
	outer, request := c.Writer, c.Request
	answer := newRecorder(outer)
	settle := s.Idempotency.ReleaseIdempotencyKey // so a panic frees the key
	defer func() {
		c.Writer, c.Request = outer, request
		if err := settle(context.WithoutCancel(request.Context()), key); err != nil {
			s.Log.LogAttrs(request.Context(), slog.LevelError, "idempotency key not settled",
				slog.String("request_id", callOf(c).id), slog.Any("error", err))
		}
		answer.flush()
	}()
	c.Writer, c.Request = answer, request.WithContext(ctx)
	if call := callOf(c); call.operation.idempotency == joined && call.actor.Kind != access.KindGuest {
		settle = s.runJoined(c, key, answer)
		return
	}
	c.Next()
	settle = s.settlement(answer)
}

// settlement is what becomes of the key when the effect, if there is one, is committed already.
type settlement = func(context.Context, idempotency.Key) error

func (s *server) settlement(answer *recorder) settlement {
	if answer.Status() >= http.StatusInternalServerError {
		return s.Idempotency.ReleaseIdempotencyKey
	}
	return func(ctx context.Context, key idempotency.Key) error {
		return s.Idempotency.FinishIdempotencyKey(ctx, key, answer.answer())
	}
}

// runJoined runs the handler inside one transaction with the answer to its key. A refusal undoes everything, and its
// answer is kept by itself. A commit that failed may have happened: then the key stays claimed, and whoever asks again
// learns from the database what became of it.
func (s *server) runJoined(c *gin.Context, key idempotency.Key, answer *recorder) settlement {
	err := s.Idempotency.Update(c.Request.Context(), func(ctx context.Context) error {
		c.Request = c.Request.WithContext(ctx)
		c.Next()
		if answer.Status() >= http.StatusBadRequest {
			return errRefused
		}
		return s.Idempotency.FinishIdempotencyKey(ctx, key, answer.answer())
	})
	switch {
	case err == nil:
		return settled
	case errors.Is(err, errRefused):
		return s.settlement(answer)
	}
	answer.reset()
	s.fail(c, err)
	if fault.ReasonOf(err) == "outcome_unknown" {
		return settled
	}
	return s.Idempotency.ReleaseIdempotencyKey
}

// settled leaves the key as it is.
func settled(context.Context, idempotency.Key) error { return nil }

// replay gives the first answer again.
func replay(c *gin.Context, a idempotency.Answer) {
	for name, value := range a.Header {
		c.Header(name, value)
	}
	c.Header("Idempotency-Replayed", "true")
	c.Status(a.Status)
	write(c.Writer, a.Body)
	c.Abort()
}
