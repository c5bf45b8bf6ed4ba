package access

import (
	"context"
	"io"
	"time"

	"testamur/internal/record"

	"github.com/google/uuid"
)

// Store is what this package needs of the database.
type Store interface {
	record.Transactor
	EventStore
	People() record.Table[Person, PersonFilter]
	Tokens() record.Table[Token, TokenFilter]
	// TokenByHash fails as NotFound.
	TokenByHash(ctx context.Context, hash [32]byte) (Token, error)
	// TouchToken notes when a token was last used; it need not survive a power cut.
	TouchToken(ctx context.Context, id uuid.UUID, at time.Time) error
	// StaffOf lists the programmes whose staff a person is, StaffOn the staff of a programme, by name.
	StaffOf(ctx context.Context, person uuid.UUID) ([]uuid.UUID, error)
	StaffOn(ctx context.Context, programme uuid.UUID) ([]Person, error)
	// AddStaff and RemoveStaff say whether that changed anything; AddStaff fails as NotFound.
	AddStaff(ctx context.Context, programme, person uuid.UUID) (bool, error)
	RemoveStaff(ctx context.Context, programme, person uuid.UUID) (bool, error)
	TieStore
	// ProvesByMail says whether somebody proves who they are by mail: they have an account, or are assessor or signatory of
	// anything.
	ProvesByMail(ctx context.Context, person uuid.UUID) (bool, error)
	// Erased says whether the personal data of somebody was erased: nothing of them is filled in again.
	Erased(ctx context.Context, person uuid.UUID) (bool, error)
	// PersonByExternalID fails as NotFound.
	PersonByExternalID(ctx context.Context, externalID string) (Person, error)
}

// Service carries out the use cases of people and tokens.
type Service struct {
	Store   Store
	Journal Journal
	Now     func() time.Time
	NewID   func() uuid.UUID
	Random  io.Reader
}
