package account

import (
	"context"
	"sync"
	"time"

	"testamur/internal/record"
)

// gateSize is how many buckets are remembered. When more come at once all are forgotten: the database still remembers.
const gateSize = 20_000

// gate holds the same limits as the database in memory, in front of it: guesses by the thousand cost nothing.
type gate struct {
	lock    sync.Mutex
	buckets map[record.Digest]Bucket
}

// take takes one use from each bucket, or from none.
func (g *gate) take(from []Throttle, now time.Time) bool {
	g.lock.Lock()
	defer g.lock.Unlock()
	if g.buckets == nil || len(g.buckets) > gateSize {
		g.buckets = map[record.Digest]Bucket{}
	}
	after := make([]Bucket, len(from))
	for i, t := range from {
		before, known := g.buckets[t.Key]
		if !known {
			before = t.Limit.Full(now)
		}
		var taken bool
		if after[i], taken = t.Limit.Take(before, now); !taken {
			g.buckets[t.Key] = after[i]
			return false
		}
	}
	for i, t := range from {
		g.buckets[t.Key] = after[i]
	}
	return true
}

func (g *gate) giveBack(to []Throttle) {
	g.lock.Lock()
	defer g.lock.Unlock()
	for _, t := range to {
		if b, known := g.buckets[t.Key]; known {
			g.buckets[t.Key] = t.Limit.GiveBack(b)
		}
	}
}

// admit lets a try through, or fails as Limited.
func (s *Service) admit(ctx context.Context, throttles ...Throttle) error {
	now := s.Now()
	if !s.gate.take(throttles, now) {
		return errLimited()
	}
	admitted, err := s.Store.Take(ctx, throttles, now)
	if err == nil && !admitted {
		err = errLimited()
	}
	return err
}

// succeeded gives back what a successful try took, so that a whole office can sign in from one address: only failures
// count. It joins the transaction of ctx.
func (s *Service) succeeded(ctx context.Context, throttles ...Throttle) error {
	s.gate.giveBack(throttles)
	return s.Store.GiveBack(ctx, throttles)
}
