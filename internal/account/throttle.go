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

// The limits of what can be tried. What is tried at one account from one place meets a tight limit, and from everywhere
// together a loose one: somebody else's guessing does not keep the owner out.
var (
	perAddress = Limit{Burst: 30, Every: 10 * time.Second}
	guesses    = pair{here: Limit{Burst: 10, Every: time.Minute}, anywhere: Limit{Burst: 100, Every: 5 * time.Minute}}
	letters    = pair{here: Limit{Burst: 5, Every: 10 * time.Minute}, anywhere: Limit{Burst: 20, Every: 30 * time.Minute}}
	perCode    = Limit{Burst: 3, Every: 30 * time.Minute} // with what comes back in an hour: five
	perCodeDay = Limit{Burst: 7, Every: 3 * time.Hour}    // with what comes back in a day: fifteen
)

type pair struct{ here, anywhere Limit }

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

// ofSignIn throttles guesses at the password of an address typed in, whether it has an account or not.
func ofSignIn(from Origin, email string) []Throttle {
	return append(guesses.of("password", access.EmailKey(email), network(from.Address)), ofAddress(from.Address))
}

// ofLetters throttles what is mailed to an address typed in, whether it has an account or not: apart from guesses, so that
// whoever guesses passwords does not keep the owner from being mailed a link.
func ofLetters(from Origin, email string) []Throttle {
	return append(letters.of("link", access.EmailKey(email), network(from.Address)), ofAddress(from.Address))
}

// ofProof throttles guesses of who is signed in already: a stolen session guesses no faster from many places.
func ofProof(from Origin, a access.Actor) []Throttle {
	return append(guesses.of("proof", a.Person.String(), a.ID.String()), ofAddress(from.Address))
}

// of throttles what is tried at an account from one place, and from anywhere.
func (p pair) of(kind, account, place string) []Throttle {
	return []Throttle{throttleOf(kind, account, p.anywhere), throttleOf(kind, account+"\x00"+place, p.here)}
}

// ofAddress throttles whatever comes from one network address.
func ofAddress(a netip.Addr) Throttle { return throttleOf("address", network(a), perAddress) }

// network names where an address is: of IPv6 the /64, which is what one customer has.
func network(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			a = p.Addr()
		}
	}
	return a.String()
}

// errLimited says the same of whatever limit was met.
func errLimited() error {
	return fault.New(fault.Limited, "too_many_attempts", "There were too many attempts. Wait a few minutes, then try again.")
}
