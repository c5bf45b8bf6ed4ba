package store

import (
	"context"
	"time"

	"testamur/internal/fault"
	"testamur/internal/idempotency"
	"testamur/internal/record"
)

type claimRow struct {
	Actor        string `gorm:"primaryKey"`
	Operation    string `gorm:"primaryKey"`
	Value        string `gorm:"primaryKey"`
	Request      digest
	Status       int
	Header       document[map[string]string]
	Body         []byte
	RunningUntil instant
	ExpiresAt    instant
}

// TableName implements gorm's schema.Tabler.
func (claimRow) TableName() string { return "idempotency_keys" }

func unpackClaim(r claimRow) idempotency.Claim {
	return idempotency.Claim{
		Key:     idempotency.Key{Actor: r.Actor, Operation: r.Operation, Value: r.Value},
		Request: record.Digest(r.Request), RunningUntil: time.Time(r.RunningUntil), ExpiresAt: time.Time(r.ExpiresAt),
		Answer: idempotency.Answer{Status: r.Status, Header: r.Header.of, Body: r.Body},
	}
}

const thisKey = "actor = ? AND operation = ? AND value = ?"

// ClaimIdempotencyKey implements idempotency.Store. One statement takes a free key or leaves the stored claim alone, and
// locks it either way, so that it is still there to be read.
func (s *Store) ClaimIdempotencyKey(ctx context.Context, c idempotency.Claim, now time.Time) (stored idempotency.Claim, free bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := execute(ctx, s.db(ctx), `INSERT INTO idempotency_keys AS k
			(actor, operation, value, request, status, header, body, running_until, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (actor, operation, value) DO UPDATE SET request = excluded.request, status = excluded.status,
				header = excluded.header, body = excluded.body, running_until = excluded.running_until, expires_at = excluded.expires_at
			WHERE k.expires_at <= ? OR (k.status = 0 AND k.running_until <= ?)`,
			c.Actor, c.Operation, c.Value, digest(c.Request), c.Answer.Status, document[map[string]string]{c.Answer.Header}, c.Answer.Body,
			instant(c.RunningUntil), instant(c.ExpiresAt), instant(now), instant(now))
		if stored, free = c, n > 0; err != nil || free {
			return err
		}
		r, err := one[claimRow](ctx, s, "idempotency key", thisKey, c.Actor, c.Operation, c.Value)
		stored = unpackClaim(r)
		return err
	})
	return stored, free, err
}

// FinishIdempotencyKey implements idempotency.Store. It fails as Conflict when the run has lost the key meanwhile, and
// so undoes the effect that it is called with.
func (s *Store) FinishIdempotencyKey(ctx context.Context, k idempotency.Key, a idempotency.Answer) error {
	return s.Update(ctx, func(ctx context.Context) error {
		n, err := execute(ctx, s.db(ctx), "UPDATE idempotency_keys SET status = ?, header = ?, body = ? WHERE status = 0 AND "+thisKey,
			a.Status, document[map[string]string]{a.Header}, a.Body, k.Actor, k.Operation, k.Value)
		if err == nil && n == 0 {
			return fault.New(fault.Conflict, "in_progress", "This request took too long and was repeated meanwhile. Look at what came of it.")
		}
		return err
	})
}

// ReleaseIdempotencyKey implements idempotency.Store.
func (s *Store) ReleaseIdempotencyKey(ctx context.Context, k idempotency.Key) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), "DELETE FROM idempotency_keys WHERE status = 0 AND "+thisKey, k.Actor, k.Operation, k.Value)
		return err
	})
}

// SweepIdempotencyKeys implements idempotency.Store.
func (s *Store) SweepIdempotencyKeys(ctx context.Context, now time.Time) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), "DELETE FROM idempotency_keys WHERE expires_at <= ?", instant(now))
		return err
	})
}
