// Package account is how somebody proves who they are: accounts of people, sign-in by mailed link, password and passkey,
// sessions, fresh proofs, the links and codes of guests without an account, and the throttle that guards all of these. What
// they may then do is package access's business; cookies and pages are the fronts'.
package account

import (
	"context"
	"io"
	"net/netip"
	"time"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Service carries out the use cases of accounts. All fields must be set, except those that say otherwise.
type Service struct {
	Store       Store
	People      record.Table[access.Person, access.PersonFilter]
	Journal     access.Journal
	Outbox      access.Outbox
	Now         func() time.Time
	NewID       func() uuid.UUID
	Random      io.Reader
	Hasher      Hasher
	Passkeys    *PasskeyParty // nil: passkeys cannot be used at this address
	PublicURL   string        // where people reach this installation, "https://certificates.example.org"; without a slash at the end
	Institution string        // as letters call the installation

	// Later runs work after the answer went out, so that the time of an answer does not tell whether an account exists.
	// Work that it loses is done by the next Sweep. Nil runs it at once, before the answer.
	Later func(work func(context.Context) error)

	gate gate
}

// Origin is where a request came from.
type Origin struct {
	Address netip.Addr // the zero Addr counts as one address for all
	Device  string     // User-Agent; what is longer than 200 bytes is cut off
	Secret  string     // of the session that the client came with, or empty: signing in ends it
}

// Signed is a session that was just begun or proven. The secret is seen here only.
type Signed struct {
	Secret  string
	Session Session
	Person  access.Person
}

// Operations of events that the contract has no name of its own for.
const (
	opSignIn        access.Operation = "signIn" // detail: method
	opSignInRefused access.Operation = "signInRefused"
	opMakeAdmin     access.Operation = "makeAdmin"
	opCodeRefused   access.Operation = "codeRefused" // detail: reason
)
