package access

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Guests brings in people without an account, each to the one object that a mailed link is for.
type Guests interface {
	// Invite mails person a link to object that is good until then; a link that they had to it before is dead. kind says
	// what for: a letter of signing, of confirming, of a review or of excerpts; data is the letter's without its link. It joins the transaction of ctx.
	// Fails as Conflict with the reason no_email when there is no address to write to.
	Invite(ctx context.Context, kind LetterKind, person Person, object Ref, data map[string]string, until time.Time) error
	// Tell mails person a letter without a link, whoever they are; nothing when there is no address to write to. It joins the
	// transaction of ctx.
	Tell(ctx context.Context, kind LetterKind, person Person, data map[string]string) error
	// End makes the links of person to object dead, and their codes: those of everybody for Nil. It joins the transaction
	// of ctx.
	End(ctx context.Context, object Ref, person uuid.UUID) error
	// SendCode mails a guest the code that proves that they read their mail now. It is good for ten minutes, once; the code
	// sent before is dead. data is the letter's without the code and the minutes. Fails as Forbidden for others than the
	// guest of object, as Limited with the reason code_too_often after five within an hour or fifteen within a day.
	SendCode(ctx context.Context, a Actor, object Ref, data map[string]string) error
	// CheckCode uses up the code that was sent for object. Call it before the transaction of what the code is for: a wrong
	// code stays counted whatever becomes of that. Fails as Forbidden, with the reason code_wrong while there are tries
	// left, code_void when a new code is needed; as Unauthenticated with the reason link_ended when there were so many wrong
	// ones that the link ended.
	CheckCode(ctx context.Context, a Actor, object Ref, code string) error
}
