package account

import (
	"time"

	"testamur/internal/record"

	"github.com/google/uuid"
)

// How long sessions last.
const (
	SessionLife  = 30 * 24 * time.Hour // from sign-in
	SessionIdle  = 7 * 24 * time.Hour  // from when it was last used
	ProofLife    = 5 * time.Minute     // how long a proof of identity is fresh
	seenEvery    = time.Minute         // how exactly it is known when a session was last used
	deviceLength = 200                 // bytes
	MaxSessions  = 50                  // of one account: the one begun first ends for another
)

// Method is how somebody signed in.
type Method string

// The methods.
const (
	ByLink     Method = "link"
	ByPassword Method = "password"
	ByPasskey  Method = "passkey"
)

// Session is one sign-in on one device. It is removed when it ends: nothing brings it back, whatever the clock says.
type Session struct {
	ID        uuid.UUID
	Account   uuid.UUID
	Method    Method
	Hash      record.Digest // of its secret
	CreatedAt time.Time
	SeenAt    time.Time // to the minute
	ExpiresAt time.Time // at the latest
	ProvenAt  time.Time // when the person last proved who they are; zero: never, or no longer fresh
	Address   string    // where they signed in
	Device    string
}

// over says whether the session has ended by itself.
func (s Session) over(now time.Time) bool {
	return !now.Before(s.ExpiresAt) || !now.Before(s.SeenAt.Add(SessionIdle))
}

// Fresh says whether the person proved who they are within ProofLife. A proof that lies in the future, because the clock
// went back, does not count.
func (s Session) Fresh(now time.Time) bool {
	return !s.ProvenAt.IsZero() && !s.ProvenAt.After(now) && now.Before(s.ProvenAt.Add(ProofLife))
}

// FreshUntil is when the proof stops counting; zero when none does now.
func (s Session) FreshUntil(now time.Time) time.Time {
	if !s.Fresh(now) {
		return time.Time{}
	}
	return s.ProvenAt.Add(ProofLife)
}

// seen gives the session as used at now, and whether that is worth storing. A proof that is no longer fresh is forgotten,
// so that it does not become fresh when the clock goes back.
func (s Session) seen(now time.Time) (Session, bool) {
	touched := false
	if !now.Before(s.SeenAt.Add(seenEvery)) {
		s.SeenAt, touched = now, true
	}
	if !s.ProvenAt.IsZero() && !now.Before(s.ProvenAt.Add(ProofLife)) {
		s.ProvenAt, touched = time.Time{}, true
	}
	return s, touched
}
