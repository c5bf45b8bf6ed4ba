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
	inside  map[record.Digest]int // how many are being looked at
}

// fewAtOnce is how many guesses at one account are looked at together, well below how many wait for a hash: whoever guesses
// at one account from everywhere does not fill the places of all others.
const fewAtOnce = 4

// enter lets a guess at an account in until leave is called, or fails as Limited.
func (g *gate) enter(account Throttle) (leave func(), err error) {
	g.lock.Lock()
	defer g.lock.Unlock()
	if g.inside[account.Key] >= fewAtOnce {
		return nil, errLimited()
	}
	if g.inside == nil {
		g.inside = map[record.Digest]int{}
	}
	g.inside[account.Key]++
	return func() { g.leave(account) }, nil
}

func (g *gate) leave(account Throttle) {
	g.lock.Lock()
	defer g.lock.Unlock()
	if g.inside[account.Key]--; g.inside[account.Key] == 0 {
		delete(g.inside, account.Key)
	}
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
