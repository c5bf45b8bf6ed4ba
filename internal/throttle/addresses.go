// Package throttle slows down strangers who ask for much work: each address by itself, and all of them together. Guessing of
// secrets is slowed down in package account, which remembers it across servers.
package throttle

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxAddresses bounds the memory: two generations of this many addresses, about 200 bytes each.
const maxAddresses = 10_000

// Addresses lets every address do something so often. When a generation of addresses is full the one before it is
// forgotten, so an address may begin anew early, and none is ever locked out.
type Addresses struct {
	every rate.Limit
	burst int
	now   func() time.Time

	mu         sync.Mutex
	young, old map[netip.Prefix]*rate.Limiter
}

// NewAddresses lets each address do it so often a second, and burst times at once.
func NewAddresses(every rate.Limit, burst int, now func() time.Time) *Addresses {
	return &Addresses{every: every, burst: burst, now: now, young: map[netip.Prefix]*rate.Limiter{}}
}

// Allow says whether the address may do it now, and counts it if so.
func (l *Addresses) Allow(address string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of(neighbourhood(address)).AllowN(l.now(), 1)
}

func (l *Addresses) of(who netip.Prefix) *rate.Limiter {
	if r, ok := l.young[who]; ok {
		return r
	}
	r, ok := l.old[who]
	if !ok {
		r = rate.NewLimiter(l.every, l.burst)
	}
	if len(l.young) >= maxAddresses {
		l.old, l.young = l.young, map[netip.Prefix]*rate.Limiter{}
	}
	l.young[who] = r
	return r
}

// neighbourhood is the address itself, or for IPv6 the /64 network that one customer commonly has.
func neighbourhood(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	bits := 32
	if a = a.Unmap(); a.Is6() {
		bits = 64
	}
	p, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}
