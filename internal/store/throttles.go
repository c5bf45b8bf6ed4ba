package store

import (
	"bytes"
	"context"
	"slices"
	"time"

	"testamur/internal/account"
)

type throttleRow struct {
	Saved int64 // microseconds
	At    instant
}

// Take implements account.AttemptStore. The rule is the domain's; here the buckets are held while it decides.
func (s *Store) Take(ctx context.Context, from []account.Throttle, now time.Time) (taken bool, err error) {
	from = inOrder(from)
	err = s.UpdateLoosely(ctx, func(ctx context.Context) error {
		before := make([]account.Bucket, len(from))
		after := make([]account.Bucket, len(from))
		taken = true
		for i, t := range from {
			if before[i], err = s.bucket(ctx, t, now); err != nil {
				return err
			}
			var enough bool
			after[i], enough = t.Limit.Take(before[i], now)
			taken = taken && enough
		}
		for i, t := range from {
			switch {
			case taken:
			case before[i].At.After(now): // the clock went back: saving goes on from now
				after[i] = account.Bucket{Saved: before[i].Saved, At: now}
			default:
				continue
			}
			if err := s.storeBucket(ctx, t, after[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return taken && err == nil, err
}

// inOrder keeps two who take the same buckets from waiting for each other.
func inOrder(throttles []account.Throttle) []account.Throttle {
	return slices.SortedFunc(slices.Values(throttles), func(a, b account.Throttle) int { return bytes.Compare(a.Key[:], b.Key[:]) })
}

// bucket gives the bucket of a key, made if there is none, and locks it.
func (s *Store) bucket(ctx context.Context, t account.Throttle, now time.Time) (account.Bucket, error) {
	full := t.Limit.Full(now)
	var r throttleRow
	err := s.db(ctx).WithContext(ctx).Raw(`INSERT INTO throttles (key, saved, at) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING saved, at`, digest(t.Key), full.Saved.Microseconds(), instant(full.At)).Scan(&r).Error
	return account.Bucket{Saved: time.Duration(r.Saved) * time.Microsecond, At: time.Time(r.At)}, err
}

func (s *Store) storeBucket(ctx context.Context, t account.Throttle, b account.Bucket) error {
	_, err := execute(ctx, s.db(ctx), "UPDATE throttles SET saved = ?, at = ? WHERE key = ?", b.Saved.Microseconds(), instant(b.At), digest(t.Key))
	return err
}

// GiveBack implements account.AttemptStore.
func (s *Store) GiveBack(ctx context.Context, to []account.Throttle) error {
	return s.UpdateLoosely(ctx, func(ctx context.Context) error {
		for _, t := range inOrder(to) {
			size, use := t.Limit.Full(time.Time{}).Saved.Microseconds(), t.Limit.Every.Microseconds()
			_, err := execute(ctx, s.db(ctx), "UPDATE throttles SET saved = CASE WHEN saved > ? THEN ? ELSE saved + ? END WHERE key = ?",
				size-use, size, use, digest(t.Key))
			if err != nil {
				return err
			}
		}
		return nil
	})
}
