package account

import (
	"context"
	"encoding/base64"
	"fmt"

	"testamur/internal/fault"

	"github.com/alexedwards/argon2id"
)

// Hasher hashes passwords.
type Hasher interface {
	// Hash gives the PHC string of a password. Fails as Limited when there is too much to do.
	Hash(ctx context.Context, password string) (string, error)
	// Matches says whether the password belongs to the hash; with an empty hash it takes as long and says no. Fails as
	// Limited when there is too much to do.
	Matches(ctx context.Context, password, hash string) (bool, error)
	// Outdated says whether Hash would spend another effort today than went into the hash.
	Outdated(hash string) bool
}

// Argon2Memory is what one hash fills, in KiB: OWASP's recommendation for one iteration and one lane.
const Argon2Memory = 46 * 1024

const (
	argon2Running = 2  // at once
	argon2Waiting = 16 // for their turn
	saltBytes     = 16
	keyBytes      = 32
)

// Argon2 is Argon2id (RFC 9106), a few at a time.
type Argon2 struct {
	params  argon2id.Params
	nobody  string        // what is compared against where there is no hash
	places  chan struct{} // running and waiting
	running chan struct{}
}

// NewArgon2 makes a hasher that fills memory KiB for each hash: Argon2Memory, and less only in tests.
func NewArgon2(memory uint32) *Argon2 {
	h := &Argon2{
		params:  argon2id.Params{Memory: memory, Iterations: 1, Parallelism: 1, SaltLength: saltBytes, KeyLength: keyBytes},
		places:  make(chan struct{}, argon2Running+argon2Waiting),
		running: make(chan struct{}, argon2Running),
	}
	zeros := func(n int) string { return base64.RawStdEncoding.EncodeToString(make([]byte, n)) }
	h.nobody = fmt.Sprintf("$argon2id$v=19$m=%d,t=1,p=1$%s$%s", memory, zeros(saltBytes), zeros(keyBytes))
	return h
}

// Hash implements Hasher. The library draws the salt from the operating system.
func (h *Argon2) Hash(ctx context.Context, password string) (hash string, err error) {
	err = h.turn(ctx, func() (err error) {
		hash, err = argon2id.CreateHash(password, &h.params)
		return err
	})
	return hash, err
}

// Matches implements Hasher.
func (h *Argon2) Matches(ctx context.Context, password, hash string) (matches bool, err error) {
	known := hash != ""
	if !known {
		hash = h.nobody
	}
	err = h.turn(ctx, func() (err error) {
		matches, err = argon2id.ComparePasswordAndHash(password, hash)
		return err
	})
	return matches && known, err
}

// Outdated implements Hasher. What it cannot read it does not judge: nothing matches that.
func (h *Argon2) Outdated(hash string) bool {
	params, _, _, err := argon2id.DecodeHash(hash)
	return err == nil && *params != h.params
}

// turn waits for a place to run, unless too many wait.
func (h *Argon2) turn(ctx context.Context, run func() error) error {
	select {
	case h.places <- struct{}{}:
	default:
		return fault.New(fault.Limited, "busy", "Too many people sign in right now. Try again in a moment.")
	}
	defer func() { <-h.places }()
	select {
	case h.running <- struct{}{}:
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "", "This took too long. Try again.").Because(ctx.Err())
	}
	defer func() { <-h.running }()
	if err := run(); err != nil {
		return fault.New(fault.Internal, "", "Something went wrong on our side.").Because(err)
	}
	return nil
}
