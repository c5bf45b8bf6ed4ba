package access

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// LetterKind says what a letter is about; every kind has its own words, and needs its own Data.
type LetterKind string

// The kinds of letters, each with the keys of its Data. All values are single lines; those in brackets may be missing.
const (
	LetterInvitation         LetterKind = "invitation"          // link, [institution, by, until]
	LetterSignIn             LetterKind = "sign_in"             // link, minutes
	LetterSigning            LetterKind = "signing"             // link, title (of the certificate), participant, [institution, by, until]
	LetterSigningReminder    LetterKind = "signing_reminder"    // as LetterSigning
	LetterSigningAnswer      LetterKind = "signing_answer"      // to staff: signatory, participant, title, decision ("declined", "change_requested" or "suggested")
	LetterSignatoriesChanged LetterKind = "signatories_changed" // to who has signed: title, participant
	LetterConfirming         LetterKind = "confirming"          // link, participant, programme, [by, until]
	LetterReadBack           LetterKind = "review_read_back"    // link, participant, programme, by, deadline, [until]
	LetterCheck              LetterKind = "review_check"        // link, title, programme, by, deadline, [until]
	LetterReviewReminder     LetterKind = "review_reminder"     // link, participant, programme, by, deadline, [until]
	LetterReviewChanged      LetterKind = "review_changed"      // link, participant, programme, by, deadline, [until]
	LetterReviewSettled      LetterKind = "review_settled"      // link, participant, programme, by, [until]
	LetterExcerpts           LetterKind = "excerpts"            // link, by, handbook, [until]
	LetterCode               LetterKind = "code"                // code, minutes, purpose ("sign" or "confirm"), [title]
	LetterAccountChanged     LetterKind = "account_changed"     // what ("password", "passkey", "sign_in_address", "disabled"), at (in words)
)

// Letter is one message to one person. It belongs to the outbox until it is sent, and goes out in the words that its kind
// has in the recipient's language.
type Letter struct {
	ID       uuid.UUID
	Kind     LetterKind
	To       string    // an address without a name
	Name     string    // the recipient's; may be empty
	Person   uuid.UUID // the recipient, or Nil
	Language string    // BCP 47; empty is English
	Data     map[string]string
	At       time.Time // when it was written; it is not sent before
}

// Outbox takes letters.
type Outbox interface {
	// Post stores a letter to be sent. It joins the transaction that ctx carries: what is undone there is never sent.
	Post(ctx context.Context, l Letter) error
}

// ClaimedLetter is a letter that nobody else sends until its lease ends.
type ClaimedLetter struct {
	Letter
	Attempts int // how many times it was claimed, this time included
}

// OutboxStanding says how the outbox is doing.
type OutboxStanding struct {
	Waiting int64     // neither sent nor given up
	Failed  int64     // given up
	Oldest  time.Time // when the oldest of those that wait was written; zero when none waits
}
