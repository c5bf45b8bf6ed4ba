package account

import (
	"time"

	"github.com/google/uuid"
)

// ChallengeLife is how long the browser has for an answer.
const ChallengeLife = 5 * time.Minute

// MaxPasskeys is how many passkeys an account may have.
const MaxPasskeys = 20

// Passkey is a key on a device of a person's, which signs in without a password.
type Passkey struct {
	ID           uuid.UUID
	Account      uuid.UUID
	Name         string // as the person calls it
	CredentialID []byte // unique
	Credential   []byte // the credential record (WebAuthn Level 3, section 4), JSON
	CreatedAt    time.Time
	UsedAt       time.Time // zero: never yet
}

// Ceremony is what a challenge was made for.
type Ceremony string

// The ceremonies.
const (
	ceremonyRegister Ceremony = "register"
	ceremonySignIn   Ceremony = "sign_in"
	ceremonyProof    Ceremony = "proof"
)

// Challenge is what a browser was asked to sign. It is taken out with the first answer, whatever that is worth.
type Challenge struct {
	ID        uuid.UUID
	Ceremony  Ceremony
	Session   uuid.UUID // who asked; Nil when signing in
	Data      []byte    // what the library wants back, JSON
	CreatedAt time.Time
	ExpiresAt time.Time
}
