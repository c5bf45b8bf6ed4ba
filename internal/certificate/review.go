package certificate

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// ReviewStage is which part of a review runs.
type ReviewStage string

// The stages in their order; a programme may skip each.
const (
	ReadBack         ReviewStage = "read_back"   // quoted assessors see how their words are used
	ParticipantCheck ReviewStage = "participant" // the participant checks the whole text as it then reads
)

// ReviewOutcome is how a review ended; it is empty while it runs.
type ReviewOutcome string

// The outcomes.
const (
	ReviewPassed ReviewOutcome = "passed"     // nothing stands in the way of exactly this text
	ReviewEnded  ReviewOutcome = "taken_back" // staff ended it
)

// Review is one run of a certificate between composing and signing.
type Review struct {
	ID            uuid.UUID
	CertificateID uuid.UUID
	Number        int // 1, 2, ... of the certificate
	Stage         ReviewStage
	ThenSign      bool         // when it passes, the text is sent for signing
	Opener        access.Actor // as Recorded
	OpenedAt      time.Time
	DeadlineOn    civil.Date // of the stage: its last day, where the programme's clock hangs
	DeadlineAt    time.Time  // when that day is over
	RemindAt      time.Time  // zero: nobody is reminded
	Outcome       ReviewOutcome
	ClosedAt      time.Time
	Content       []byte // canonical bytes of what passed
	TextDigest    record.Digest
	Trouble       string    // reason for which it could not be sent for signing, though it passed
	TriedAt       time.Time // when that was last tried
	Requests      []ReviewRequest
}

// ReviewAnswer is what somebody said to what they were asked about.
type ReviewAnswer string

// The answers. What silence means is kept apart from what people say: it is never an approval.
const (
	Agrees      ReviewAnswer = "agree"        // an assessor: so my words may be used
	Right       ReviewAnswer = "right"        // the participant: this is right
	Remarks     ReviewAnswer = "remarks"      // there are some
	NoObjection ReviewAnswer = "no_objection" // nothing was said until the deadline
)

// ReviewRequest asks one person about one text. Who is asked again gets another request.
type ReviewRequest struct {
	ID            uuid.UUID
	ReviewID      uuid.UUID
	CertificateID uuid.UUID
	PersonID      uuid.UUID
	Stage         ReviewStage
	Shown         []byte // canonical bytes of a ReviewText
	TextDigest    record.Digest
	ShownBefore   []byte // what they answered to, when it read otherwise
	Mailed        bool   // otherwise they have no address
	AskedAt       time.Time
	RemindedAt    time.Time
	Answer        ReviewAnswer
	AnsweredAt    time.Time
	VoidedAt      time.Time // the text changed, or the review was ended
	Remarks       []Remark
}

// RemarkKind is what somebody wants of the text.
type RemarkKind string

// The kinds of remarks: the first two are assessors', the others the participant's.
const (
	Objection RemarkKind = "objection" // my words must not be used so
	Wording   RemarkKind = "wording"   // put it like this
	Wrong     RemarkKind = "wrong"     // this is not so
	LeaveOut  RemarkKind = "leave_out" // please leave this out
)

// RemarkState is what became of a remark. Only open ones hold the review.
type RemarkState string

// The states of a remark.
const (
	RemarkOpen       RemarkState = "open"
	RemarkTaken      RemarkState = "taken"      // the wording stands in the text
	RemarkMet        RemarkState = "met"        // the passage was changed or left out
	RemarkRefused    RemarkState = "refused"    // staff went on over it, and said why
	RemarkSuperseded RemarkState = "superseded" // its author answered again
	RemarkEnded      RemarkState = "ended"      // the review was ended
)

// Remark is one thing that somebody wants to be otherwise.
type Remark struct {
	ID        uuid.UUID
	PassageID uuid.UUID // Nil: the text as a whole
	Kind      RemarkKind
	Passage   string // as it read then
	Comment   string
	Wording   string // proposed
	State     RemarkState
	Reason    string // of staff who went on over it; its author sees it
	At        time.Time
	SettledAt time.Time
}

// ReviewStore keeps reviews. A review is written under the lock of its certificate.
type ReviewStore interface {
	// PutReview stores the review with its requests and remarks, new or changed.
	PutReview(ctx context.Context, r Review) error
	// LatestReview gives the last review of a certificate; it fails as NotFound.
	LatestReview(ctx context.Context, certificate uuid.UUID) (Review, error)
	// Reviews lists all reviews of a certificate, oldest first.
	Reviews(ctx context.Context, certificate uuid.UUID) ([]Review, error)
	// RequestsTo lists what a person is asked in reviews that run, oldest first, at most limit, with one query.
	RequestsTo(ctx context.Context, person uuid.UUID, limit int) ([]Asked, error)
	// HoldReviewer keeps a person from being erased until the transaction ends, and says whether they were erased before.
	HoldReviewer(ctx context.Context, person uuid.UUID) (erased bool, err error)
	// ReviewRequest fails as NotFound.
	ReviewRequest(ctx context.Context, id uuid.UUID) (ReviewRequest, error)
	// DueReviews lists certificates of whose review time makes something due, at most limit: a reminder, the end of the
	// deadline, going on when nothing holds it any more (somebody was erased), or another attempt to send for signing what was last tried before retry.
	DueReviews(ctx context.Context, now, retry time.Time, limit int) ([]uuid.UUID, error)
}

// runs says whether the review is still open.
func (r Review) runs() bool { return r.Outcome == "" }

// awaitsSending says whether the review passed and its text is to be sent for signing by itself.
func (r Review) awaitsSending() bool { return r.Outcome == ReviewPassed && r.ThenSign }

// live gives the requests that count.
func (r *Review) live() []*ReviewRequest {
	var out []*ReviewRequest
	for i := range r.Requests {
		if q := &r.Requests[i]; q.VoidedAt.IsZero() {
			out = append(out, q)
		}
	}
	return out
}

// holds says whether somebody is still to answer, or something that was said is still to be settled.
func (r *Review) holds() bool {
	for _, q := range r.live() {
		if q.waits() {
			return true
		}
	}
	return len(r.open()) > 0
}

// open gives the remarks that are to be settled: also of those who were asked again and have not answered anew.
func (r *Review) open() []*Remark {
	var out []*Remark
	for i := range r.Requests {
		for j := range r.Requests[i].Remarks {
			if m := &r.Requests[i].Remarks[j]; m.State == RemarkOpen {
				out = append(out, m)
			}
		}
	}
	return out
}

// waits says whether the person has still to answer.
func (q *ReviewRequest) waits() bool { return q.VoidedAt.IsZero() && q.AnsweredAt.IsZero() }

func (q *ReviewRequest) ref() access.Ref { return access.Ref{Kind: "review_request", ID: q.ID} }

// settle notes what became of a remark.
func (m *Remark) settle(state RemarkState, at time.Time) { m.State, m.SettledAt = state, at }
