// Package idempotency keeps the answers to unsafe requests under the key that the client chose, so that a request
// repeated after a lost answer has its effect once. It knows requests only as hashes and answers only as bytes.
package idempotency

import (
	"context"
	"time"

	"testamur/internal/record"
)

// Kept is how long an answer is kept.
const Kept = 24 * time.Hour

// Lease is how long a request may run before a repetition may run in its place.
const Lease = 2 * time.Minute

// Key identifies a request: the same characters from another actor or for another operation are another key.
type Key struct {
	Actor     string // access.Actor.Key
	Operation string // operationId
	Value     string // the Idempotency-Key header
}

// Answer is what was answered. A zero Status means that the request still runs.
type Answer struct {
	Status int
	Header map[string]string // Content-Type, ETag, Location
	Body   []byte
}

// Claim is one use of a key.
type Claim struct {
	Key
	Request      record.Digest // of method, path, If-Match and body
	Answer       Answer
	RunningUntil time.Time
	ExpiresAt    time.Time
}

// Store keeps claims.
type Store interface {
	record.Transactor
	// ClaimIdempotencyKey stores c and says true when the key is free: never used, expired at now, or its run was given
	// up (no answer, and RunningUntil is past). Otherwise it gives the stored claim and false. Two calls at once: one
	// gets it.
	ClaimIdempotencyKey(ctx context.Context, c Claim, now time.Time) (Claim, bool, error)
	// FinishIdempotencyKey keeps the answer; called inside the transaction of the effect it is committed with it.
	FinishIdempotencyKey(ctx context.Context, k Key, a Answer) error
	// ReleaseIdempotencyKey frees a key whose request failed on our side.
	ReleaseIdempotencyKey(ctx context.Context, k Key) error
	// SweepIdempotencyKeys removes those that expired before now.
	SweepIdempotencyKeys(ctx context.Context, now time.Time) error
}
