// Package keys keeps the institution's keys: a root certificate that strangers verify against, and under it the sealing
// certificate that signs issued files and the authority that certifies signatories' keys, which are not kept. Private keys
// are stored encrypted; the key that wraps them comes from a file. It makes, imports, rotates and opens keys; signing a PDF
// is package pades.
package keys

import (
	"context"
	"time"

	"testamur/internal/record"

	"github.com/google/uuid"
)

// Kind says what a key is for.
type Kind string

// The kinds of keys.
const (
	Root        Kind = "root"
	Sealing     Kind = "sealing"
	Signatories Kind = "signatories" // the authority over signatories' certificates
)

// Key is a certificate with its private key, encrypted.
type Key struct {
	ID        uuid.UUID
	Kind      Kind
	DER       []byte   // the certificate
	Chain     [][]byte // certificates between it and the root, for imported keys
	Wrapped   []byte   // the PKCS#8 private key, AES-256-GCM; empty for a root whose key is kept elsewhere
	CreatedAt time.Time
	RetiredAt time.Time // zero while it is in use
}

// Store is what this package needs of the database.
type Store interface {
	record.Transactor
	// Keys lists all keys, oldest first.
	Keys(ctx context.Context) ([]Key, error)
	// KeyInUse gives the id of the key of a kind that is not retired, Nil when there is none.
	KeyInUse(ctx context.Context, kind Kind) (uuid.UUID, error)
	// CountKeys counts the keys of a kind, retired ones too.
	CountKeys(ctx context.Context, kind Kind) (int, error)
	InsertKey(ctx context.Context, k Key) error
	// RetireKey ends the use of a key; its certificate stays.
	RetireKey(ctx context.Context, id uuid.UUID, at time.Time) error
}
