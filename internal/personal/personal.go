// Package personal carries out what people may ask of whoever holds data on them: a copy of all of it, and its erasure. It
// reaches across people, programmes and certificates, and says in one place what goes, what stays, and why. How accounts
// work and how certificates are made is elsewhere.
package personal

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/operation"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Store is what this package needs of the database.
type Store interface {
	record.Transactor
	Holdings
	Erasures
	People() record.Table[access.Person, access.PersonFilter]
	// Erased says whether the person was erased.
	Erased(ctx context.Context, person uuid.UUID) (bool, error)
}

// Blobs keeps files under their own SHA-256.
type Blobs interface {
	// Get gives the bytes, checked against the digest; it fails as NotFound.
	Get(ctx context.Context, d record.Digest) ([]byte, error)
	// Remove deletes the file of the digest; that there is none is no error.
	Remove(ctx context.Context, d record.Digest) error
}

// Service carries out the use cases of this package.
type Service struct {
	Store       Store
	Blobs       Blobs
	Journal     access.Journal
	Now         func() time.Time
	Institution string // who holds the data, as the archive's README names them; may be empty
}

// Enrolled is an enrolment with the names of where it is.
type Enrolled struct {
	programme.Enrolment
	Programme string
	Cohort    string
}

// Issued is a version that was issued to a participant.
type Issued struct {
	certificate.Version
	EnrolmentID uuid.UUID
}

// Written is a feedback with its submitted states, oldest first.
type Written struct {
	programme.Feedback
	Writings []programme.Writing
}

// Signed is an answer to a version, with the number that people know the certificate by.
type Signed struct {
	certificate.SignOff
	Serial string
	Number int
}

// Worked is what an operation on a whole cohort does, or did, to somebody.
type Worked struct {
	operation.Item
	Kind      string
	State     operation.State // of the operation
	Cohort    uuid.UUID
	PlannedAt time.Time
}

// Origin is where something came from that somebody did.
type Origin struct {
	EventID uuid.UUID
	Address string
	Device  string
	At      time.Time
}

func errErased() error {
	return fault.New(fault.Gone, "erased", "This person was erased. Nothing is held on them any more.")
}
