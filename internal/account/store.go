package account

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Store is what this package needs of the database.
type Store interface {
	record.Transactor
	// UpdateLoosely is Update for what may be lost when the power fails.
	UpdateLoosely(ctx context.Context, fn func(ctx context.Context) error) error
	Accounts() record.Table[Account, AccountFilter]
	// AccountByEmail fails as NotFound; e-mail addresses are compared by access.EmailKey.
	AccountByEmail(ctx context.Context, email string) (Account, error)
	// TouchAccount notes the last sign-in. It does not count as a change of the account.
	TouchAccount(ctx context.Context, id uuid.UUID, at time.Time) error
	// EnabledAdmins lists the administrators who can sign in. Inside a transaction they stay so until its end.
	EnabledAdmins(ctx context.Context) ([]uuid.UUID, error)
	// StaffOf lists the programmes whose staff a person is.
	StaffOf(ctx context.Context, person uuid.UUID) ([]uuid.UUID, error)
	access.TieStore
	SessionStore
	LinkStore
	PasskeyStore
	AttemptStore
}

// Presence is a session with what authenticating needs to know of whose it is.
type Presence struct {
	Session  Session
	Name     string
	Admin    bool
	Disabled bool
}

// SessionStore keeps sessions.
type SessionStore interface {
	InsertSession(ctx context.Context, s Session) error
	// Presence fails as NotFound.
	Presence(ctx context.Context, hash record.Digest) (Presence, error)
	// Sessions lists those of an account, the newest first.
	Sessions(ctx context.Context, account uuid.UUID) ([]Session, error)
	// TouchSession stores SeenAt and ProvenAt, unless the session has another secret by now.
	TouchSession(ctx context.Context, s Session) error
	// RenewSession stores Hash and ProvenAt, and says no when its secret is no longer the old one.
	RenewSession(ctx context.Context, s Session, old record.Digest) (bool, error)
	// EndSession says whether there was such a session of the account.
	EndSession(ctx context.Context, account, id uuid.UUID) (bool, error)
	EndSessionOf(ctx context.Context, secret record.Digest) error
	// EndOldSessions ends all of an account but the newest few.
	EndOldSessions(ctx context.Context, account uuid.UUID, keep int) error
	// EndSessions ends all of an account but one; Nil spares none.
	EndSessions(ctx context.Context, account, except uuid.UUID) error
}

// HeldLink is a link with the name of whom it was made for.
type HeldLink struct {
	Link
	Name string
}

// Links names links: fields that are zero do not narrow.
type Links struct {
	Person   uuid.UUID
	Object   access.Ref
	Purposes []Purpose
}

// LinkStore keeps mailed links and the codes of guests.
type LinkStore interface {
	InsertLink(ctx context.Context, l Link) error
	// LinkOf fails as NotFound.
	LinkOf(ctx context.Context, secret record.Digest) (HeldLink, error)
	// EndLink says whether the link was open until now: of several at once one is told so.
	EndLink(ctx context.Context, id uuid.UUID, now time.Time) (bool, error)
	// EndLinks ends those that are open, and removes their codes.
	EndLinks(ctx context.Context, which Links, now time.Time) error
	// MissLink counts a wrong code, and gives how many there were.
	MissLink(ctx context.Context, id uuid.UUID) (int, error)
	// LinkOpen says whether one of the purpose is open.
	LinkOpen(ctx context.Context, purpose Purpose, now time.Time) (bool, error)
	// PutCode stores the code of a link in place of the one before.
	PutCode(ctx context.Context, c Code) error
	// CodeOf gives the code of a link, locked inside a transaction. Fails as NotFound.
	CodeOf(ctx context.Context, link uuid.UUID) (Code, error)
	RemoveCode(ctx context.Context, link uuid.UUID) error
}

// PasskeyStore keeps passkeys and what browsers were asked to sign.
type PasskeyStore interface {
	// InsertPasskey fails as Conflict when the credential is known.
	InsertPasskey(ctx context.Context, p Passkey) error
	// PasskeysOf lists those of an account, the oldest first.
	PasskeysOf(ctx context.Context, account uuid.UUID) ([]Passkey, error)
	// UsePasskey stores Credential and UsedAt; it fails as Conflict when another sign-in came between, whose record is
	// not the old one any more.
	UsePasskey(ctx context.Context, p Passkey, old []byte) error
	// RemovePasskey says whether there was such a passkey of the account.
	RemovePasskey(ctx context.Context, account, id uuid.UUID) (bool, error)
	InsertChallenge(ctx context.Context, c Challenge) error
	// TakeChallenge removes a challenge and gives it: to one of several at once. Fails as NotFound.
	TakeChallenge(ctx context.Context, id uuid.UUID) (Challenge, error)
}

// AttemptStore keeps what was tried.
type AttemptStore interface {
	// Take takes one use from each bucket, all or none, and says whether it did.
	Take(ctx context.Context, from []Throttle, now time.Time) (bool, error)
	// GiveBack undoes Take.
	GiveBack(ctx context.Context, to []Throttle) error
	InsertAttempt(ctx context.Context, a Attempt) error
	// Attempts lists those that are to be settled, the oldest first.
	Attempts(ctx context.Context, limit int) ([]Attempt, error)
	// RemoveAttempt says whether it was still there.
	RemoveAttempt(ctx context.Context, id uuid.UUID) (bool, error)
	// KeepOrigin stores where an event came from, apart from the event: it can be erased.
	KeepOrigin(ctx context.Context, event, account uuid.UUID, at time.Time, address, device string) error
	// EraseAccount removes an account and all that came of it, origins too. Events stay. It is no error when there is none.
	EraseAccount(ctx context.Context, person uuid.UUID) error
	// SweepAccounts removes what ended or expired before now, buckets that are full again, and origins from before the
	// other time.
	SweepAccounts(ctx context.Context, now, origins time.Time) error
}
