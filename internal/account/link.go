package account

import (
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Purpose is what a mailed link is for.
type Purpose string

// The purposes. The first three sign in, once; the others let a guest see one object until their link ends. A link of the
// first administrator that names a person was printed by the command line, which makes more of them.
const (
	PurposeSignIn     Purpose = "sign_in"
	PurposeInvitation Purpose = "invitation"
	PurposeFirstAdmin Purpose = "first_admin"
	PurposeSigning    Purpose = "signing"
	PurposeConfirming Purpose = "confirming"
	PurposeReview     Purpose = "review"
	PurposeExcerpts   Purpose = "excerpts"
)

// How long links that sign in are good.
const (
	SignInLinkLife     = 10 * time.Minute
	InvitationLife     = 14 * 24 * time.Hour
	FirstAdminLinkLife = 24 * time.Hour
)

// Link is a secret that was mailed to one person, or printed on the console.
type Link struct {
	ID        uuid.UUID
	Purpose   Purpose
	Person    uuid.UUID     // Nil for the very first administrator, who does not exist yet
	Object    access.Ref    // what a guest's link is for
	Hash      record.Digest // of its secret
	CreatedAt time.Time
	ExpiresAt time.Time
	EndedAt   time.Time // used, replaced by another, taken back, seen to have expired, or guessed with
	Misses    int       // wrong codes of a guest, over all codes
}

// LinkView is what may be known of a link by whoever holds it, before using it.
type LinkView struct {
	Purpose     Purpose
	Name        string // whom it was made for; empty for the first administrator
	Institution string
	Object      access.Ref // of a guest's link
	ExpiresAt   time.Time
}

func (p Purpose) guest() bool {
	return p == PurposeSigning || p == PurposeConfirming || p == PurposeReview || p == PurposeExcerpts
}

// shown is what the link is for in the eyes of whoever follows it: one more administrator is invited.
func (l Link) shown() Purpose {
	if l.Purpose == PurposeFirstAdmin && l.Person != uuid.Nil {
		return PurposeInvitation
	}
	return l.Purpose
}

// open says whether the link can still be used.
func (l Link) open(now time.Time) bool { return l.EndedAt.IsZero() && now.Before(l.ExpiresAt) }

func errLink() error {
	return fault.New(fault.Unauthenticated, "link_ended", "This link was used before, was replaced by a newer one, or has expired. Ask for a new one.")
}
