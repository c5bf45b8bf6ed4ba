package account

import (
	"net/netip"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"
)

// Limit is a token bucket, which holds time instead of tokens: one use costs Every, and a full bucket holds Burst uses. It
// never refuses for longer than Every, and in any time t it allows at most Burst + t/Every uses.
type Limit struct {
	Burst int
	Every time.Duration
}

// The limits of what can be tried.
var (
	perAccount = Limit{Burst: 10, Every: time.Minute}
	perAddress = Limit{Burst: 30, Every: 10 * time.Second}
	perCode    = Limit{Burst: 3, Every: 30 * time.Minute} // with what comes back in an hour: five
)

// Bucket is the state of one limit for one key.
type Bucket struct {
	Saved time.Duration // what can be spent
	At    time.Time     // when that was
}

// Full is the bucket of a key that was not used yet.
func (l Limit) Full(now time.Time) Bucket { return Bucket{Saved: l.size(), At: now} }

func (l Limit) size() time.Duration { return time.Duration(l.Burst) * l.Every }

// Take spends one use, or says that there is none. When the clock goes back nothing is gained and nobody waits for it to
// catch up: saving goes on from the new time.
func (l Limit) Take(b Bucket, now time.Time) (Bucket, bool) {
	if gained := now.Sub(b.At); gained > 0 {
		b.Saved = min(l.size(), b.Saved+min(gained, l.size()))
	}
	b.At = now
	if b.Saved < l.Every {
		return b, false
	}
	b.Saved -= l.Every
	return b, true
}

// GiveBack undoes one Take.
func (l Limit) GiveBack(b Bucket) Bucket {
	b.Saved = min(l.size(), b.Saved+l.Every)
	return b
}

// Throttle is one bucket to take from.
type Throttle struct {
	Key   record.Digest // no address is kept in clear
	Limit Limit
}

func throttleOf(kind, value string, limit Limit) Throttle {
	return Throttle{Key: record.DigestOf([]byte(kind + "\x00" + value)), Limit: limit}
}

// ofAccount throttles tries at the account of an address typed in, whether there is one or not. Each kind of try has its
// own: whoever guesses passwords does not keep the owner from being mailed a link.
func ofAccount(kind, email string) Throttle {
	return throttleOf(kind, access.EmailKey(email), perAccount)
}

// ofAddress throttles whatever comes from one network address: of IPv6 from one /64, which is what one customer has.
func ofAddress(a netip.Addr) Throttle {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			a = p.Addr()
		}
	}
	return throttleOf("address", a.String(), perAddress)
}

// errLimited says the same of whatever limit was met.
func errLimited() error {
	return fault.New(fault.Limited, "too_many_attempts", "There were too many attempts. Wait a few minutes, then try again.")
}
