package account

import (
	"context"
	"time"

	"testamur/internal/record"
)

// ParseSession and ParseLink read the secrets of each kind.
func ParseSession(s string) (record.Digest, bool) { return parseSecret(s, SessionPrefix) }
func ParseLink(s string) (record.Digest, bool)    { return parseSecret(s, LinkPrefix) }

// NewSecret makes one.
var NewSecret = newSecret

// Judge asks for a passkey and for a new one of an account without any, and says what an answer to each is worth.
func (p *PasskeyParty) Judge(id [16]byte, response []byte) (signIn, added error) {
	_, asked, err := p.askAny()
	if err != nil {
		return err, err
	}
	h := holder{id: id, email: "ada@example.org", name: "Ada"}
	_, signIn = p.answered(asked, response, func([]byte) (holder, error) { return h, nil })
	_, asked, err = p.askNew(h)
	if err != nil {
		return err, err
	}
	_, added = p.added(h, asked, response)
	return signIn, added
}

// ErrPasskey is why an answer is worth nothing.
var ErrPasskey = errPasskey

// Turn runs something in the place of a hash.
func (h *Argon2) Turn(ctx context.Context, run func() error) error { return h.turn(ctx, run) }

// Places is how many run or wait.
func (h *Argon2) Places() int { return len(h.places) }

// DeviceStored is what is stored of the device.
func (o Origin) DeviceStored() string { return o.device() }

// OfAddress is the throttle of an address.
var OfAddress = ofAddress

// GateSizes gives a new gate to take from, which says how many buckets it holds.
func GateSizes(now time.Time) func(Throttle) int {
	var g gate
	return func(t Throttle) int {
		g.take([]Throttle{t}, now)
		return len(g.buckets)
	}
}
